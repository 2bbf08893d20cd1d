"""Source file -> fields with their places, and body."""

from __future__ import annotations

import re
from collections.abc import Mapping

import frontmatter as python_frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from msgspec import Struct

from .model import Place, SourceFile
from .problems import Problem
from .reading import HIDDEN

MOST_CHARACTERS = 16 * 1024
DEEPEST = 12

_OPENING = re.compile(r"\A---[ \t]*$\n?", re.MULTILINE)
_CLOSING = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)
_UNSEEN = re.compile("[\x80-\x9f\u2028\u2029]")

_LOST_WORDS = re.compile(r"""^[ \t-]*[\w-]+:[ \t]+[^"'\[{|>#\s][^\n]*?[ \t](\#[^\n]*)""", re.MULTILINE)

_REFERENCE = ("A value that starts with * or & points to another one.", "Put it in quotes.")
_TYPE = ("A value that starts with ! asks for a special type.", "Put it in quotes.")
_COLON = "mapping values are not allowed"
# What libyaml says, and what is meant; where it tells where the trouble began, that is the place.
_TOLD_AT_START = (
    "quoted scalar: found unexpected",
    "flow sequence",
    "flow mapping",
    "simple key",
    "an alias",
    "an anchor",
    "a tag",
)
_COMPLAINTS = (
    ("alias", ("reference-mark", *_REFERENCE)),
    ("anchor", ("reference-mark", *_REFERENCE)),
    ("tag", ("type-mark", *_TYPE)),
    (
        "unknown escape",
        ("broken-fields", "A backslash has a meaning of its own between these quotation marks.", "Write it twice."),
    ),
    ("quoted scalar", ("broken-fields", "A quotation mark is opened here and not closed.", "Close it.")),
    ("flow sequence", ("broken-fields", "A bracket is opened here and not closed.", "Close it.")),
    ("flow mapping", ("broken-fields", "A bracket is opened here and not closed.", "Close it.")),
    ("simple key", ("broken-fields", "This line has no colon and space after a field's name.", "Write `name: value`.")),
    (
        "any token",
        ("broken-fields", "A tab or a special sign can't start a value.", "Indent with spaces, and put the value in quotes."),
    ),
    ("<document", ("broken-fields", "Dots or hyphens end the fields too early.", "Keep one `---` above them and one below.")),
)
_PLAIN_TAG = "tag:yaml.org,2002:str"
_PLAIN_TAGS = {_PLAIN_TAG, "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}


class Text(Struct, frozen=True):
    """A value of one piece, as text: dates and numbers are judged later."""

    text: str
    place: Place


class Items(Struct, frozen=True):
    """A list of values."""

    items: tuple[Value, ...]
    place: Place


class Table(Struct, frozen=True):
    """Values by name; `names` says where each name stands."""

    values: Mapping[str, Value]
    names: Mapping[str, Place]
    place: Place


Value = Text | Items | Table


class Parsed(Struct, frozen=True):
    """A source file, taken apart. `first_line` is the line at which the body starts, counted from 1."""

    source: SourceFile
    fields: Table
    body: str
    first_line: int
    notes: tuple[Problem, ...] = ()


class _Broken(Exception):
    """Carries a problem out of python-frontmatter, which takes ValueError for "no front matter"."""

    def __init__(self, code: str, place: Place, message: str, remedy: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, place, message, remedy)


def parse(source: SourceFile) -> Parsed | Problem:
    """Take a file apart at its `---` lines; fields keep their places."""
    handler = _Handler(source)
    try:
        metadata, _ = python_frontmatter.parse(source.text, handler=handler)
    except _Broken as broken:
        return broken.problem
    fields = metadata["fields"]
    assert isinstance(fields, Table)
    return Parsed(source, fields, handler.body, handler.first_line, tuple(handler.notes))


class _Loader(yaml.CBaseLoader):
    """libyaml, without asking for each value what type it may be meant to have."""

    def resolve(self, kind: type, value: str, implicit: tuple[bool, bool]) -> str:
        return _PLAIN_TAG

    def descend_resolver(self, current_node: yaml.Node, current_index: object) -> None: ...

    def ascend_resolver(self) -> None: ...


class _Handler(YAMLHandler):
    """YAML 1.1 by libyaml, read as a tree of text with places: no types, tags, aliases or equal names."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__()
        text = source.text
        # python-frontmatter strips the text: what it drops at the top is counted, so that lines stay right.
        self.dropped = text.count("\n", 0, len(text) - len(text.lstrip()))
        self.path = source.path
        self.body = ""
        self.first_line = 1
        self.is_plain = False
        self.lines: list[str] = []
        self.notes: list[Problem] = []

    def split(self, text: str) -> tuple[str, str]:
        opening = _OPENING.match(text)
        if opening is None:
            raise _Broken(
                "no-fields",
                self._place(0),
                "This file does not start with its fields (title, date, authors ...) between two lines of three hyphens.",
                "Put `---` on the first line, the fields below it, and `---` under them.",
            )
        closing = _CLOSING.search(text, opening.end())
        if closing is None:
            raise _Broken(
                "unclosed-fields",
                self._place(0),
                "The fields that start here have no end.",
                "Put a line of three hyphens, `---`, under the last field.",
            )
        self.body = text[closing.end() :]
        self.first_line = self._place(text.count("\n", 0, closing.end())).line
        return text[opening.end() : closing.start()], self.body

    def load(self, fm: str, **kwargs: object) -> dict[str, Table]:
        if len(fm) > MOST_CHARACTERS:
            raise _Broken(
                "fields-too-long",
                self._place(0),
                f"The fields hold {len(fm):,} letters; {MOST_CHARACTERS:,} are the most.",
                "Move long text below the second `---`.",
            )
        self._refuse_unseen(fm)
        self._note_lost_words(fm)
        try:
            root = yaml.compose(fm, Loader=_Loader)
        except yaml.YAMLError as reason:
            raise self._unreadable(fm, reason) from None
        if root is None:
            return {"fields": Table({}, {}, self._place(0))}
        # Only these signs can make a node stand for another one, ask for a type, or hide a character.
        self.is_plain = not any(sign in fm for sign in "&!\\")
        self.lines = fm.split("\n")
        return {"fields": self._fields(root)}

    def _refuse_unseen(self, fm: str) -> None:
        # libyaml takes some of these for line ends, and every place below would be wrong.
        if not fm.isascii() and (unseen := _UNSEEN.search(fm)):
            before = fm[: unseen.start()]
            raise self._hidden(unseen[0], self._place(before.count("\n") + 1, len(before) - before.rfind("\n") - 1))

    def _note_lost_words(self, fm: str) -> None:
        # To libyaml the rest of such a line is a comment; to a teacher it is half of the title.
        for found in _LOST_WORDS.finditer(fm) if " #" in fm else ():
            place = self._place(fm.count("\n", 0, found.start(1)) + 1, found.start(1) - fm.rfind("\n", 0, found.start(1)) - 1)
            message = f"What follows the number sign is not read: `{found[1]}`."
            self.notes.append(Problem("lost-words", place, message, "Put the whole value in quotes."))

    def _hidden(self, sign: str, place: Place) -> _Broken:
        message = f"Here stands a character that nobody can see (U+{ord(sign):04X})."
        return _Broken("hidden-characters", place, message, "Delete it.")

    def _place(self, line: int, column: int = 0) -> Place:
        return Place(self.path, line + self.dropped + 1, column + 1)

    def _place_of(self, node: yaml.Node) -> Place:
        # The mark counts from 0 at the line under the opening `---`.
        mark = node.start_mark
        return Place(self.path, mark.line + self.dropped + 2, mark.column + 1)

    def _fields(self, root: yaml.Node) -> Table:
        value = self._value(root, set(), 0)
        if isinstance(value, Table):
            return value
        raise _Broken(
            "broken-fields",
            value.place,
            "This is not a list of fields.",
            "Write each field on a line of its own: its name, a colon, a space, its value.",
        )

    def _value(self, node: yaml.Node, seen: set[int], depth: int) -> Value:
        place = self._place_of(node)
        if not self.is_plain:
            self._refuse_marks(node, place, seen)
        if depth > DEEPEST:
            raise _Broken(
                "broken-fields", place, f"Lists stand inside lists here, more than {DEEPEST} deep.", "Write a plain list."
            )
        if isinstance(node, yaml.ScalarNode):
            return Text(node.value, place)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self._value(item, seen, depth + 1) for item in node.value), place)
        return self._table(node, place, seen, depth)

    def _refuse_marks(self, node: yaml.Node, place: Place, seen: set[int]) -> None:
        sign = self.lines[node.start_mark.line][node.start_mark.column : node.start_mark.column + 1]
        if id(node) in seen or sign == "&":
            raise _Broken("reference-mark", place, *_REFERENCE)
        if node.tag not in _PLAIN_TAGS or sign == "!":
            raise _Broken("type-mark", place, *_TYPE)
        if isinstance(node, yaml.ScalarNode) and (hidden := HIDDEN.search(node.value)):
            raise self._hidden(hidden[0], place)
        seen.add(id(node))

    def _table(self, node: yaml.Node, place: Place, seen: set[int], depth: int) -> Table:
        values: dict[str, Value] = {}
        names: dict[str, Place] = {}
        for key, value in node.value:
            name = self._value(key, seen, depth + 1)
            if not isinstance(name, Text):
                raise _Broken("broken-fields", name.place, "The name of a field must be a word.", "Put brackets in quotes.")
            if name.text in values:
                raise _Broken(
                    "same-field-twice",
                    name.place,
                    f"The field `{name.text}` stands here again; it stands in line {names[name.text].line} already.",
                    "Keep one of them.",
                )
            values[name.text], names[name.text] = self._value(value, seen, depth + 1), name.place
        return Table(values, names, place)

    def _unreadable(self, fields: str, reason: yaml.YAMLError) -> _Broken:
        said = f"{getattr(reason, 'context', '')}: {getattr(reason, 'problem', '')}"
        at, since = getattr(reason, "problem_mark", None), getattr(reason, "context_mark", None)
        if at is not None and since is not None and "flow" in said and at.line == since.line:
            said = _COLON  # inside a bracket on one line, a second colon is what stands in the way
        mark = since if since is not None and any(words in said for words in _TOLD_AT_START) else at
        number, column = (mark.line, mark.column) if mark is not None else (0, 0)
        lines = fields.split("\n")
        code, message, remedy = _in_plain_words(said, lines[number] if number < len(lines) else "", column)
        return _Broken(code, self._place(number + 1, column), message, remedy)


def _in_plain_words(said: str, line: str, column: int) -> tuple[str, str, str]:
    """The parser's complaint about a line as a teacher would put it: code, message, remedy."""
    for words, told in _COMPLAINTS:
        if words in said:
            return told
    if _COLON in said:
        return "broken-fields", "A value that holds a colon and a space needs quotes.", _in_quotes(line)
    if line[:column].strip():
        return "broken-fields", "Words stand after the end of a value.", "Put the whole value in quotes."
    remedy = "Check this line and the one above it: a name, a colon, a space, a value; lists indented alike."
    return "broken-fields", "The fields can't be read from here on.", remedy


def _in_quotes(line: str) -> str:
    name, _, value = line.partition(":")
    if not re.fullmatch(r"[\w-]+", name) or value.strip()[:1] in "[{":
        return "Put the value in quotes."
    plain = value.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'Write `{name}: "{plain}"`.'
