"""An author who is under age -> what the file tells beyond a first name and an initial."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from ..frontmatter import Items, Table, Text, Value
from ..model import Body, Place
from ..text.likeness import words as words_of
from ..text.margin import Margin
from ..text.markdown import stretches
from .values import Desk

# A number in the editors' own list, such as 17, 2026-014 or #31: one word with a figure in it, and neither path nor file name.
REFERENCE = re.compile(r"(?=[\w#-]*\d)#?[\w-]{1,40}")
_CONTACTS = ("e-mail-address", "phone-number")
# What a portrait's file may be called beside the short form.
_PLAIN_NAMES = frozenset(("drawing", "face", "image", "photo", "picture", "portrait"))
_WORDS = re.compile(r"[^\W_]+")
_OUTER = re.compile(r"(?:https?:)?//[^\s)>\]\"']+|\bwww\.[^\s)>\]\"']+|\bmailto:[^\s)>\]\"']+")
_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\(|<img\b", re.IGNORECASE)
# A school by its name: a word of its own before what kind of school it is, or a number after it.
_KIND_OF_SCHOOL = (
    r"(?:School|Academy|Preschool|Kindergarten|College|Lyceum|Institute|Elementary|Middle|High|Prep|Charter|Montessori)"
)
_SCHOOL = re.compile(
    r"\b(?!(?:A|An|At|Her|His|In|My|Our|The|Their|This|Elementary|Middle|High|Primary|Secondary|Public|Private|Junior|Senior|Day|Home)\b)"
    r"[^\W\d_a-z][\w.'’-]{0,40}(?:\s+(?:[^\W\d_a-z][\w.'’-]{0,40}|of|the|for|de|du|des)){0,5}?"
    rf"\s+{_KIND_OF_SCHOOL}\b|\b(?:P\.?S\.?|I\.?S\.?|M\.?S\.?|School|Escuela|Lycée|Collège|École|Gymnasium|Gesamtschule|Realschule)"
    r"\s+(?:No\.?\s*)?(?:\d+|[^\W\d_a-z]\w+)|\b[^\W\d_a-z]\w{1,40}(?:schule|gymnasium)\b"
)
_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
_GRADE = re.compile(
    rf"\b(?:grade\s+\d{{1,2}}|{_ORDINAL}[\s-]+(?:grade|grader|graders|form|year)|year\s+\d{{1,2}}(?!\d)|form\s+\d|class\s+of\s+\d{{4}}|"
    r"kindergart(?:en|ener|ner)|pre-?k|freshman|sophomore|(?:high[\s-]+school|is\s+an?)\s+(?:junior|senior)|"
    r"aged?\s+\d{1,2}|\d{1,2}[\s-]years?[\s-]old|klasse\s+\d{1,2}|\d{1,2}\.\s+klasse)\b",
    re.IGNORECASE,
)


def judge_consent(desk: Desk) -> bool:
    """Whether the file names where the written permission is noted; the note itself is never kept."""
    value = desk.parsed.fields.values.get("consent")
    if not isinstance(value, Text) or not value.text.strip():
        return False
    if REFERENCE.fullmatch(value.text.strip()):
        return True
    message = "`consent` is the number of a permission in your own list, and never the paper itself, its file or its address."
    desk.note("wrong-shape", value.place, message, "Write for example `consent: 2026-014`.")
    return True  # what is wrong with it was said


def judge_minor(desk: Desk, values: Mapping[str, Any], body: Body, *, has_consent: bool) -> None:
    """Note all that the file of somebody under age tells beyond the short form of the name, such as `Writer O.`."""
    told = _Told(desk, values, body, has_consent)
    for question in QUESTIONS:
        for place, message, remedy in question(told):
            desk.note("minor-named", place, message, remedy)


def short_form(name: str) -> str:
    """The first name and an initial: `Writer One` -> `Writer O.`."""
    first, *others = name.replace(",", " ").split() or [""]
    return f"{first} {others[-1][0].upper()}." if others else first


def is_short(name: str) -> bool:
    """Whether a name is a first name alone, or with one initial."""
    first, *others = name.split() or [""]
    return bool(first) and len(others) <= 1 and all(re.fullmatch(r"[^\W\d_]\.?", other) for other in others) and "," not in name


def words(text: str) -> list[str]:
    """The words of a name or a file name: small letters without accents."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _WORDS.findall(plain.casefold())


Finding = tuple[Place, str, str]


class _Told:
    """What the file of somebody under age tells."""

    def __init__(self, desk: Desk, values: Mapping[str, Any], body: Body, has_consent: bool) -> None:
        self.desk, self.values, self.body, self.has_consent = desk, values, body, has_consent
        # What may be kept where a grown-up has agreed may not be kept here.
        self.contacts = [p.place for p in desk.problems if p.code in _CONTACTS]
        desk.problems = [p for p in desk.problems if p.code not in _CONTACTS]
        self.name: str = values["name"]
        self.id = desk.parsed.source.name
        self.short = short_form(self.name)
        self.first = self.name.split()[0] if self.name.split() else ""
        self.file = f"{'-'.join(words(self.short)) or 'writer-o'}.md"
        self.margin = Margin(desk.parsed.body, desk.parsed.source.path, desk.parsed.first_line)

    def field(self, name: str) -> Place:
        return self.desk.parsed.fields.values[name].place


def _name(told: _Told) -> Iterator[Finding]:
    if not is_short(told.name):
        yield (
            told.field("name"),
            "This name is more than a first name and an initial, and the person is under age.",
            f"Write `name: {told.short}`.",
        )


def _file_name(told: _Told) -> Iterator[Finding]:
    if not _is_of(told.id, told.short):
        message = "The name of this file is the address of the page, and it must be the short form of the name, too."
        yield told.desk.place, message, f"Call it `{told.file}`."


def _is_of(name: str, short: str) -> bool:
    """Whether a file's name is the short form, with a number where there are several of one form."""
    given, wanted = words(name), words(short)
    if len(given) == len(wanted) + 1 and given[-1].isdecimal():
        given.pop()
    # A name in other letters has no one spelling in ours: its first name may be any one word.
    is_same = given[:-1] == wanted[:-1] or not short.isascii()
    return (
        len(given) == len(wanted)
        and is_same
        and (given[-1:] == wanted[-1:] or not short.isascii())
        and (len(given) < 2 or len(given[-1]) == 1)
    )


def _other_names(told: _Told) -> Iterator[Finding]:
    known = words(told.short)
    allowed = {*known, *(word[0] for word in known)}
    for name in ("sort", "also"):
        for item in _texts(told.desk.parsed.fields.values.get(name)):
            if not allowed.issuperset(words(item.text)):
                remedy = f"Write `sort: {_sorted(told.short)}`, or leave it out." if name == "sort" else "Leave it out."
                yield item.place, f"`{name}` tells more of the name than its short form, and the person is under age.", remedy


def _sorted(short: str) -> str:
    first, _, last = short.rpartition(" ")
    return f"{last}, {first}" if first else last


def _former_addresses(told: _Told) -> Iterator[Finding]:
    allowed = {*words(told.short), *words(told.id)} if _is_of(told.id, told.short) else {*words(told.short)}
    for item in _texts(told.desk.parsed.fields.values.get("aliases")):
        step = item.text.rstrip("/").rpartition("/")[2].removesuffix(".html")
        if not all(word in allowed or word.isdecimal() for word in words(step)):
            yield (
                item.place,
                "This former address holds more than the short form of the name, and the site would keep it.",
                "Leave it out.",
            )


def _links(told: _Told) -> Iterator[Finding]:
    message, remedy = "This link leads to more about somebody who is under age.", "Leave it out."
    fields = told.desk.parsed.fields
    if "links" in fields.values and not _is_empty(fields.values["links"]):
        yield fields.names["links"], message, remedy
    for found in _OUTER.finditer(told.margin.text):
        yield told.margin.at(found.start()), message, remedy
    for place in told.contacts:
        yield place, "Nobody who is under age is to be reached through this site.", remedy


def _pictures(told: _Told) -> Iterator[Finding]:
    fields = told.desk.parsed.fields.values
    places = [fields["image"].place] if told.values.get("image") else []
    places += [told.margin.at(found.start()) for found in _PICTURE.finditer(told.margin.text)]
    if not told.has_consent:
        remedy = "Write its number in your own list, such as `consent: 2026-014`, or leave the picture out."
        for place in places:
            yield place, "A picture of somebody under age needs a written permission.", remedy
    if image := told.values.get("image"):
        stem, ending = posixpath.splitext(posixpath.basename(image.src))
        if not {*words(told.short), *_PLAIN_NAMES}.issuperset(word for word in words(stem) if not word.isdecimal()):
            name = f"{told.file.removesuffix('.md')}{ending}"
            yield (
                fields["image"].place,
                "The name of this picture's file is published, and holds more than the short form.",
                f"Call it `{name}`.",
            )


def _school_and_grade(told: _Told) -> Iterator[Finding]:
    role, text = told.values.get("role", ""), " ".join(words_of(stretches(told.body.parts)))
    together = f"{role}. {text}"
    school, grade = _SCHOOL.search(together), _GRADE.search(together)
    if school and grade:
        is_in_role = bool(_SCHOOL.search(role) or _GRADE.search(role))
        place = told.field("role") if is_in_role else told.margin.place(school[0])
        yield (
            place,
            "A school and a grade or an age stand here together: with a first name they are enough to find a child.",
            "Leave out one of the two.",
        )


def _full_name(told: _Told) -> Iterator[Finding]:
    """The first name followed by a word with the initial: in words, or joined as in a file's name."""
    initial = words(told.short)[-1][:1] if len(words(told.short)) > 1 else ""
    if not initial:
        return
    first, last = re.escape(told.first), rf"[{initial}{initial.upper()}]"
    full = re.compile(rf"\b{first}\s+[{initial.upper()}]\w+|\b(?i:{first}[-_]{initial}\w+)|\b{last}\w+,\s*{first}\b")
    fields, message = (
        told.desk.parsed.fields.values,
        "Here stands more than the short form of the name, and the person is under age.",
    )
    image = fields.get("image")
    shown = [image.values[name] for name in ("alt", "caption") if name in image.values] if isinstance(image, Table) else []
    places = [item.place for value in (fields.get("role"), *shown) for item in _texts(value) if full.search(item.text)]
    for place in (*places, *(told.margin.at(found.start()) for found in full.finditer(told.margin.text))):
        yield place, message, f"Write `{told.short}`."


QUESTIONS = (_name, _file_name, _other_names, _former_addresses, _links, _pictures, _school_and_grade, _full_name)


def _texts(value: Value | None) -> Iterator[Text]:
    """Every piece of text in a field's value."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Items):
        for item in value.items:
            yield from _texts(item)
    elif isinstance(value, Table):
        for item in value.values.values():
            yield from _texts(item)


def _is_empty(value: Value) -> bool:
    return not any(item.text.strip() for item in _texts(value))
