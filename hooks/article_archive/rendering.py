"""Page -> fragment, by its template; fragment -> whole page, in its frame."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from functools import cache, cached_property, partial
from html import escape
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.runtime import Macro
from markupsafe import Markup
from markupsafe import escape as as_text
from msgspec import MsgspecError, msgpack

from . import addresses, scripts
from .frames import Frame, fill
from .model import Article
from .pages.cards import card
from .pages.drafts import card_marks, digest, of
from .pages.page import Draft, Page, Site
from .pages.signing import sign_up
from .program import edition
from .settings import Settings
from .store import Store

# One frame for each section and depth; depth is the number of folders that a page lies in.
Frames = Mapping[tuple[str, int], Frame]
# One file of the site: its path below it, a digest (equal ones mean equal bytes), and its bytes, or a file to copy, or None
# where the file that stands there has this digest.
Files = Iterable[tuple[str, bytes, bytes | Path | None]]


class BadTemplate(Exception):
    """A template of the editors can't be used; the message says which and why."""


def escaped(value: object) -> str:
    """A value as a template prints it: safe HTML as it is, all else as text."""
    # Jinja's own would wrap each of these once more, for code that goes on with it; a page is joined at once.
    if type(value) is str:
        return escape(value)
    return value if type(value) is Markup else as_text(value)


class _Template(Template):
    """A template whose values are printed by `escaped`."""

    @classmethod
    def from_code(cls, *compiled: Any) -> Template:
        template = super().from_code(*compiled)
        template.root_render_func.__globals__["escape"] = escaped
        return template


class _Environment(Environment):
    """Jinja, in the places that cost most where ten thousand pages are printed."""

    template_class = _Template

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Asking a dict for an attribute that it lacks costs an exception each time; its items are what our templates mean.
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # One dict: every page copies it, and a chain of several is copied key by key.
        return {**self.globals, **(d or {})}


class _Compiled(BytecodeCache):
    """Templates that were compiled before: those of this process, and the program's own from run to run."""

    def __init__(self, store: Store) -> None:
        """The program's own are kept in the store."""
        self._store = store

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        is_own = filename is not None and filename.startswith(_HERE)
        return f"{_OWN if is_own else ''}{super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        known = bucket.key + bucket.checksum
        if found := _COMPILED.get(known) or self._kept(bucket.key):
            bucket.bytecode_from_string(found)
            if bucket.code is not None:
                _COMPILED[known] = found

    def dump_bytecode(self, bucket: Bucket) -> None:
        compiled = _COMPILED[bucket.key + bucket.checksum] = bucket.bytecode_to_string()
        if bucket.key.startswith(_OWN):
            self._store.keep(bucket.key, edition() + compiled)

    def _kept(self, key: str) -> bytes:
        found = self._store.find(key) if key.startswith(_OWN) else None
        return found.removeprefix(edition()) if found and found.startswith(edition()) else b""


def _beside_the_program(store: Store) -> Store:
    """Where Python keeps the program's modules compiled: whoever could bring code along there could bring it in those."""
    tag = sys.implementation.cache_tag
    if sys.dont_write_bytecode or tag is None:
        return Store(None)
    return store.elsewhere(Path(cache_from_source(__file__)).with_name(f"templates.{tag}"))


_HERE, _OWN = os.path.dirname(__file__) + os.sep, "template of the program, "
_COMPILED: dict[str, bytes] = {}
# Cards lie in so many files: a few new ones cost the writing of a few.
_DRAWERS = 16


class _Cards:
    """Cards as they were printed by the last build or this one, by what they are made of."""

    def __init__(self, store: Store, common: bytes) -> None:
        self._store, self._common = store, common
        self._drawers: dict[int, dict[bytes, Markup]] = {}
        self._changed: set[int] = set()

    def printed(self, mark: bytes, make: Callable[[], str]) -> Markup:
        number = mark[0] % _DRAWERS
        if number not in self._drawers:
            self._drawers[number] = self._opened(number)
        drawer = self._drawers[number]
        if mark not in drawer:
            drawer[mark] = Markup(make())
            self._changed.add(number)
        return drawer[mark]

    def keep(self, marks: Iterable[bytes]) -> None:
        """Keep those with these marks, where any is new."""
        wanted = set(marks)
        for number in self._changed:
            cards = {mark: str.__str__(card) for mark, card in self._drawers[number].items() if mark in wanted}
            self._store.keep(_key(number), msgpack.encode((self._common, cards)))

    def _opened(self, number: int) -> dict[bytes, Markup]:
        try:
            common, cards = msgpack.decode(self._store.find(_key(number)) or b"", type=tuple[bytes, dict[bytes, str]])
        except MsgspecError:
            return {}
        return {mark: Markup(card) for mark, card in cards.items()} if common == self._common else {}


def _key(number: int) -> str:
    return f"cards 2, drawer {number}"


class Press:
    """The templates of the archive: the site's own (`overrides/archive/`) go before the package's."""

    def __init__(self, overrides: Sequence[Path], site: Site, frames: Frames, store: Store | None = None) -> None:
        """Cards are kept in the store, so that an article that is added to many lists leaves the others' as they are."""
        self._overrides, self._site, self._frames = overrides, site, frames
        self._frame_digests: dict[tuple[str, int], bytes] = {}
        self._environment = _Environment(
            loader=ChoiceLoader([*(FileSystemLoader(path) for path in overrides), PackageLoader(__package__, "templates")]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_Compiled(_beside_the_program(store or Store(None))),
        )
        self._templates: dict[str, Template] = {}
        self._store = store or Store(None)
        self._environment.filters["once"] = cache(self._once)
        self._environment.globals["bundle"] = addresses.href(addresses.SEARCH_BUNDLE, site.settings) if site.has_search else ""
        self._macros = _macros(self._environment)
        self._environment.globals |= self._macros
        # As filters, too: Jinja makes more fuss about calling a function.
        self._environment.filters |= self._macros
        # The same at the end of every article.
        self._environment.globals["sign_up"] = Markup(self._print("newsletter", {"newsletter": sign_up(site)}))

    def printed(self, drafts: Iterable[Draft], standing: Mapping[str, bytes]) -> Files:
        """Each page's file; a page that is made of the same as the one standing there is not laid out again."""
        for draft in drafts:
            path = addresses.file_of(draft.address)
            made_of = digest(self.common, self._frame_digest(draft.section, depth(draft.address)), draft.of)
            yield path, made_of, None if standing.get(path) == made_of else self.page(draft.lay_out())

    def page(self, page: Page) -> bytes:
        """The whole page."""
        with _told(page.template):
            # Joined as bytes: one curly quote would make two bytes of each letter of a text, and encoding those is slow.
            content = b"".join(map(str.encode, self._pieces(page)))
        return framed(page, content, self._frames, self._site.settings)

    def keep_cards(self) -> None:
        """Let the next build know the cards that were printed."""
        self._cards.keep(card_marks(self._site).values())

    @cached_property
    def _cards(self) -> _Cards:
        return _Cards(self._store, self.common)

    @cached_property
    def common(self) -> bytes:
        """The digest of what any page may show: this program, the editors' settings and templates, every term."""
        site = self._site
        terms = [of(term, site) for found in site.catalogue.terms.values() for term in found]
        return digest(edition(), site.settings, terms, site.has_search, [*self._own_templates()])

    def _own_templates(self) -> Iterator[tuple[str, str]]:
        """The editors' templates: names and texts."""
        for folder in self._overrides:
            loader = FileSystemLoader(folder)
            for name in loader.list_templates():
                if name.startswith("archive/"):
                    yield name, loader.get_source(self._environment, name)[0]

    def _frame_digest(self, section: str, deep: int) -> bytes:
        if (section, deep) not in self._frame_digests:
            frame = self._frames[section, deep]
            self._frame_digests[section, deep] = digest(frame.chrome, frame.slots)
        return self._frame_digests[section, deep]

    def fragment(self, page: Page) -> str:
        """The page's own HTML, every value in it escaped."""
        with _told(page.template):
            return "".join(self._pieces(page))

    def text(self, template: str, **context: object) -> str:
        """What is no page of its own, such as an article's text in a feed."""
        return self._print(template, context)

    def _pieces(self, page: Page) -> Iterator[str]:
        articles = page.context.get("articles")
        cards = {} if articles is None else {"cards": [self._card(a) for a in articles]}
        return self._template(page.template).generate({**page.context, **cards})

    def _card(self, article: Article) -> Markup:
        # A card stands on seven lists or so; it is printed once.
        return self._cards.printed(card_marks(self._site)[id(article)], partial(self._new_card, article))

    def _new_card(self, article: Article) -> str:
        return self._print("card", {"card": card(article, self._site), "level": "h2"})

    def _once(self, value: object, name: str) -> Markup:
        # What stands on many pages, such as a link or the box of an author, is printed once, by the macro of this name.
        if name not in self._macros:
            raise TemplateRuntimeError(f"archive/macros.html has no macro {name}")
        printed: Markup = self._macros[name](value)
        return printed

    def _print(self, name: str, context: Mapping[str, object]) -> str:
        with _told(name):
            return self._template(name).render(context)

    def _template(self, name: str) -> Template:
        if name not in self._templates:
            self._templates[name] = self._environment.get_template(f"archive/{name}.html")
        return self._templates[name]


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Say which template is broken, and where."""
    try:
        yield
    except (TemplateError, UnicodeDecodeError) as reason:
        line = getattr(reason, "lineno", None)
        where = f"{getattr(reason, 'name', None) or name}, line {line}" if line else f"archive/{name}.html"
        raise BadTemplate(f"The template {where} can't be used: {reason}.") from None


def _macros(environment: Environment) -> dict[str, Callable[..., Any]]:
    """The functions of archive/macros.html, for every template: an import in each would cost more than what they do."""
    with _told("macros"):
        module = environment.get_template("archive/macros.html").module
    return {name: value for name, value in vars(module).items() if isinstance(value, Macro)}


def framed(page: Page, content: bytes, frames: Frames, settings: Settings) -> bytes:
    """The whole page in the frame of its section and depth."""
    canonical = page.canonical or addresses.full(page.address, settings)
    title = f"{page.title} - {settings.name}" if page.title else settings.name
    return fill(
        frames[page.section, depth(page.address)],
        {
            "title": escape(title).encode(),
            "description": escape(page.description or settings.description).encode(),
            "canonical": escape(canonical).encode(),
            "players": escape(" ".join(page.players) or "'none'", quote=False).encode(),
            "head": _head(page, settings).encode(),
            "content": content,
        },
    )


def depth(address: str) -> int:
    """How many folders the page at this address lies in: 0 for the home page, -1 for one that may answer anywhere."""
    return address.count("/") - 1 if address.endswith("/") else -1


def _head(page: Page, settings: Settings) -> str:
    """What this page alone has in its head."""
    links = (("prev", page.previous), ("next", page.following))
    head = [f'<link rel="{rel}" href="{escape(addresses.href(at, settings))}">' for rel, at in links if at]
    for t in page.translations:
        full = escape(addresses.full(t.address, settings))
        head.append(f'<link rel="alternate" hreflang="{escape(t.lang)}" href="{full}">')
    head += ['<meta name="robots" content="noindex">'] if page.is_hidden else []
    if page.feed:
        # Every page of a list is followed by one name.
        title = escape(f"{page.context.get('title', page.title)} - {settings.name}")
        href = escape(addresses.href(page.feed, settings))
        head.append(f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">')
    head.append(page.head)
    head += [_script(name, settings) for name in page.scripts]
    return "".join(head)


def _script(name: str, settings: Settings) -> str:
    kind = "defer" if name in scripts.CLASSIC else 'type="module"'  # a module waits for the page by itself
    return f'<script src="{escape(addresses.href(scripts.address(name), settings))}" {kind}></script>'
