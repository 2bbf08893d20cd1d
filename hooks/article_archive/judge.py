"""Parsed -> article, author, term, series, clip: every field judged, every problem kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import tzinfo
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import astuple
from rapidfuzz import process

from . import markdown
from .crew import both
from .dates import NoDate, date
from .fields import ROLES, TABLE, Field
from .frontmatter import Items, Parsed, Table, Text, Value, parse
from .lines import has_markup, line
from .model import Article, Author, Clip, Credit, Image, InSeries, Line, Place, Series, Shelf, Term
from .problems import SEVERITY, Problem
from .reading import Entry, read
from .settings import Facet, Settings

LONGEST_TITLE = 200

Judgeable = Article | Author | Term | Series | Clip


class Vocabulary(Struct, frozen=True):
    """The words that a file may use: fields of each shelf, authors, spellings of terms, series, and the time zone."""

    fields: Mapping[Shelf, Mapping[str, Field]]
    zone: tzinfo
    authors: Mapping[str, Author] = {}
    spellings: Mapping[str, Mapping[str, Term]] = {}
    series: Mapping[str, Series] = {}


class Judged(Struct, frozen=True):
    """What became of a file: its value, unless an error stands in the way, and all of its problems."""

    value: Judgeable | None
    problems: tuple[Problem, ...]


def vocabulary(
    facets: Mapping[str, Facet],
    zone: tzinfo,
    authors: Iterable[Author] = (),
    terms: Iterable[Term] = (),
    series: Iterable[Series] = (),
) -> Vocabulary:
    """Gather the words that articles may use."""
    of_facets = tuple(Field(f.name, "terms", f"{f.many} of the article.", "", f.required) for f in facets.values())
    loose = tuple(Field(f.name, "terms", f.meaning, "") for f in of_facets)
    extra: Mapping[Shelf, tuple[Field, ...]] = {"article": of_facets, "clip": loose}
    fields: Mapping[Shelf, Mapping[str, Field]] = {
        shelf: {f.name: f for f in (*table, *extra.get(shelf, ()))} for shelf, table in TABLE.items()
    }
    spellings: dict[str, dict[str, Term]] = {name: {} for name in facets}
    for term in terms:
        for spelling in (*term.also, term.id, term.name):
            spellings[term.facet][spelled(spelling)] = term
    return Vocabulary(fields, zone, {a.id: a for a in authors}, spellings, {s.id: s for s in series})


def spelled(word: str) -> str:
    """A word without case, space and hyphens: how terms are compared."""
    return re.sub(r"[\s_-]+", "", word.casefold())


def judge(parsed: Parsed, words: Vocabulary) -> Judged:
    """Judge one file for the shelf that it lies on."""
    desk = _Desk(parsed, words)
    values = desk.values()
    text, problems = markdown.body(parsed.body, parsed.source.path, parsed.first_line)
    desk.problems += problems
    value = _MAKE[parsed.source.shelf](desk, values, text)
    is_sound = not any(SEVERITY[p.code] == "error" for p in desk.problems)
    return Judged(value if is_sound else None, tuple(desk.problems))


class Judgement(Struct, frozen=True):
    """Everything that was judged, shelf by shelf; `broken` are the paths of files with errors."""

    articles: tuple[Article, ...]
    authors: tuple[Author, ...]
    terms: tuple[Term, ...]
    series: tuple[Series, ...]
    clips: tuple[Clip, ...]
    broken: tuple[str, ...]
    problems: tuple[Problem, ...]


def judge_all(root: Path, entries: Sequence[Entry], settings: Settings) -> Judgement:
    """Judge every file: authors, terms and series first, since articles and clips name them; these in two halves."""
    naming = [e for e in entries if e.shelf not in ("article", "clip")]
    names = judge_each(root, naming, vocabulary(settings.facets, settings.zone))
    words = vocabulary(settings.facets, settings.zone, names.authors, names.terms, names.series)
    rest = [e for e in entries if e.shelf in ("article", "clip")]
    middle = len(rest) // 2
    halves = both(lambda: judge_each(root, rest[:middle], words), lambda: judge_each(root, rest[middle:], words), Judgement)
    return Judgement(*(tuple(chain(*shelves)) for shelves in zip(*map(astuple, (names, *halves)), strict=True)))


def judge_each(root: Path, entries: Iterable[Entry], words: Vocabulary) -> Judgement:
    """Read, take apart and judge each file on its own."""
    shelves: dict[type, list[Any]] = {kind: [] for kind in (Article, Author, Term, Series, Clip, str, Problem)}
    for entry in entries:
        source = read(root, entry)
        parsed = source if isinstance(source, Problem) else parse(source)
        judged = Judged(None, (parsed,)) if isinstance(parsed, Problem) else judge(parsed, words)
        shelves[Problem] += judged.problems
        shelves[str if judged.value is None else type(judged.value)].append(judged.value or entry.path)
    return Judgement(*map(tuple, shelves.values()))


class _Desk:
    """One file on the judge's desk, and what was noted about it."""

    def __init__(self, parsed: Parsed, words: Vocabulary) -> None:
        self.parsed, self.words = parsed, words
        self.problems: list[Problem] = []
        self.place = Place(parsed.source.path, 1, 1)

    def note(self, code: str, place: Place, message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(code, place, message, suggestion))

    def values(self) -> dict[str, Any]:
        """Each known field's value, judged by its type; empty ones are left out, unknown ones noted."""
        known = self.words.fields[self.parsed.source.shelf]
        found: dict[str, Any] = {}
        for name, value in self.parsed.fields.values.items():
            if name not in known:
                place = self.parsed.fields.names[name]
                self.note("unknown-field", place, f"There is no field `{name}`.", nearest(name, known))
            elif not _is_empty(value):
                found[name] = _READ[known[name].type](self, known[name], value)
        return {name: value for name, value in found.items() if value is not None}

    def missing(self, name: str, shelf: Shelf, remedy: str = "") -> None:
        if name in self.parsed.fields.values and not _is_empty(self.parsed.fields.values[name]):
            return  # it is there, and wrong: that was said already
        field = self.words.fields[shelf][name]
        place = self.parsed.fields.names.get(name, self.place)
        self.note("missing-field", place, f"The field `{name}` is missing.", remedy or f"Write for example `{name}: {field.example}`.")


def nearest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A suggestion: the known word most like this one."""
    found = process.extractOne(word, list(known), score_cutoff=60)
    return f"Did you mean `{found[0]}`?" if found else otherwise


# --- the shelves -----------------------------------------------------------------------------------------------


def _article(desk: _Desk, values: dict[str, Any], body: Any) -> Article | None:
    is_card = values.get("kind") == "reference"
    credits = tuple(values.get("authors") or values.get("author") or ())
    for name, field in desk.words.fields["article"].items():
        if not field.required or name in values or (name == "authors" and "author" in values) or (name == "date" and is_card):
            continue
        desk.missing(name, "article", _terms_to_choose(desk, name) if field.type == "terms" else "")
    if "author" in values and "authors" in values:
        desk.note("wrong-shape", desk.parsed.fields.names["author"], "`author` and `authors` both stand here.", "Keep `authors`.")
    if (is_card or values.get("canonical")) and "original" not in values:
        desk.missing("original", "article")
    if "title" not in values:
        return None
    terms = {name: values[name] for name in desk.words.spellings if name in values}
    plain = {k: v for k, v in values.items() if k not in (*terms, "author", "authors", "translation_of")}
    return Article(
        slug=desk.parsed.source.name,
        place=desk.place,
        credits=credits,
        body=body,
        terms=terms,
        translation_of=values.get("translation_of", ""),
        **{**plain, "canonical": is_card or values.get("canonical", False)},
    )


def _author(desk: _Desk, values: dict[str, Any], body: Any) -> Author | None:
    if "name" not in values:
        desk.missing("name", "author")
        return None
    first, _, last = values["name"].rpartition(" ")
    sort = values.pop("sort", f"{last}, {first}" if first else last)
    return Author(id=desk.parsed.source.name, place=desk.place, sort=sort, body=body, **values)


def _term(desk: _Desk, values: dict[str, Any], body: Any) -> Term | None:
    if "name" not in values:
        desk.missing("name", "term")
        return None
    source = desk.parsed.source
    return Term(facet=source.facet, id=source.name, place=desk.place, body=body, **values)


def _series(desk: _Desk, values: dict[str, Any], body: Any) -> Series | None:
    if "name" not in values:
        desk.missing("name", "series")
        return None
    return Series(id=desk.parsed.source.name, place=desk.place, body=body, **values)


def _clip(desk: _Desk, values: dict[str, Any], body: Any) -> Clip | None:
    for name in ("title", "speakers", "transcript"):
        if name not in values:
            desk.missing(name, "clip")
    if "sound" not in values and "video" not in values:
        desk.missing("sound", "clip")
    if not {"title", "speakers"} <= {*values}:
        return None
    terms = {name: values.pop(name) for name in desk.words.spellings if name in values}
    return Clip(id=desk.parsed.source.name, place=desk.place, body=body, terms=terms, **values)


_MAKE: Mapping[Shelf, Callable[[_Desk, dict[str, Any], Any], Judgeable | None]] = {
    "article": _article,
    "author": _author,
    "term": _term,
    "series": _series,
    "clip": _clip,
}


# --- the types of fields ---------------------------------------------------------------------------------------


def _is_empty(value: Value) -> bool:
    if isinstance(value, Text):
        return value.text.strip() in ("", "~")
    return not (value.items if isinstance(value, Items) else value.values)


def _words(desk: _Desk, field: Field, value: Value) -> str | None:
    if isinstance(value, Text):
        return " ".join(value.text.split())
    remedy = f"Write for example `{field.name}: {field.example}`." if field.example else ""
    desk.note("wrong-shape", value.place, f"`{field.name}` takes one value, and here stands a list.", remedy)
    return None


def _line(desk: _Desk, field: Field, value: Value) -> Line | None:
    words = _words(desk, field, value)
    if words is None:
        return None
    if has_markup(words):
        desk.note("markup-in-field", value.place, f"`{field.name}` holds HTML tags, which are left out.", "Write plain words.")
    if len(words) > LONGEST_TITLE and field.name == "title":
        desk.note("long-title", value.place, f"This title has {len(words)} letters.", "Move half of it to `summary`.")
    found = line(words)
    return found if found.text else None


def _date(desk: _Desk, field: Field, value: Value) -> Any:
    words = _words(desk, field, value)
    if words is None:
        return None
    try:
        return date(words, desk.words.zone)
    except NoDate as reason:
        desk.note("impossible-date", value.place, f"`{words}` is no date.", str(reason))
        return None


def _people(desk: _Desk, field: Field, value: Value) -> tuple[Credit, ...] | None:
    written = value.items if isinstance(value, Items) else (value,)
    credits: dict[Credit, None] = {}
    for item in written:
        credit = _credit(desk, item)
        if credit in credits:
            desk.note("author-twice", item.place, f"{credit.name} stands here twice with the same role.", "Keep one.")
        elif credit is not None:
            credits[credit] = None
    return tuple(credits) or None


def _credit(desk: _Desk, item: Value) -> Credit | None:
    if isinstance(item, Text):
        return _known_author(desk, item.text.strip(), "author", item.place)
    if isinstance(item, Items):
        desk.note("wrong-shape", item.place, "An author is a file name from authors/, or a name and a role.", "Write `- writer-one`.")
        return None
    given = _strings(desk, item, ("id", "name", "role"))
    role = given.get("role", "author")
    if role not in ROLES:
        place = item.values["role"].place
        desk.note("unknown-role", place, f"There is no role `{role}`.", nearest(role, ROLES, f"Roles are {', '.join(ROLES)}."))
        return None
    if "id" in given:
        return _known_author(desk, given["id"], role, item.values["id"].place)
    if "name" in given:
        return Credit(given["name"], role)  # type: ignore[arg-type]
    desk.note("missing-field", item.place, "Here stands a role without a name.", "Write `{name: Writer One, role: with}`.")
    return None


def _known_author(desk: _Desk, name: str, role: str, place: Place) -> Credit | None:
    authors = desk.words.authors
    if author := authors.get(name):
        return Credit(author.name, role, author.id)  # type: ignore[arg-type]
    spelled_so = {spelled(known): a.id for a in authors.values() for known in (a.id, a.name, *a.also)}
    meant = spelled_so.get(spelled(name))
    remedy = f"Did you mean `{meant}`?" if meant else nearest(name, authors, f"Add a file authors/{name}.md, or write {{name: ..., role: ...}}.")
    desk.note("unknown-author", place, f"There is no author `{name}`.", remedy)
    return None


def _strings(desk: _Desk, table: Table, known: tuple[str, ...]) -> dict[str, str]:
    """The words of a small table, such as {id: ..., role: ...}; what it does not know is noted."""
    found = {}
    for name, value in table.values.items():
        if name not in known:
            desk.note("unknown-field", table.names[name], f"There is no `{name}` here.", nearest(name, known, f"Known are {', '.join(known)}."))
        elif not isinstance(value, Text):
            desk.note("wrong-shape", value.place, f"`{name}` takes one value, and here stands a list.")
        elif not _is_empty(value):
            found[name] = " ".join(value.text.split())
    return found


def _image(desk: _Desk, field: Field, value: Value) -> Image | None:
    given = _strings(desk, value, ("src", "alt", "caption")) if isinstance(value, Table) else {}
    if isinstance(value, Text):
        given = {"src": value.text.strip()}
    if "src" not in given:
        desk.note("wrong-shape", value.place, "A picture needs its file.", "Write `image: {src: desk.jpg, alt: Two desks}`.")
        return None
    is_portrait = desk.parsed.source.shelf == "author"
    if not given.get("alt") and not is_portrait:
        remedy = "Add `alt:` with what is to be seen, for readers who can't see it."
        desk.note("missing-alt-text", value.place, "This picture has no description.", remedy)
    caption = line(given["caption"]) if "caption" in given else None
    return Image(given["src"], line(given.get("alt", "")).text, caption, value.place)


def _in_series(desk: _Desk, field: Field, value: Value) -> InSeries | None:
    given = _strings(desk, value, ("id", "part")) if isinstance(value, Table) else {}
    if not given.get("id") or not given.get("part", "").isdecimal():
        desk.note("wrong-shape", value.place, "A place in a series is its name and a part.", "Write `series: {id: innovation-lab, part: 2}`.")
        return None
    if given["id"] not in desk.words.series:
        remedy = nearest(given["id"], desk.words.series, f"Add a file docs/series/{given['id']}.md.")
        desk.note("unknown-series", value.place, f"There is no series `{given['id']}`.", remedy)
        return None
    return InSeries(given["id"], int(given["part"]))


def _number(desk: _Desk, field: Field, value: Value) -> int | None:
    words = _words(desk, field, value)
    if words is None or (words.isdecimal() and len(words) < 7):
        return None if words is None else int(words)
    desk.note("wrong-shape", value.place, f"`{field.name}` is a whole number.", f"Write for example `{field.name}: {field.example}`.")
    return None


def _yes_or_no(desk: _Desk, field: Field, value: Value) -> bool | None:
    words = _words(desk, field, value)
    if words is None or words.lower() in ("true", "yes", "on", "false", "no", "off"):
        return None if words is None else words.lower() in ("true", "yes", "on")
    # Wrong here is never taken for "no": a draft that is misspelled must not go out.
    desk.note("unknown-value", value.place, f"`{field.name}` is either true or false.", f"Write `{field.name}: true` or leave it out.")
    return None


def _choice(desk: _Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or words in field.choices:
        return words
    remedy = nearest(words, field.choices, f"Choose from {', '.join(field.choices)}.")
    desk.note("unknown-value", value.place, f"`{field.name}` can't be `{words}`.", remedy)
    return None


def _language(desk: _Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or re.fullmatch(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*", words):
        return words
    desk.note("unknown-value", value.place, f"`{words}` is no code of a language.", "Write `en`, `es`, `fr` or another (BCP 47).")
    return None


def _web_address(desk: _Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or is_web_address(words):
        return words
    desk.note("unsafe-address", value.place, f"`{words}` is no web address.", "It must start with https:// and hold no spaces.")
    return None


def is_web_address(words: str) -> bool:
    """Whether this is an http or https address with a host, and nothing in it that could end an attribute."""
    try:
        parts = urlsplit(words)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"'`\\]", words)
    except ValueError:
        return False


def _web_addresses(desk: _Desk, field: Field, value: Value) -> tuple[str, ...]:
    return tuple(a for item in _each(value) if (a := _web_address(desk, field, item)) is not None)


def _former_addresses(desk: _Desk, field: Field, value: Value) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for item in _each(value) if (a := _former_address(desk, field, item)) is not None))


def _former_address(desk: _Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None:
        return None
    address = unquote(words)
    steps = address.strip("/").split("/")
    is_safe = address.startswith("/") and not re.search(r"[\s?#\\<>\"'%|:*\x00-\x1f]|//", address)
    if not is_safe or any(step in ("", ".", "..") or len(step.encode()) > 200 for step in steps):
        remedy = "Write the path as it was, from the first slash on: `/2016/09/old-name/`."
        desk.note("unsafe-address", value.place, f"`{words}` can't be an address on this site.", remedy)
        return None
    return address if address.endswith(("/", ".html", ".htm")) else f"{address}/"


def _list_of_words(desk: _Desk, field: Field, value: Value) -> tuple[str, ...]:
    return tuple(words for item in _each(value) if (words := _words(desk, field, item)))


def _named_addresses(desk: _Desk, field: Field, value: Value) -> dict[str, str] | None:
    if not isinstance(value, Table):
        desk.note("wrong-shape", value.place, "`links` names each address.", f"Write `links: {field.example}`.")
        return None
    judged = {name: _web_address(desk, field, item) for name, item in value.values.items()}
    return {name: address for name, address in judged.items() if address is not None}


def _file_name(desk: _Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or not re.search(r"[\\/:<>\"|?*]|^\.", words):
        return words
    desk.note("unsafe-path", value.place, f"`{words}` must be the name of a file beside this one.", f"Write `{field.name}: {field.example}`.")
    return None


def _terms(desk: _Desk, field: Field, value: Value) -> tuple[str, ...] | None:
    known = desk.words.spellings[field.name]
    found: dict[str, None] = {}
    for item in _each(value):
        words = _words(desk, field, item)
        term = known.get(spelled(words)) if words else None
        if term is not None:
            found[term.id] = None
        elif words:
            remedy = nearest(words, {t.name: None for t in known.values()}, _terms_to_choose(desk, field.name))
            desk.note("unknown-term", item.place, f"`{words}` is not among the {field.name}.", remedy)
    return tuple(found) or None


def _terms_to_choose(desk: _Desk, facet: str) -> str:
    names = list(dict.fromkeys(t.name for t in desk.words.spellings[facet].values()))
    return f"Choose from {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}." if names else f"Add a file docs/{facet}/NAME.md first."


def _each(value: Value) -> tuple[Value, ...]:
    return tuple(item for item in value.items if not _is_empty(item)) if isinstance(value, Items) else (value,)


_READ: Mapping[str, Callable[[_Desk, Field, Value], Any]] = {
    "line": _line,
    "words": _words,
    "date": _date,
    "people": _people,
    "image": _image,
    "place in a series": _in_series,
    "number": _number,
    "yes or no": _yes_or_no,
    "choice": _choice,
    "language": _language,
    "web address": _web_address,
    "web addresses": _web_addresses,
    "former addresses": _former_addresses,
    "list of words": _list_of_words,
    "named addresses": _named_addresses,
    "name of an article": _words,
    "name of a file": _file_name,
    "terms": _terms,
}
