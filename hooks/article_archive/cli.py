"""The command `archive`: arguments in, exit code out."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

import click

from . import __version__

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
    signal.signal(signal.SIGTERM, _end)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")


@main.command()
@CONFIG
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--leave-out", is_flag=True, help="Leave out and list the files with errors; published addresses must stay alive.")
@click.option("--no-search", is_flag=True, help="Leave out the index of words: the search page says so, and browsing works.")
@click.option("--no-cards", is_flag=True, help="Draw no pictures for other sites to show of a page.")
@click.option("--delete-foreign", is_flag=True, help="Delete files in the site's folder that no build has written.")
@click.option("--profile", is_flag=True, help="Say where the time went, stage by stage.")
def build(config_file: Path, no_search: bool, no_cards: bool, **asked: bool) -> None:
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
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
def check(config_file: Path, strict: bool) -> None:
    """List every mistake with its file, line and remedy; write nothing."""
    _give_back_at_the_end()
    from .engines.building import build_site
    from .options import Options

    build_site(config_file, Options(strict=strict, only_check=True))


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
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--facet", "facets", multiple=True, required=True, help="A way to browse, such as topics; may be given again.")
@click.option("--url", default="", help="The site's address, such as https://example.org/archive/.")
@click.option("--name", default="", help="The site's name.")
def init(folder: Path, facets: tuple[str, ...], url: str, name: str) -> None:
    """Start another archive in FOLDER."""
    from .starting import NotStarted, start

    try:
        start(folder, facets, url=url, name=name)
    except NotStarted as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"An archive stands in {folder}. Build it there with `archive build`.")


def _give_back_at_the_end() -> None:
    """Take off the garbage collector: it would look through every article again and again, and once more at the end."""
    gc.disable()
    atexit.register(gc.freeze)


def _end(*_: object) -> NoReturn:
    """Clear away what is half made, once: a second signal amid that would leave the preview's thread running for ever."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


if __name__ == "__main__":
    main()
