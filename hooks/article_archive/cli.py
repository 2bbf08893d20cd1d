"""The command `archive`: arguments in, exit code out."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .engines.ending import end_when_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .checking.reports import Format
    from .engines.beginning import Beginning
    from .model import Shelf

CONFIG = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="The archive's mkdocs.yml.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archive")
def main() -> None:
    """Build, check and preview an archive of articles by many authors."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    end_when_told()


@main.command()
@CONFIG
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--leave-out", is_flag=True, help="Leave out and list the files with errors; published addresses must stay alive.")
@click.option("--no-search", is_flag=True, help="Leave out the index of words: the search page says so, and browsing works.")
@click.option("--no-cards", is_flag=True, help="Draw no pictures for other sites to show of a page.")
@click.option("--delete-foreign", is_flag=True, help="Delete files in the site's folder that no build has written.")
@click.option("--profile", is_flag=True, help="Say where the time went, stage by stage.")
def build(config_file: Path, no_search: bool, no_cards: bool, **asked: Any) -> None:
    """Publish the site: all of it, or nothing where there is an error."""
    _give_back_at_the_end()
    from .engines.building import build_site
    from .options import Options

    build_site(config_file, Options(search=not no_search, cards=not no_cards, **asked))


@main.command()
@CONFIG
def rollback(config_file: Path) -> None:
    """Let the release before the published one take its place; a second time, it is the other way round."""
    from .engines.mkdocs import roll_back

    roll_back(config_file)


@main.command()
@CONFIG
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "sarif", "json"]),
    default="text",
    show_default=True,
    help="How problems are said: as lines, or to other programs on standard output.",
)
@click.option("--fix", is_flag=True, help="Mend what has one right answer, and show what was changed; then judge.")
def check(config_file: Path, files: tuple[Path, ...], form: Format, strict: bool, fix: bool) -> None:
    """List every mistake with its file, line and remedy; without --fix, write nothing.

    With FILES (articles, authors, terms, or folders of them) only those are judged, and the editors' pages are not.
    """
    _give_back_at_the_end()
    from .options import Options

    options = Options(strict=strict, only_check=True, form=form)
    with contextlib.redirect_stdout(sys.stderr) if form != "text" else contextlib.nullcontext():
        if fix:
            from .engines.contributing import mend_files

            mend_files(config_file, files)
        if files:
            from .engines.contributing import check_files

            check_files(config_file, files, options)
        else:
            from .engines.building import build_site

            build_site(config_file, options)


@main.command()
@CONFIG
def doctor(config_file: Path) -> None:
    """Look for settings that are dangerous: hosts that pages ask, programs that run with a build, rights of workflows."""
    from .doctor import examine

    examine(config_file)


@main.command()
@CONFIG
@click.option("--address", help="IP:PORT to serve at, 127.0.0.1:8000 by default.")
def serve(config_file: Path, address: str | None) -> None:
    """Preview the site in a browser on this machine; it is built anew when a file changes."""
    from .engines.mkdocs import serve_site

    serve_site(config_file, address)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a message means, by the code at its end, such as dead-link; without one, list all codes."""
    from .explanations.terminal import explained

    click.echo(explained(code))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--facet", "facets", multiple=True, required=True, help="A way to browse, such as topics; may be given again.")
@click.option("--url", default="", help="The site's address, such as https://example.org/archive/.")
@click.option("--name", default="", help="The site's name.")
def init(folder: Path, facets: tuple[str, ...], url: str, name: str) -> None:
    """Start another archive in FOLDER."""
    from .starting.archive import NotStarted, start

    try:
        start(folder, facets, url=url, name=name)
    except NotStarted as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"An archive stands in {folder}. Build it there with `archive build`.")


@main.group()
def new() -> None:
    """Begin an article, an author, a term, a series or a clip: what is not given is asked for. No existing file is changed."""


FILE_NAME = click.option("--file-name", default="", help="The new file's name, where it is not to be made of the title or name.")


@new.command("article")
@CONFIG
@click.option("--title", default="", help="Its title.")
@click.option("--author", "authors", multiple=True, help="An author, by file name or name; may be given again.")
@click.option("--term", "terms", multiple=True, help="FACET=TERM, or TERM alone; may be given again.")
@click.option("--summary", default="", help="One or two sentences.")
@click.option("--date", "day", default="", help="Its date, where it is not today's.")
@FILE_NAME
@click.option("--in-folder", is_flag=True, help="Give it a folder of its own, for pictures beside it.")
@click.option("--ready", "is_ready", is_flag=True, help="Let it be published by the next build: it is no draft.")
@click.option("--new-authors", is_flag=True, help="Make a file for each author who has none.")
def new_article(config_file: Path, **wished: Any) -> None:
    """Begin an article, with today's date."""
    from .engines.beginning import Beginning, Wish

    with _begun(Beginning, config_file) as beginning:
        beginning.article(Wish(**wished))


@new.command("author")
@CONFIG
@click.option("--name", default="", help="The name, as it is printed.")
@click.option("--role", default="", help="What this person does.")
@click.option("--minor", "is_minor", is_flag=True, help="This person is under age: the name is a first name and an initial.")
@FILE_NAME
def new_author(config_file: Path, **wished: Any) -> None:
    """Begin an author's file."""
    from .engines.beginning import Beginning

    with _begun(Beginning, config_file) as beginning:
        beginning.author(**wished)


@new.command("term")
@CONFIG
@click.option("--facet", default="", help="The way to browse that it belongs to, such as topics.")
@click.option("--name", default="", help="The name, as it is printed.")
@click.option("--summary", default="", help="One sentence.")
@FILE_NAME
def new_term(config_file: Path, **wished: Any) -> None:
    """Begin a term's file."""
    from .engines.beginning import Beginning

    with _begun(Beginning, config_file) as beginning:
        beginning.of_facet(**wished)


@new.command("series")
@CONFIG
@click.option("--name", default="", help="The name, as it is printed.")
@click.option("--summary", default="", help="One sentence.")
@FILE_NAME
def new_series(config_file: Path, **wished: Any) -> None:
    """Begin a series' file: its parts are articles that name it."""
    from .engines.beginning import Beginning

    with _begun(Beginning, config_file) as beginning:
        beginning.series(**wished)


@new.command("clip")
@CONFIG
@click.option("--title", default="", help="Its title: the question, or the subject.")
@click.option("--speaker", "speakers", multiple=True, help="An author who is heard, by file name or name; may be given again.")
@click.option("--guest", "guests", multiple=True, help="Somebody who is heard and has no file; may be given again.")
@click.option("--term", "terms", multiple=True, help="FACET=TERM, or TERM alone; may be given again.")
@click.option("--group", default="", help="Clips of one group are shown together.")
@click.option("--order", type=int, help="Its place in the group.")
@FILE_NAME
def new_clip(config_file: Path, **wished: Any) -> None:
    """Begin a clip: its file, and a file for its words. Its recording, of the same name, is yours to put beside them.

    Put it into the clips' folder first and give its name by --file-name. Until all three are whole, no build publishes anything.
    """
    from .engines.beginning import Beginning, Clip

    with _begun(Beginning, config_file) as beginning:
        beginning.clip(Clip(**wished))


@contextlib.contextmanager
def _begun(beginning: type[Beginning], config_file: Path) -> Iterator[Beginning]:
    """What is to be begun, and is written at the end."""
    from .starting.choices import NotBegun

    begun = beginning(config_file)
    try:
        yield begun
    except NotBegun as reason:
        raise click.ClickException(f"{reason} Nothing was written.") from None
    begun.write()


@main.group(name="import")
def import_() -> None:
    """Bring in what was written with other programs."""


@import_.command()
@CONFIG
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", default="", help="The title, where the document has none or another.")
@click.option("--date", "written_on", default="", help="The date, such as 2016-09-14.")
@click.option("--author", "authors", multiple=True, help="The name of a file in authors/; may be given again.")
@click.option(
    "--term", "terms", multiple=True, metavar="FACET=TERM", help="A term, such as attributes=Voice; may be given again."
)
def document(
    config_file: Path, file: Path, title: str, written_on: str, authors: tuple[str, ...], terms: tuple[str, ...]
) -> None:
    """Make a draft of an article from a Word FILE (.docx), with its pictures, and list what needs a human."""
    from .engines.importing import import_document

    if sys.stdin.isatty():
        authors = authors or tuple(click.prompt("Authors, by the names of their files", default="", err=True).split())
        written_on = written_on or click.prompt("Date, such as 2016-09-14", default="", err=True)
    import_document(config_file, file, title, written_on, authors, terms)


@main.command()
@CONFIG
@click.argument("kind", type=click.Choice(["article", "author", "term", "series", "clip"]), default="article")
@click.option("--write", is_flag=True, help="Write the schemas of all kinds to .vscode/, for an editor of code.")
def schema(config_file: Path, kind: Shelf, write: bool) -> None:
    """Print the fields of a KIND of file as a JSON Schema, with this archive's own terms."""
    from .engines.written import settings_of
    from .writing import workbench

    settings, root = settings_of(config_file), config_file.resolve().parent
    known = workbench.known_in(root, settings)
    if not write:
        click.echo(workbench.files(known, settings.docs)[workbench.schema_path(kind)], nl=False)
        return
    written = workbench.write(root, known, settings.docs)
    click.echo("\n".join(written) or "The schemas are up to date.", err=True)


def _give_back_at_the_end() -> None:
    """Take off the garbage collector: it would look through every article again and again, and once more at the end."""
    gc.disable()
    atexit.register(gc.freeze)


if __name__ == "__main__":
    main()
