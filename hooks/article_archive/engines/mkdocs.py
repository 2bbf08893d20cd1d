"""MkDocs (or ProperDocs) makes the frames; articles stay out of its page list; its files join ours in one release.

As a plugin (`plugins: [archive]`) or through hooks/mkdocs_hooks.py, the adapter hears MkDocs' events in this order:
config, files (all content is judged here), nav, page content, post page (frames are taken), post build (publishing).
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from mkdocs import utils
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page

from .. import addresses, build, frames
from ..links import Map, destination
from ..model import Place
from ..problems import Problem, as_text, errors, tally
from ..publish import Unwritable, addresses_at, publish
from ..rendering import depth
from ..settings import Settings, judge

PACKAGE = Path(__file__).parent.parent
STYLE = "assets/archive.css"
FRAME = "-frame"  # no content file can be called so


class Stopped(Abort):
    """Nothing was published; the message says why, where the problems are said: on standard error."""

    def show(self, *args: Any, **kwargs: Any) -> None:
        click.echo(f"\n{self.format_message()}", err=True)


def on_config(config: MkDocsConfig) -> None:
    """The hook's one event: the adapter joins the plugins, unless mkdocs.yml names it there already."""
    adapter_of(config)


def adapter_of(config: MkDocsConfig) -> Adapter:
    """The configuration's adapter, which is added to its plugins where it is missing."""
    found = next((p for p in config.plugins.values() if isinstance(p, Adapter)), None)
    if found is None:
        found = config.plugins["archive"] = Adapter()
    return found


class Adapter(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Carries what the engine made to the archive's build, through one run."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self.leave_out = False

    def load_config(self, options: Mapping[str, Any], config_file_path: str | None = None) -> tuple[list[Any], list[Any]]:
        # The options are those of `extra.archive`; our own room judges them, with better messages.
        self.options = dict(options)
        return [], []

    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> None:
        self.root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.site = Path(config.site_dir)
        self.temporary = tempfile.TemporaryDirectory(prefix="archive-")
        config.site_dir = self.temporary.name
        self.settings, self.problems = _settings(config, self.options, self.root)
        self.frames: dict[tuple[str, int], frames.Frame] = {}
        self.frontispiece: dict[str, str] = {}
        self.overrides = _overrides(config)
        self.pages: dict[str, str] = {}
        self.others: dict[str, str] = {}
        self.lost = _LostLinks(self.root, self.settings.docs)
        logging.getLogger(Page.__module__).addHandler(self.lost)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(PACKAGE / "templates" / "theme"))
        config.extra_css.insert(0, STYLE)
        if config.nav is not None:
            config.nav = [_unfolded(item, Path(config.docs_dir)) for item in config.nav]
            config.validation.nav.absolute_links = logging.DEBUG  # ours are absolute: on_nav looks after them

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        self.gather(files)
        self.report(config)
        for path, address in self.archive.map.pages.items():
            if path not in self.pages and path.startswith(f"{self.settings.docs}/"):
                files.append(_content_file(path.removeprefix(f"{self.settings.docs}/"), address, config))
        style = (PACKAGE / STYLE).read_text(encoding="utf-8")
        files.append(File.generated(config, STYLE, content=style))
        for section, deep in _frames_needed(self.settings):
            if section != "home" or files.get_file_from_path("index.md") is None:
                files.append(_frame_file(section, deep, config))
        return files

    def gather(self, files: Files) -> None:
        """Keep content out of MkDocs' hands, and judge it."""
        ours = tuple(f"{folder}/" for folder in ("articles", "clips", "series", *self.settings.facets))
        for file in list(files):
            if file.src_uri.startswith(ours):
                files.remove(file)
            elif file.inclusion != InclusionLevel.EXCLUDED:
                shelf = self.pages if file.is_documentation_page() else self.others
                shelf[f"{self.settings.docs}/{file.src_uri}"] = "/" + ("" if _is_home(file) else file.url)
        work = build.gather_sound if self.leave_out else build.gather
        self.archive = work(self.root, self.settings, build.Engine(self.pages, self.others), _now())

    def engine(self) -> build.Engine:
        """All that MkDocs made."""
        files = dict(self.engine_files())
        return build.Engine(self.pages, self.others, self.frames, files, self.frontispiece, self.overrides)

    def report(self, config: MkDocsConfig) -> None:
        """Say every problem; raises Stopped where one keeps the site from being published."""
        problems = (*self.problems, *self.archive.problems)
        say_problems(problems, self.archive.left_out)
        stopping = errors(problems, strict=config.strict)
        if stopping:
            raise Stopped(f"{tally(problems)}. Nothing was published; what was published before stays as it is.")
        if self.archive.left_out and (dying := self.dying()):
            lost = "\n  ".join(sorted(dying))
            raise Stopped(f"Leaving these files out would take published addresses away:\n  {lost}\nNothing was published.")

    def dying(self) -> frozenset[str]:
        """Published addresses that would go with the files that are left out."""
        names = {Path(p.place.path) for p in self.archive.left_out}
        last_steps = {path.parent.name if path.stem == "index" else path.stem for path in names}
        now = {addresses.full(address, self.settings) for address in self.archive.map.addresses}
        gone = addresses_at(self.site) - now
        return frozenset(address for address in gone if address.rstrip("/").rpartition("/")[2] in last_steps)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        if config.nav is None:
            nav.items[:0] = [Link(title, address) for title, address in _ways(self.settings)]
        sections: dict[str, Any] = {}
        for item in _each_item(nav.items):
            if isinstance(item, Link) and item.url.startswith("/"):
                sections[item.url] = item
                if item.url not in self.archive.map.addresses:
                    say_problems([_dead_tab(item.url, config)])
                item.url = item.url.lstrip("/") or "."
        for file in files.documentation_pages():
            if (frame := _frame_of(file)) is not None and file.page is not None:
                file.page.parent = sections.get(f"/{frame[0]}/")
        return nav

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        env.globals["archive_slots"] = {slot: frames.mark(slot) for slot in frames.SLOTS}
        return env

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        path = f"{self.settings.docs}/{page.file.src_uri}"
        say_problems(dead_links(html, page.file.content_string, path, self.archive.map))
        if _is_home(page.file):
            # The editors' words become part of the archive's home page, and the page itself its frame.
            self.frontispiece = {k: str(v) for k, v in page.meta.items()} | {"html": html}
            page.meta.update(template="archive_frame.html", hide=["navigation", "toc"])
        return re.sub(r'(href|src)="/(?!/)', rf'\1="{self.settings.base}', html) if self.settings.base != "/" else html

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        if _is_home(page.file):
            self.frames["home", 0] = frames.split(output)
        elif (frame := _frame_of(page.file)) is not None:
            self.frames[frame] = frames.split(output)
        return output

    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:
        if template_name == "404.html" and frames.mark("content") in output:
            self.frames["", depth(addresses.NOT_FOUND)] = frames.split(output)
        return output

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        if self.lost.problems:
            say_problems(self.lost.problems)
            raise Stopped(f"{tally(self.lost.problems)}. Nothing was published; what was published before stays as it is.")
        if config.strict and (warnings := _warnings()):
            raise Stopped(f"MkDocs gave {warnings} warnings, and --strict was asked for. Nothing was published.")
        try:
            publish(self.site, *build.files(self.archive, self.engine()))
        except Unwritable as reason:
            raise Stopped(f"The site can't be written. {reason}") from None
        finally:
            config.site_dir = str(self.site)
            self.clean_up()
        shelved = self.archive.catalogue
        said = f"{len(shelved.articles):,} articles by {len(shelved.authors):,} authors are published in {self.site}"
        click.echo(f"{said} ({tally(self.archive.problems) or 'no problems'}).", err=True)

    def engine_files(self) -> Iterator[tuple[str, Path]]:
        """What MkDocs wrote, but for the pages that the archive makes itself."""
        ours = {"index.html", "sitemap.xml", "sitemap.xml.gz"}
        if ("", -1) in self.frames:
            ours.add("404.html")
        base = Path(self.temporary.name)
        for folder, folders, names in os.walk(base):
            folders[:] = sorted(f for f in folders if not f.startswith(FRAME))
            for name in sorted(names):
                path = (Path(folder) / name).relative_to(base).as_posix()
                if path not in ours:
                    yield path, base / path

    def on_build_error(self, error: Exception) -> None:
        self.clean_up()

    def clean_up(self) -> None:
        """Leave nothing of this run behind."""
        logging.getLogger(Page.__module__).removeHandler(self.lost)
        self.temporary.cleanup()

    def on_serve(self, server: Any, config: MkDocsConfig, builder: Any) -> Any:
        server.watch(str(self.root / "authors"))
        return server


def build_site(config_file: Path, *, strict: bool = False, leave_out: bool = False) -> None:
    """`archive build`: raises Stopped where nothing was published."""
    from mkdocs.commands.build import build as run

    config = load_config(str(config_file), strict=strict or None)
    adapter_of(config).leave_out = leave_out
    run(config)


def check_site(config_file: Path) -> tuple[Problem, ...]:
    """`archive check`: every problem of the archive; nothing is rendered and nothing written."""
    config = load_config(str(config_file))
    adapter = adapter_of(config)
    adapter.on_config(config)
    adapter.gather(get_files(config))
    adapter.clean_up()
    return (*adapter.problems, *adapter.archive.problems)


def serve_site(config_file: Path, address: str | None) -> None:
    """`archive serve`: MkDocs' own preview server, on this machine only."""
    from mkdocs.commands.serve import serve

    options: dict[str, Any] = {"dev_addr": address} if address else {}
    serve(str(config_file), **options)


def say_problems(problems: Iterable[Problem], left_out: Sequence[Problem] = ()) -> None:
    """Print problems, one a line, to standard error, in colour where that is a terminal; what was left out comes last."""
    colour = os.isatty(2) and "NO_COLOR" not in os.environ
    for problem in problems:
        click.echo(as_text(problem, colour=colour), err=True)
    if left_out:
        count = len({p.place.path for p in left_out})
        click.echo(f"{count:,} files are left out:" if count > 1 else "1 file is left out:", err=True)
    for problem in left_out:
        click.echo(as_text(problem, colour=colour), err=True)


def dead_links(html: str, text: str, path: str, known: Map) -> Iterator[Problem]:
    """Links of a prose page that start at the site's root and lead nowhere; MkDocs leaves them alone."""
    for target in dict.fromkeys(re.findall(r'href="(/(?!/)[^"#?]*)', html)):
        if destination(target, path, known).leads == "nowhere":
            yield Problem("dead-link", _place(path, text, target), f"Nothing stands at {target} on this site.")


def _place(path: str, text: str, words: str) -> Place:
    before = text[: max(0, text.find(words))]
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


class _LostLinks(logging.Handler):
    """Hears MkDocs say that a prose page's link leads to no file: for the archive that is an error."""

    def __init__(self, root: Path, docs: str) -> None:
        super().__init__(logging.WARNING)
        self.root, self.docs = root, docs
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        found = re.match(r"Doc file '(.+?)' contains a link '(.+?)', but the target.* is not found", record.getMessage())
        if found:
            path = f"{self.docs}/{found[1]}"
            place = _place(path, (self.root / path).read_text(encoding="utf-8-sig"), found[2])
            self.problems.append(Problem("missing-page", place, f"`{found[2]}` leads to no page.", "Mend or remove the link."))


class _ContentFile(File):
    """A content file: links lead to its page, and MkDocs neither renders nor copies it."""

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        pass


def _content_file(src: str, address: str, config: MkDocsConfig) -> File:
    file = _ContentFile(src, None, config.site_dir, True, dest_uri=addresses.file_of(address), inclusion=InclusionLevel.INCLUDED)
    file.abs_src_path = None
    return file


def _settings(config: MkDocsConfig, options: Mapping[str, Any], root: Path) -> tuple[Settings, list[Problem]]:
    path = Path(config.config_file_path or "mkdocs.yml")
    if not Path(config.docs_dir).resolve().is_relative_to(root):
        raise Stopped("`docs_dir` must lie in the folder of mkdocs.yml.")
    docs = Path(config.docs_dir).resolve().relative_to(root).as_posix()
    written = config.extra.get("archive") or {}
    return judge(
        {**written, **options} if isinstance(written, Mapping) else written,
        path.read_text(encoding="utf-8"),
        path.name,
        name=config.site_name,
        address=config.site_url or "",
        description=config.site_description or "",
        language=str(config.theme.get("language") or "en"),
        docs=docs,
        edit=_edit(config, docs),
    )


def _edit(config: MkDocsConfig, docs: str) -> str:
    """Where the archive's files are edited, by the engine's `repo_url` and `edit_uri`; "" where they do not say."""
    if not config.repo_url or not config.edit_uri:
        return ""
    uri = config.edit_uri if re.match(r"https?://", config.edit_uri) else f"{config.repo_url.rstrip('/')}/{config.edit_uri}"
    return uri.rstrip("/").removesuffix(docs) if uri.rstrip("/").endswith(f"/{docs}") else ""


def _now() -> datetime:
    """The moment for which the site is built; SOURCE_DATE_EPOCH (reproducible-builds.org) goes before the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def _frames_needed(settings: Settings) -> list[tuple[str, int]]:
    """Sections, and the depths of their pages: an index, its items, and the numbered pages of each."""
    article = depth(settings.permalink)
    shelves = [(section, deep) for section in ("authors", "archive", *settings.facets) for deep in (1, 2, 4)]
    return sorted({("home", 0), ("articles", 1), ("articles", 3), ("articles", article), *shelves})


def _frame_file(section: str, deep: int, config: MkDocsConfig) -> File:
    path = "index.md" if section == "home" else "/".join([f"{FRAME}-{section}", *(["x"] * (deep - 1))]) + ".md"
    fields = f"---\ntemplate: archive_frame.html\nhide: [navigation, toc]\ntitle: {frames.mark('title')}\n---\n"
    file = File.generated(config, path, content=fields, inclusion=InclusionLevel.NOT_IN_NAV)
    file.use_directory_urls = True  # a frame's depth must not hang on the site's choice for its prose pages
    return file


def _frame_of(file: File) -> tuple[str, int] | None:
    if not file.src_uri.startswith(f"{FRAME}-"):
        return None
    return file.src_uri.removesuffix(".md").split("/")[0].removeprefix(f"{FRAME}-"), file.url.count("/")


def _is_home(file: File) -> bool:
    return file.url in (".", "./", "index.html")


def _ways(settings: Settings) -> list[tuple[str, str]]:
    facets = [(facet.many, addresses.facet(name)) for name, facet in settings.facets.items()]
    return [("Articles", addresses.ARTICLES), *facets, ("Authors", addresses.AUTHORS), ("Years", addresses.YEARS)]


def _unfolded(item: Any, docs: Path) -> Any:
    """A navigation entry such as `News: news/` stands for the pages in that folder."""
    if isinstance(item, dict):
        return {title: _unfolded(value, docs) for title, value in item.items()}
    if isinstance(item, str) and item.endswith("/") and not item.startswith("/") and (docs / item).is_dir():
        return [path.relative_to(docs).as_posix() for path in sorted((docs / item).rglob("*.md"))]
    return item


def _each_item(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _each_item(getattr(item, "children", None) or ())


def _dead_tab(url: str, config: MkDocsConfig) -> Problem:
    return Problem(
        "dead-link",
        Place(Path(config.config_file_path or "mkdocs.yml").name),
        f"The navigation leads to {url}, where nothing stands.",
    )


def _overrides(config: MkDocsConfig) -> tuple[Path, ...]:
    folder = config.theme.custom_dir
    return (Path(folder),) if folder and (Path(folder) / "archive").is_dir() else ()


def _warnings() -> int:
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, utils.CountHandler)]
    return sum(sum(counter.counts.values()) for counter in counters)
