"""Somebody under age: the short form of the name is all that is told, wherever something might tell more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from article_archive import build
from article_archive.judging.minors import is_short, short_form

from .archives import ENGINE, article, gathered, pages, printed, site, small, write
from .test_incremental import FRAMES

SHORT = "name: Writer O.\nminor: true\n"
DESK = "../docs/articles/2017/desks/desk.png"


def told(folder: Path, fields: str, text: str = "", name: str = "writer-o") -> list[tuple[str, int, int]]:
    """Code, line and column of what is said about the file of somebody under age."""
    root = small(folder, {f"authors/{name}.md": f"---\n{fields}---\n{text}", "docs/articles/a.md": article(author=name)})
    return [(p.code, p.place.line, p.place.column) for p in gathered(root).problems if p.place.path.startswith("authors/")]


@pytest.mark.parametrize(
    ("fields", "text", "name"),
    [
        (SHORT, "A life.", "writer-o"),
        ("name: Writer O\nminor: true\n", "", "writer-o"),
        ("name: Writer\nminor: true\n", "", "writer"),
        ("name: Anne-Marie O.\nminor: true\n", "", "anne-marie-o"),
        ("name: Zoë O.\nminor: true\n", "", "zoe-o"),
        (SHORT, "", "writer-o-2"),
        (f"{SHORT}sort: O., Writer\nalso: [W. O.]\nrole: Pupil\nfeatured: 1\n", "", "writer-o"),
        (f"{SHORT}aliases: [/authors/17/, /team/writer-o/]\n", "", "writer-o"),
        (f"{SHORT}consent: 2026-014\nimage: portrait.jpg\n", f"![A desk]({DESK})", "writer-o"),
        (f"{SHORT}role: Seventh grader\n", "Writer writes on school. See [a text](../docs/articles/a.md).", "writer-o"),
        (f"{SHORT}role: Pupil at Lincoln Middle School\n", "", "writer-o"),
        (f"{SHORT}role: Middle school student in grade 7\n", "In High School, we read.", "writer-o"),
        ("name: Writer Nine\nimage: desk.jpg\nlinks: {website: https://example.org/}\n", "", "writer-nine"),
    ],
)
def test_what_tells_no_more_than_the_short_form_is_left_alone(fields: str, text: str, name: str, tmp_path: Path) -> None:
    assert [found for found in told(tmp_path, fields, text, name) if found[0] != "missing-picture"] == []


@pytest.mark.parametrize(
    ("fields", "text", "name", "places"),
    [
        ("name: Writer One\nminor: true\n", "", "writer-o", [(2, 7)]),
        ("name: Writer O. One\nminor: true\n", "", "writer-o", [(2, 7)]),
        ("name: One, Writer\nminor: true\n", "", "one-w", [(2, 7)]),
        (SHORT, "", "writer-one", [(1, 1)]),
        (SHORT, "", "writer-o-smith", [(1, 1)]),
        (SHORT, "", "writer", [(1, 1)]),
        (f"{SHORT}sort: One, Writer\n", "", "writer-o", [(4, 7)]),
        (f"{SHORT}also: [W. O., Writer One]\n", "", "writer-o", [(4, 15)]),
        (f"{SHORT}aliases: [/authors/writer-one/]\n", "", "writer-o", [(4, 11)]),
        (f"{SHORT}links: {{website: https://example.org/}}\n", "", "writer-o", [(4, 1)]),
        (SHORT, "See https://example.org/.", "writer-o", [(5, 5)]),
        (SHORT, "Call 212-664-7665.", "writer-o", [(5, 6)]),
        (f"{SHORT}image: portrait.jpg\n", "", "writer-o", [(4, 8)]),
        (f"{SHORT}consent: 2026-014\nimage: writer-one.jpg\n", "", "writer-o", [(5, 8)]),
        (SHORT, f"![A desk]({DESK})", "writer-o", [(5, 1)]),
        (f"{SHORT}role: Seventh grader at Lincoln Middle School\n", "", "writer-o", [(4, 7)]),
        (SHORT, "One day.\n\nIn 7th grade at P.S. 17.", "writer-o", [(7, 17)]),
        (f"{SHORT}role: Pupil of Lincoln High\n", "She is 14 years old.", "writer-o", [(4, 7)]),
        (f"{SHORT}role: Writer Ones own words\n", "", "writer-o", [(4, 7)]),
        (SHORT, "A life. Writer\nOne likes rivers; One, Writer.", "writer-o", [(5, 9), (6, 19)]),
        (f"{SHORT}consent: 17\nimage: {{src: portrait.jpg, caption: Writer One at a desk}}\n", "", "writer-o", [(5, 37)]),
    ],
)
def test_what_tells_more_is_an_error_where_it_stands(
    fields: str, text: str, name: str, places: list[tuple[int, int]], tmp_path: Path
) -> None:
    found = told(tmp_path, fields, text, name)
    assert [place for code, *place in found if code == "minor-named"] == [list(place) for place in places]


@pytest.mark.parametrize(
    "reference",
    ["permissions/17.pdf", "17.pdf", "https://example.org/17", "C:/17", "yes", "signed by Writer One", "w@example.org", "[17]"],
)
def test_the_paper_itself_is_no_reference(reference: str, tmp_path: Path) -> None:
    assert told(tmp_path, f'{SHORT}consent: "{reference}"\n') == [("wrong-shape", 4, 10)]


@pytest.mark.parametrize("reference", ["17", "2026-014", "'#31'", "A7_2"])
def test_a_number_in_a_list_is_one(reference: str, tmp_path: Path) -> None:
    assert (
        told(tmp_path, f"{SHORT}consent: {reference}\nimage: {DESK.replace('desk.png', 'portrait.png')}\n")[0][0]
        == "missing-picture"
    )


def test_nothing_of_the_permission_and_little_of_the_person_is_published(tmp_path: Path) -> None:
    fields = f"{SHORT}role: Pupil of rivers\nconsent: CANARY-2026\nimage: portrait.png\nalso: [W. O.]\n"
    root = small(tmp_path, {"authors/writer-o.md": f"---\n{fields}---\nA life among maps.\n"})
    write(root, "authors/portrait.png", (root / "docs/articles/2017/desks/desk.png").read_bytes())
    write(root, "docs/articles/a.md", article(author="writer-o"))
    write(root, "docs/articles/b.md", article(author="writer-o"))
    whole = site(root)
    on_article = printed(whole)["/articles/a/"] + str(pages(whole)["/articles/a/"].head)
    assert "Writer O." in on_article
    assert not [words for words in ("rivers", "maps", "portrait", "W. O.") if words in on_article]
    archive = gathered(root)
    made = build.files(archive, replace(ENGINE, frames=FRAMES), {})
    every = [data.read_bytes() if isinstance(data, Path) else data for batch in made for _, _, data in batch if data]
    assert len(every) > 20
    assert not any(b"canary" in data.lower() for data in every)
    assert not any(b"canary" in path.read_bytes().lower() for path in (root / ".cache").rglob("*") if path.is_file())


@given(st.text("abc ODé.-", min_size=1))
def test_the_short_form_of_a_name_is_short(name: str) -> None:
    if short := short_form(name):
        assert is_short(short) or not short.split()[-1][0].isalpha()
        assert short_form(short) in (short, short.replace("..", "."))
