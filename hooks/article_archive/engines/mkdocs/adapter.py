"""What the archive does at each of MkDocs' events.

As a plugin (`plugins: [archive]`) or through hooks/mkdocs_hooks.py, the adapter hears MkDocs' events in this order:
config, files (all content is judged here), nav, page content, post page (frames are taken), post build (publishing).
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page
from msgspec.structs import replace

from ... import addresses, announcement, frames, newsletter, offers, panels, reading
from ...archive import Engine
from ...options import Options, moment
from ...problems import Problem, errors, tally
from ...program import edition
from ...rendering import depth
from ...run import Run
from ...saying import Stopped, say_problems
from ...settings import Settings, judge
from ...stages import Stages
from ...store import STORE, Store
from ...watching import shut, sight
from .. import kept
from ..building import remember
from .chrome import Chrome, dress, dressed, guarded
from .files import FRAME, content_file, frame_file, frame_of, frames_needed, is_home
from .handing import hand_over, is_serving
from .idle import idle
from .navigation import dead_tab, each_item, unfolded, ways
from .plain import is_plain, watched
from .prose import LostLinks, blocked, dead_links, linked, page_of

PACKAGE = Path(__file__).parent.parent.parent


class Adapter(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Carries what the engine made to the archive's build, through one run."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self.asked = Options()
        self.run: Run | None = None
        self.stages: Stages | None = None
        # Who only wants what the engine makes takes it here, and nothing is published.
        self.receive: Callable[[kept.Kept], object] | None = None
        # What a run must not leave behind, as far as it came.
        self.held = contextlib.ExitStack()

    def load_config(self, options: Mapping[str, Any], config_file_path: str | None = None) -> tuple[list[Any], list[Any]]:
        # The options are those of `extra.archive`; our own room judges them, with better messages.
        self.options = dict(options)
        return [], []

    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> None:
        if self.receive is None and is_serving():
            hand_over(config)
        self.root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.site = Path(config.site_dir)
        temporary = tempfile.TemporaryDirectory(prefix="archive-", ignore_cleanup_errors=True)
        self.temporary = config.site_dir = self.held.enter_context(temporary)
        self.lost = LostLinks(Path(config.docs_dir))
        logging.getLogger(Page.__module__).addHandler(self.lost)
        self.held.callback(logging.getLogger(Page.__module__).removeHandler, self.lost)
        self.now = moment()
        if config.theme.name != "material":
            raise Stopped("The archive needs Material's chrome: write `theme: {name: material}` in mkdocs.yml.")
        self.settings, self.problems = settings_of(config, self.options, self.root)
        # The engine lists all folders before anybody can stop it.
        if found := tuple(reading.endless(self.root, self.settings.docs)):
            say_problems(found)
            raise Stopped(f"{tally(found)}. Nothing was published; what was published before stays as it is.")
        self.written = self.settings
        if not self.asked.cards:
            self.settings = replace(self.settings, cards=None)
        self.moments: list[int] = []
        self.watched = watched(config, self.written)
        for reason in shut(self.watched):
            raise Stopped(f"The folder {reason.filename} can't be read: {reason.strerror}. Nothing was published.")
        self.seen = sight(self.watched)
        self.frames: dict[tuple[str, int], frames.Frame] = {}
        self.prose: dict[str, panels.Prose] = {}
        self.overrides = _overrides(config)
        self.named: set[str] = set()
        self.pages: dict[str, str] = {}
        self.others: dict[str, str] = {}
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(PACKAGE / "templates" / "theme"))
        # The archive has colours of its own, light and dark, and a switch for them.
        config.theme["palette"] = {}
        # The policy lets no style stand in a text; the attribute becomes a class of ours.
        config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)
        self.chrome = Chrome(config)
        if config.nav is not None:
            config.nav = [unfolded(item, Path(config.docs_dir)) for item in config.nav]
            config.validation.nav.absolute_links = logging.DEBUG  # ours are absolute: on_nav looks after them

    def on_pre_build(self, config: MkDocsConfig) -> None:
        if self.run is None:
            self.run = Run(self.root, self.site, replace(self.asked, strict=config.strict), self.now, self.stages)
        if not self.asked.only_check:
            self.run.claim()

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        self.gather(files, config)
        for path, address in self.archive.map.pages.items():
            if path not in self.pages and path.startswith(f"{self.settings.docs}/"):
                files.append(content_file(path.removeprefix(f"{self.settings.docs}/"), address, config))
        for file in self.chrome.files(config):
            files.append(file)
        for section, deep in frames_needed(self.settings):
            if section != "home" or files.get_file_from_path("index.md") is None:
                files.append(frame_file(section, deep, config))
        return files

    def is_sound(self, file: File) -> bool:
        """Whether a file of the editors may be published: no draft, no link, no broken fields."""
        found = page_of(self.root, f"{self.settings.docs}/{file.src_uri}", self.settings, is_page=file.is_documentation_page())
        self.problems += found.problems
        self.moments += [found.day.at] if found.day and not found.is_draft else []
        return found.is_out(self.now) and not found.problems

    def gather(self, files: Files, config: MkDocsConfig) -> None:
        """Keep content out of MkDocs' hands, and judge it."""
        ours = tuple(f"{folder}/" for folder in ("articles", "clips", "series", *self.settings.facets))
        for file in list(files):
            if file.src_uri.startswith(ours) or (file.src_dir == config.docs_dir and not self.is_sound(file)):
                files.remove(file)
            elif file.inclusion != InclusionLevel.EXCLUDED:
                shelf = self.pages if file.is_documentation_page() else self.others
                shelf[f"{self.settings.docs}/{file.src_uri}"] = "/" + ("" if is_home(file) else file.url)
        assert self.run is not None
        self.archive = self.run.gather(self.settings, Engine(self.pages, self.others))

    def has_search(self) -> bool:
        """Whether pages can offer a search through the texts: the preview makes it when it is first asked for."""
        in_preview = self.receive is not None and self.settings.search
        return in_preview or (self.run is not None and self.run.has_search())

    def engine(self) -> Engine:
        """All that MkDocs made."""
        sheet = dress(Path(self.temporary), *self.chrome.sheet())
        worn = {key: dressed(frame, sheet) for key, frame in self.frames.items()}
        files = dict(self.engine_files())
        return Engine(self.pages, self.others, worn, files, self.prose, self.overrides, self.has_search())

    def found(self) -> tuple[Problem, ...]:
        """The problems of the editors' own pages."""
        known = self.archive.map.broken
        lost = (p for p in self.lost.problems if not known.intersection(self.lost.targets(p)))
        return (*self.problems, *lost)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        if config.nav is None:
            nav.items[:0] = [Link(title, address) for title, address in ways(self.settings)]
        sections: dict[str, Any] = {}
        for item in each_item(nav.items):
            if isinstance(item, Link) and item.url.startswith("/"):
                sections[item.url] = item
                if item.url not in self.archive.map.addresses:
                    self.problems.append(dead_tab(item.url, config))
                item.url = item.url.lstrip("/") or "."
        for file in files.documentation_pages():
            if (frame := frame_of(file)) is not None and file.page is not None:
                # Articles belong to browsing, where the navigation does not name their own list.
                belongs = sections.get(f"/{frame[0]}/") or (sections.get(addresses.BROWSE) if frame[0] == "articles" else None)
                file.page.parent = belongs
        return nav

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        form = newsletter.form(self.settings.newsletter)
        notice = announcement.announcement(self.settings, self.now)
        env.globals["archive_site"] = {
            "announcement": notice,
            "form_action": form.origin if form else "",
            "feeds": offers.ARTICLES,
        }
        self.forms = form.origin if form else ""
        env.globals["archive_chrome"] = self.chrome.words(
            config, self.archive.map.addresses, self.settings.permalink, has_search=self.has_search()
        )
        env.globals["archive_slots"] = {slot: frames.mark(slot) for slot in frames.SLOTS}
        return env

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        path = f"{self.settings.docs}/{page.file.src_uri}"
        text, clips = page.file.content_string, self.archive.catalogue.clips
        self.problems += dead_links(html, text, path, self.archive.map)
        self.named |= linked(html, page.url)
        self.problems += blocked(html, text, path)
        html = re.sub(r'(<t[dh]) align="(left|center|right)"', r'\1 class="a-\2"', html)
        if self.settings.base != "/":
            html = re.sub(r'(href|src)="/(?!/)', rf'\1="{self.settings.base}', html)
        # The frame of a home page that nobody has written is no page of the editors.
        if path in self.pages and (is_home(page.file) or panels.asks_for_panels(html)):
            self.problems += panels.problems(text, path, self.settings, clips, is_home=is_home(page.file))
            # The editors' words become part of a page of the archive's, and the page itself its frame.
            fields = {k: str(v) for k, v in page.meta.items()} | {"title": str(page.title)}
            self.prose[self.pages[path]] = panels.Prose(path, html, fields)
            page.meta.update(template="archive_frame.html", hide=["navigation", "toc"])
        return html

    @event_priority(-100)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        output = self.guarded(output)
        self.named |= linked(output, page.url)
        if is_home(page.file):
            self.frames["home", 0] = _frame(output)
        elif (frame := frame_of(page.file)) is not None:
            self.frames[frame] = _frame(output)
        elif (address := self.pages.get(f"{self.settings.docs}/{page.file.src_uri}", "")) in self.prose:
            self.frames[address, depth(address)] = _frame(output)
        return output

    def guarded(self, output: str) -> str:
        """A printed page with its policy; its style sheet is made when all pages have been heard."""
        self.chrome.hear(output)
        return guarded(output, self.forms)

    @event_priority(-100)
    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:
        output = self.guarded(output) if template_name.endswith(".html") else output
        if template_name == "404.html" and frames.mark("content") in output:
            self.frames["", depth(addresses.NOT_FOUND)] = _frame(output)
        return output

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        assert self.run is not None
        try:
            if self.receive is not None:
                self.receive(self.made(self.engine(), config))
                return
            said = self.run.report(self.found(), _warnings)
            if self.asked.only_check:
                click.echo(f"{said or 'No problems'}.", err=True)
                return
            engine = self.engine()
            self.run.publish(engine, said)
            with contextlib.suppress(OSError):  # the site stands: what can't be kept costs the next build time only
                self.keep(engine, config)
        finally:
            config.site_dir = str(self.site)
            self.clean_up()

    def keep(self, engine: Engine, config: MkDocsConfig) -> None:
        """Let the next build leave MkDocs out, as long as all that it read stays the same."""
        assert self.run is not None
        if not is_plain(config) or _warnings() or errors(self.found()) or not self.seen.settled:
            return
        if sight(self.watched) == self.seen:
            work, config_file = self.made(engine, config), Path(config.config_file_path)
            kept.keep(work, Store(self.root / STORE), config_file)
            remember(self.run, work, config_file)

    def made(self, engine: Engine, config: MkDocsConfig) -> kept.Kept:
        """What this run made, and all that it holds for."""
        now = self.now.timestamp()
        files = dict(self.lying(engine))
        is_dead = any(p.code in ("dead-link", "missing-page") for p in self.found())
        named = None if is_dead else tuple(sorted(self.named))
        return kept.Kept(
            edition(),
            self.watched,
            self.seen.digest,
            kept.content_of(self.archive, named),
            named,
            max((at for at in self.moments if at <= now), default=float("-inf")),
            min((at for at in self.moments if at > now), default=float("inf")),
            kept.notice_of(self.settings, self.now),
            self.written,
            str(self.site),
            engine.pages,
            engine.others,
            [(section, deep, frame) for (section, deep), frame in engine.frames.items()],
            {path: made for path, made in files.items() if isinstance(made, bytes)},
            {path: made for path, made in files.items() if isinstance(made, str)},
            engine.prose,
            tuple(map(str, engine.overrides)),
            engine.has_search,
            self.found(),
        )

    def lying(self, engine: Engine) -> Iterator[tuple[str, bytes | str]]:
        """The bytes of each file that MkDocs made; of one that it copied, where it lies."""
        for path, file in engine.files.items():
            lying = f"{self.settings.docs}/{path}"
            if lying in self.others and (self.root / lying).is_file():
                yield path, str(self.root / lying)
            else:
                yield path, file if isinstance(file, bytes) else file.read_bytes()

    def engine_files(self) -> Iterator[tuple[str, Path]]:
        """What MkDocs wrote, but for the pages that the archive makes itself."""
        ours = {"index.html", "sitemap.xml", "sitemap.xml.gz", *map(addresses.file_of, self.prose)}
        if ("", -1) in self.frames:
            ours.add("404.html")
        base = Path(self.temporary)
        for folder, folders, names in os.walk(base):
            folders[:] = sorted(f for f in folders if not f.startswith(FRAME))
            for name in sorted(names):
                path = (Path(folder) / name).relative_to(base).as_posix()
                if path not in ours and not self.chrome.is_idle(path):
                    yield path, base / path

    def on_build_error(self, error: Exception) -> None:
        self.clean_up()

    def clean_up(self) -> None:
        """Leave nothing of this run behind."""
        if self.run is not None:
            self.run.close()
        self.held.close()


def settings_of(config: MkDocsConfig, options: Mapping[str, Any], root: Path) -> tuple[Settings, list[Problem]]:
    """The archive's settings by MkDocs' configuration, judged; `options` are the plugin's."""
    path = Path(config.config_file_path or "mkdocs.yml")
    if not Path(config.docs_dir).resolve().is_relative_to(root):
        raise Stopped("`docs_dir` must lie in the folder of mkdocs.yml.")
    docs = Path(config.docs_dir).resolve().relative_to(root).as_posix()
    written, text = config.extra.get("archive") or {}, path.read_text(encoding="utf-8")
    settings, problems = judge(
        {**written, **options} if isinstance(written, Mapping) else written,
        text,
        path.name,
        name=config.site_name,
        address=config.site_url or "",
        description=config.site_description or "",
        language=str(config.theme.get("language") or "en"),
        docs=docs,
        edit=_edit(config, docs),
    )
    return settings, [*problems, *idle(text, path.name)]


def _edit(config: MkDocsConfig, docs: str) -> str:
    """Where the archive's files are edited, by the engine's `repo_url` and `edit_uri`; "" where they do not say."""
    if not config.repo_url or not config.edit_uri:
        return ""
    uri = config.edit_uri if re.match(r"https?://", config.edit_uri) else f"{config.repo_url.rstrip('/')}/{config.edit_uri}"
    return uri.rstrip("/").removesuffix(docs) if uri.rstrip("/").endswith(f"/{docs}") else ""


def _frame(output: str) -> frames.Frame:
    try:
        return frames.split(output)
    except ValueError:
        remedy = 'It must extend "base.html" and keep the block `container`.'
        raise Stopped(f"overrides/main.html leaves no place for the archive's pages. {remedy}") from None


def _overrides(config: MkDocsConfig) -> tuple[Path, ...]:
    folder = config.theme.custom_dir
    return (Path(folder),) if folder and (Path(folder) / "archive").is_dir() else ()


def _warnings() -> int:
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, utils.CountHandler)]
    return sum(sum(counter.counts.values()) for counter in counters)
