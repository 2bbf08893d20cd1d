"""What every page wears: one style sheet purged to what the site uses, a script of a few lines, a sign for the tab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils import get_theme_dir
from msgspec import Struct

from ... import addresses, frames, scripts
from ...rendering import depth
from . import policy, purge
from .files import frame_of

PACKAGE = Path(__file__).parent.parent.parent
ASSETS = PACKAGE / "assets"
# In this order, after Material's own; whichever is there.
SHEETS = ("archive.css", "components.css", "pages.css", "finding.css", "newsletter.css")
ICON = "assets/icon.svg"
MATERIALS_ICON = "assets/images/favicon.png"
# MkDocs' plugin `search`, its default where mkdocs.yml names none, writes it for a script that our chrome does not load.
ENGINES_INDEX = "search/search_index.json"
# Stands for the style sheet's name until all pages are printed. Private use, like the marks of frames.
SHEET = "\ue002"

# Features of Material that need its script, and what a page must hold for them to do anything.
AWAKE_BY: Mapping[str, str] = {
    "content.code.annotate": "annotate",
    "content.code.copy": "<code",
    "content.code.select": "<code",
    "content.footnote.tooltips": "footnote",
    "content.tabs.link": "tabbed-set",
    "content.tooltips": " title=",
}
AWAKE_ALWAYS = ('class="mermaid"', 'class="annotate"')
# Of the classes in that script, those of what it may add to a text; the rest belongs to a chrome that is not here.
ADDED = ("md-annotation", "md-clipboard", "md-code", "md-dialog", "md-tooltip", "md-typeset", "mermaid", "tabbed")


class Words(Struct, frozen=True):
    """What the theme's templates are told, as `archive_chrome`: addresses below the site's root, "" for what is not there."""

    sheet: str
    script: str
    bundle: str
    search: str
    index: str
    host: str
    shared: tuple[tuple[str, int], ...]
    features: tuple[str, ...] = tuple(AWAKE_BY)

    def here(self, page: Page | None) -> str:
        """The address of the page that is printed; "" where it is a frame for several."""
        frame = frame_of(page.file) if page else None
        if page is None or frame in self.shared or (frame and frame[1] > 1):
            return ""
        return f"{frame[0]}/" if frame else page.url

    def wakes(self, content: str | None, features: list[str] | None) -> bool:
        """Whether Material's script does anything on a page with this content."""
        return is_awake(content or "", features or ())


def is_awake(content: str, features: Any) -> bool:
    wanted = (words for feature, words in AWAKE_BY.items() if feature in features)
    return any(words in content for words in (*AWAKE_ALWAYS, *wanted))


class Chrome:
    """Hears every page of one run, and makes the style sheet that fits them all."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.theme = theme()
        self.own = [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
        self.extra = [Path(config.docs_dir) / str(path) for path in (*config.extra_css, *config.extra_javascript)]
        self.known: set[str] = set()
        self.wakes = self.has_own_icon = False

    def words(self, config: MkDocsConfig, known: frozenset[str], permalink: str, *, has_search: bool) -> Words:
        return Words(
            sheet=f"assets/theme-{SHEET}.css",
            script=scripts.address("archive").removeprefix("/"),
            bundle=self._asset("javascripts/bundle.*.min.js"),
            search=addresses.SEARCH.removeprefix("/") if addresses.SEARCH in known else "",
            index=addresses.SEARCH_BUNDLE.removeprefix("/") if has_search else "",
            # Articles may stand as high as their own list.
            shared=(("articles", depth(permalink)),),
            host=(config.site_url or "").partition("://")[2].rstrip("/"),
        )

    def files(self, config: MkDocsConfig) -> Iterator[File]:
        """The files of ours that pages ask for, but for the style sheet."""
        yield File.generated(config, scripts.address("archive").removeprefix("/"), content=scripts.contents("archive"))
        if config.theme["favicon"] == MATERIALS_ICON and not (Path(config.docs_dir) / MATERIALS_ICON).exists():
            config.theme["favicon"], self.has_own_icon = ICON, True
            yield File.generated(config, ICON, content=(PACKAGE / ICON).read_bytes())

    def hear(self, page: str) -> None:
        """Remember what a printed page is made of."""
        self.known |= purge.classes(page)
        self.wakes = self.wakes or "assets/javascripts/bundle." in page

    def sheet(self) -> tuple[str, bytes]:
        """The style sheet's address below the site's root, which changes with its bytes, and these."""
        texts = [path.read_text(encoding="utf-8", errors="replace") for path in self._sources()]
        self.known.update(*map(purge.words, texts))
        if self.wakes:
            texts.append(self._read("javascripts/bundle.*.min.js"))
            self.known |= {word for word in purge.words(texts[-1]) if word.startswith(("data-md", *ADDED))}
        materials = "".join(self._read(f"stylesheets/{name}.*.min.css") for name in ("main", "palette"))
        ours = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in SHEETS if (ASSETS / name).is_file())
        css = purge.minified(purge.purged(materials, self.known) + ours)
        asked = {name for text in texts for name in purge.properties(text)}
        bytes_ = purge.without_idle(css, asked).encode()
        return f"assets/theme-{sha256(bytes_).hexdigest()[:8]}.css", bytes_

    def is_idle(self, path: str) -> bool:
        """Whether the engine wrote a file that no page asks for: style sheets and index always, scripts where they sleep."""
        if path == ENGINES_INDEX:
            return True
        asleep = path.startswith("assets/javascripts/") and not self.wakes
        is_idle = asleep or path.startswith("assets/stylesheets/") or (path == MATERIALS_ICON and self.has_own_icon)
        return is_idle and (self.theme / path).is_file()

    def _sources(self) -> Iterator[Path]:
        """What prints classes beside the pages that were heard: templates, scripts, style sheets of the site's own."""
        yield from sorted((PACKAGE / "templates").rglob("*.html"))
        yield from sorted(ASSETS.glob("*.js"))
        for folder in self.own:
            yield from sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".js", ".css"))
        yield from (path for path in self.extra if path.is_file())

    def _asset(self, pattern: str) -> str:
        found = sorted((self.theme / "assets").glob(pattern))
        return found[0].relative_to(self.theme).as_posix() if found else ""

    def _read(self, pattern: str) -> str:
        name = self._asset(pattern)
        return (self.theme / name).read_text(encoding="utf-8") if name else ""


def theme() -> Path:
    """The folder of Material's templates."""
    return Path(get_theme_dir("material"))


def dressed(frame: frames.Frame, sheet: str) -> frames.Frame:
    """The frame with the style sheet's name in it."""
    mark, name = _mark(sheet)
    return frames.Frame(tuple(piece.replace(mark, name) for piece in frame.chrome), frame.slots)


def dress(folder: Path, sheet: str, css: bytes) -> str:
    """Write the style sheet below a folder, and its address into every page that MkDocs has written there; give it back."""
    (folder / sheet).parent.mkdir(parents=True, exist_ok=True)
    (folder / sheet).write_bytes(css)
    mark, name = _mark(sheet)
    for path in folder.rglob("*.html"):
        page = path.read_bytes()
        if mark in page:
            path.write_bytes(page.replace(mark, name))
    return sheet


def guarded(page: str, forms: str) -> str:
    """A page with its policy; in a frame, each page says for itself what it may show in frames."""
    is_frame = frames.mark("content") in page
    page = frames.squeezed(page) if is_frame else page
    return policy.guarded(page, forms=forms, frames=frames.mark("players") if is_frame else "'none'")


def _mark(sheet: str) -> tuple[bytes, bytes]:
    return f"theme-{SHEET}.css".encode(), sheet.rpartition("/")[2].encode()
