"""The schemas: what the archive's own judge takes, they take; a field that is wrong on its face, they refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from article_archive.fields import KINDS, ROLES, TABLE
from article_archive.frontmatter import parse
from article_archive.judging.judge import Judged, judge
from article_archive.judging.vocabulary import Vocabulary, tables, vocabulary
from article_archive.model import Author, Place, Series, Shelf, SourceFile, Term
from article_archive.problems import Problem, as_text
from article_archive.reading import folders, look, read
from article_archive.settings import Facet
from article_archive.writing import workbench
from article_archive.writing.schema import Known, Schema, schemas

from .archives import SMALL, gathered, judged_settings, small
from .test_cases import CASES
from .test_cases import read as case_of

REPOSITORY = Path(__file__).parent.parent
FACETS = {
    "attributes": Facet("attributes", "Attribute", "Attributes", required=True),
    "topics": Facet("topics", "Topic", "Topics"),
}
NAMES = {"attributes": ("Voice", "Co-Creation", "Élan", "2016"), "topics": ("R & D", "1.5 hours")}


def term(facet: str, name: str) -> Term:
    return Term(facet=facet, id=re.sub(r"\W+", "-", name.lower()).strip("-"), place=Place(""), name=name)


TERMS = {facet: tuple(term(facet, name) for name in names) for facet, names in NAMES.items()}
SERIES = (Series(id="small-steps", place=Place(""), name="Small steps"),)
AUTHORS = tuple(Author(id=name, place=Place(""), name=name) for name in ("writer-one", "writer.two", "écrivain"))
KNOWN = Known(FACETS, TERMS, SERIES)
WORDS = vocabulary(
    FACETS, judged_settings(SMALL)[0].zone, AUTHORS, (t for terms in TERMS.values() for t in terms), SERIES, (), ("an-article",)
)


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, by which an editor of code takes words for numbers, for true and false, and for nothing."""


Core.yaml_implicit_resolvers = {}
for kind, pattern in (
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(rf"(?:{pattern})\Z"), None)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


class Plain(yaml.SafeDumper):
    """Nothing is written as nothing: the word `null` is a word like any other to the archive."""


Plain.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def fields_of(text: str) -> Any:
    """The fields of a file as an editor of code reads them."""
    return yaml.load(text.split("---\n")[1], Core) or {}


def refusals(schema: Schema, text: str) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(fields_of(text))]


def judged(shelf: Shelf, text: str, words: Vocabulary = WORDS) -> Judged:
    found = parse(SourceFile("docs/a.md", shelf, "a", text, "attributes" if shelf == "term" else ""))
    assert not isinstance(found, Problem), as_text(found)
    return judge(found, words)


def sound_files(root: Path, aside: frozenset[str] = frozenset()) -> Iterator[tuple[Schema, str, str]]:
    """Each file that the judge takes as it is: the schema of its kind, its path and its text."""
    settings = judged_settings(root)[0]
    of_shelf = schemas(workbench.known_in(root, settings))
    for entry in look(root, folders(settings.facets, settings.docs)).entries:
        source = read(root, entry)
        if entry.path not in aside and isinstance(source, SourceFile):
            yield of_shelf[entry.shelf], entry.path, source.text


@pytest.mark.parametrize("shelf", TABLE)
def test_a_schema_is_sound_itself_and_names_every_field(shelf: Shelf) -> None:
    schema = schemas(KNOWN)[shelf]
    Draft202012Validator.check_schema(schema)
    assert {*schema["properties"]} == {field.name for field in tables(FACETS)[shelf]}
    assert all(each["description"] for each in schema["properties"].values())


def test_every_example_of_the_table_is_taken() -> None:
    for shelf, fields in TABLE.items():
        of_fields = schemas(Known({}))[shelf]
        for field in fields:
            validator = Draft202012Validator({**of_fields["properties"][field.name], "$defs": of_fields["$defs"]})
            assert validator.is_valid(yaml.load(field.example, Core)), field


def test_every_file_of_our_own_archive_is_taken() -> None:
    found = list(sound_files(REPOSITORY))
    assert len(found) > 90
    assert [(path, refusals(schema, text)) for schema, path, text in found if refusals(schema, text)] == []


def test_every_sound_file_of_the_cases_is_taken(tmp_path: Path) -> None:
    tried = 0
    for number, path in enumerate(CASES):
        root = small(tmp_path / str(number), case_of(path).files)
        if not judged_settings(root)[0].facets:
            continue
        wrong = frozenset(p.place.path for p in gathered(root).problems if p.severity == "error")
        for schema, name, text in sound_files(root, wrong):
            if name in case_of(path).files:
                tried += 1
                assert refusals(schema, text) == [], (path.name, name)
    assert tried > 50


# What is wrong on the face of a field, without knowing the rest of the archive; links, files and pictures are another matter.
BROKEN = {
    "a-date-in-words": "date",
    "a-missing-attribute": "attributes",
    "a-missing-date": "date",
    "a-missing-title": "title",
    "a-number-in-words": "order",
    "a-role-without-a-name": "role",
    "a-series-without-a-name": "series",
    "a-series-without-a-part": "series",
    "a-card-without-an-original": "original",
    "a-clip-without-a-sound": "sound",
    "a-picture-without-a-file": "image",
    "a-title-that-is-a-list": "title",
    "an-original-without-a-scheme": "original",
    "an-unknown-field": "",
    "an-unknown-kind": "kind",
    "an-unknown-language": "lang",
    "an-unknown-role": "role",
    "an-unknown-series": "series",
    "an-unknown-term": "attributes",
    "author-and-authors": "authors",
    "canonical-without-an-original": "original",
    "missing-authors": "authors",
    "neither-yes-nor-no": "draft",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_field_that_is_wrong_on_its_face_is_refused(name: str, tmp_path: Path) -> None:
    case = case_of(next(path for path in CASES if path.stem == name))
    root = small(tmp_path, case.files)
    wrong = {p.place.path for p in gathered(root).problems if p.severity == "error"}
    assert any(refusals(schema, text) for schema, path, text in sound_files(root) if path in wrong)


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
WHITE = st.sampled_from(["", " ", "  "])
SOME_WORDS = PLAIN | st.sampled_from(["2016", "1.5", "true", "No", "~", "", "O'Neil: a life", "12e3", "x y"])
WRITTEN_TERM = st.sampled_from([*NAMES["attributes"], "VOICE", "co creation", "cocreation", "Co_Creation", "élan", "e", "voices"])
DATES = st.from_regex(r"\A~? ?[0-9]{4}(-[01]?[0-9](-[0-3]?[0-9]([T ][0-9]{1,2}:[0-5][0-9](Z|[+-]0[0-9]:?00)?)?)?)?\Z")
ADDRESSES = st.sampled_from(
    ["https://example.org/", "HTTP://example.org/a?b=c#d", "ftp://example.org/", "//x/", "https://é.org/ü"]
)
FORMER = st.sampled_from(["/2016/a/", "/a.html", "a/", "/assets/a", "/%C3%A9/", "%2Fa/", "/a b/", "/.well-known/x", "/é/"])
NAMED = st.sampled_from(["writer-one", "writer.two", "écrivain", "writer one", "nobody"])
CREDIT = NAMED | st.fixed_dictionaries(
    {}, optional={"id": NAMED, "name": SOME_WORDS, "role": st.sampled_from([*ROLES, "cook", " with"])}
)


def one_or_many(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return one | st.lists(one | st.none(), max_size=3)


VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "line": SOME_WORDS | st.integers() | st.booleans(),
    "words": SOME_WORDS | st.integers() | st.lists(SOME_WORDS, max_size=1),
    "date": DATES | st.integers(0, 10000) | st.just("14.9.2016"),
    "people": one_or_many(CREDIT),
    "image": SOME_WORDS | st.fixed_dictionaries({}, optional={"src": SOME_WORDS, "alt": SOME_WORDS, "caption": SOME_WORDS}),
    "place in a series": st.fixed_dictionaries(
        {}, optional={"id": st.sampled_from(["small-steps", "x"]), "part": st.integers(-1, 9) | st.sampled_from(["2", "b", ""])}
    ),
    "number": st.integers(-2, 99) | st.sampled_from(["7", " 8 ", "nine", "007", "1.5", "٣"]),
    "yes or no": st.booleans() | st.sampled_from(["yes", "No", "TRUE", "on", "maybe", " off "]),
    "choice": st.sampled_from([*KINDS, "poem", "", " text "]),
    "language": st.sampled_from(["en", "pt-BR", "no", "english", "es-419", "e"]),
    "web address": ADDRESSES,
    "web addresses": one_or_many(ADDRESSES),
    "former addresses": one_or_many(FORMER),
    "list of words": one_or_many(SOME_WORDS),
    "named addresses": st.dictionaries(SOME_WORDS, ADDRESSES | st.none(), max_size=2),
    "name of an article": st.sampled_from(["an-article", "another"]),
    "name of a file": st.sampled_from(["q1.vtt", "a b.mp3", ".hidden", "../a", "a/b", "é.mp3"]),
    "terms": one_or_many(WRITTEN_TERM),
}


@st.composite
def files(draw: st.DrawFn, shelf: Shelf) -> str:
    """A file with any of the fields, right and wrong; most have what is required."""
    fields = {field.name: field for field in tables(FACETS)[shelf]}
    needed = [name for name, field in fields.items() if field.required or name in ("sound",)]
    chosen = draw(st.lists(st.sampled_from([*fields]), max_size=4, unique=True))
    names = dict.fromkeys([*(needed if draw(st.integers(0, 9)) else []), *chosen])
    given = {name: draw(st.none() if draw(st.integers(0, 30)) == 0 else VALUES[fields[name].type]) for name in names}
    return f"---\n{yaml.dump(given, Dumper=Plain, allow_unicode=True, sort_keys=False)}---\nWords.\n"


@pytest.mark.parametrize("shelf", TABLE)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_the_judge_takes_the_schema_takes(shelf: Shelf, data: st.DataObject) -> None:
    text = data.draw(files(shelf))
    if judged(shelf, text).value is not None:
        assert refusals(schemas(KNOWN)[shelf], text) == [], text


def of_table(schema: Any) -> Any:
    """A schema without what the archive's content says: terms and series, which change day by day."""
    if isinstance(schema, dict):
        is_content = "enum" in schema or "pattern" in schema
        return (
            {}
            if is_content
            else {name: of_table(value) for name, value in schema.items() if name != "anyOf"}
            | {"anyOf": [each for each in map(of_table, schema.get("anyOf", ())) if each]}
        )
    return [of_table(each) for each in schema] if isinstance(schema, list) else schema


def test_the_schemas_in_our_repository_are_those_of_the_table() -> None:
    fresh = workbench.files(workbench.known_in(REPOSITORY, judged_settings(REPOSITORY)[0]))
    for path, text in fresh.items():
        kept = (REPOSITORY / path).read_text(encoding="utf-8")
        assert of_table(json.loads(kept)) == of_table(json.loads(text)), f"{path}: run `archive schema --write`"


def test_schemas_are_written_anew_and_settings_are_the_editors_own(tmp_path: Path) -> None:
    assert len(workbench.write(tmp_path, KNOWN)) == 7
    assert workbench.write(tmp_path, KNOWN) == ()
    settings_file, schema_file = tmp_path / ".vscode/settings.json", tmp_path / ".vscode/schema/article.json"
    settings_file.write_text("{}\n")
    schema_file.write_text("{}\n")
    assert workbench.write(tmp_path, KNOWN) == (".vscode/schema/article.json",)
    assert settings_file.read_text() == "{}\n"


def test_the_settings_name_schemas_that_are_there_and_folders_of_content() -> None:
    found = workbench.files(KNOWN)
    named = json.loads(found[".vscode/settings.json"])["yaml.schemas"]
    assert {path.removeprefix("./") for path in named} <= {*found}
    assert {pattern for each in named.values() for pattern in each} == {f"{folder.path}/**/*.md" for folder in folders(FACETS)}


def test_the_task_of_an_editor_reads_every_line_of_a_check() -> None:
    for path in CASES:
        for line in case_of(path).problems:
            assert re.fullmatch(workbench.PATTERN, line), line
