from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.frames import SLOTS, Slot, fill, mark, split

VALUES = st.fixed_dictionaries({slot: st.text(st.characters(exclude_categories=["Cs", "Co"])) for slot in SLOTS})


def test_slots_are_filled_where_their_marks_stood() -> None:
    frame = split(f"<title>{mark('title')}</title>{mark('head')}<main>{mark('content')}</main>")
    assert (
        fill(frame, {"title": b"T", "head": b"<h>", "content": b"C", "canonical": b"unused"})
        == b"<title>T</title><h><main>C</main>"
    )


def test_a_frame_without_text_around_its_content_is_a_frame() -> None:
    assert fill(split(mark("content")), {"content": b"C"}) == b"C"


def test_a_slot_may_stand_twice() -> None:
    frame = split(f"{mark('title')}-{mark('title')}-{mark('content')}")
    assert fill(frame, {"title": b"T", "content": b"C"}) == b"T-T-C"


def test_a_frame_has_one_stretch_more_than_slots() -> None:
    frame = split(f"a{mark('title')}{mark('content')}b")
    assert frame.chrome == (b"a", b"", b"b")
    assert frame.slots == ("title", "content")


@pytest.mark.parametrize("page", ["", "<main></main>", mark("title")])
def test_a_frame_needs_its_content(page: str) -> None:
    with pytest.raises(ValueError, match="exactly once"):
        split(page)


def test_a_frame_holds_its_content_once() -> None:
    with pytest.raises(ValueError, match="exactly once"):
        split(mark("content") * 2)


def test_an_unknown_slot_is_told() -> None:
    with pytest.raises(ValueError, match="footer"):
        split(f"{mark('content')}{mark('content').replace('content', 'footer')}")


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill(split(f"{mark('title')}{mark('content')}"), {"content": b"C"})


def test_indentation_is_left_out_and_line_ends_stay() -> None:
    assert split(f"<ul>\n    <li>\n\n  x{mark('content')}").chrome[0] == b"<ul>\n<li>\nx"


def test_what_looks_like_a_mark_in_a_value_stays_as_it_is() -> None:
    frame = split(f"{mark('title')}|{mark('content')}")
    values: dict[Slot, bytes] = {"title": mark("content").encode(), "content": b"C"}
    assert fill(frame, values) == mark("content").encode() + b"|C"


@given(VALUES, st.permutations(SLOTS))
def test_every_value_comes_out_as_it_went_in(values: dict[Slot, str], order: list[Slot]) -> None:
    frame = split("".join(f"[{slot}:{mark(slot)}]" for slot in order))
    filled = fill(frame, {slot: value.encode() for slot, value in values.items()})
    assert filled.decode() == "".join(f"[{slot}:{values[slot]}]" for slot in order)
