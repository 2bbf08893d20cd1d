"""Recorded voices: their index, their pages, and the addresses of their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from article_archive.pages.player import group, player, told_apart

from ..archives import MP4, article, pages, printed, site, small
from ..everything import CLIPS, Look

VIDEO = "---\ntitle: A talk\nspeakers: [writer-one]\nvideo: talk.mp4\ntranscript: q1.vtt\n---\nWords.\n"


def vtt(*starts: str) -> str:
    return "WEBVTT\n\n" + "\n".join(f"{start} --> 09:59:59.000\n<v Writer One>Words {n}\n" for n, start in enumerate(starts))


def test_an_archive_without_clips_has_no_index_of_them(tmp_path: Path) -> None:
    whole = site(small(tmp_path))
    assert not any(address.startswith("/clips/") for address in pages(whole))
    assert not any("/clips/" in text for text in printed(whole).values())


def test_the_index_shows_each_group_with_its_clips_in_order(tmp_path: Path) -> None:
    one = CLIPS["docs/clips/q1.md"].replace("group: Five questions", "group: Another").replace("order: 1", "order: 9")
    alone = one.replace("group: Another\n", "")
    files = {"docs/clips/z.md": one, "docs/clips/y.md": one.replace("9", "8"), "docs/clips/x.md": alone}
    index = pages(site(small(tmp_path, {**CLIPS, **files})))["/clips/"].context
    assert index["count"] == 5
    assert [(found["name"], [row["href"] for row in found["clips"]]) for found in index["groups"]] == [
        ("", ["/clips/x/"]),
        ("Another", ["/clips/y/", "/clips/z/"]),
        ("Five questions", ["/clips/q1/", "/clips/q2/"]),
    ]


def test_a_clips_page_leads_to_the_others_of_its_group(tmp_path: Path) -> None:
    page = pages(site(small(tmp_path, CLIPS)))["/clips/q1/"]
    assert [row["href"] for row in page.context["others"]] == ["/clips/q2/"]
    assert page.scripts == ("components",)


def test_a_clip_with_pictures_is_a_video_with_captions(tmp_path: Path) -> None:
    files = {**CLIPS, "docs/clips/talk.md": VIDEO, "docs/clips/talk.mp4": MP4}
    page = printed(site(small(tmp_path, files)))["/clips/talk/"]
    assert '<video controls preload="none" src="/clips/talk/talk-' in page
    assert '<track kind="captions" src="/clips/' in page
    assert "<audio" not in page


@pytest.mark.parametrize(
    ("starts", "seconds", "with_address"),
    [
        (["00:00.000", "00:01.500"], [0, 1], [True, True]),
        (["00:01.100", "00:01.900", "00:02.000"], [1, 1, 2], [True, False, True]),
        (["01:02:03.004"], [3723], [True]),
        (["00:05.000", "00:01.000"], [1, 5], [True, True]),
    ],
)
def test_the_first_line_of_a_second_has_its_address(
    tmp_path: Path, starts: list[str], seconds: list[int], with_address: list[bool]
) -> None:
    whole = site(small(tmp_path, {**CLIPS, "docs/clips/q1.vtt": vtt(*starts)}))
    lines = player(whole.catalogue.clips[0], whole)["lines"]
    assert [line["second"] for line in lines] == seconds
    assert [line["is_first"] for line in lines] == with_address
    assert Look(printed(whole)["/clips/q1/"]).twice() == []


def test_a_speaker_is_named_where_another_one_spoke_before(tmp_path: Path) -> None:
    whole = site(small(tmp_path, CLIPS))
    assert [line["speaker"] for line in player(whole.catalogue.clips[0], whole)["lines"]] == ["Writer One", "Sample voice A", ""]


def test_a_group_is_called_as_its_clips_call_it(tmp_path: Path) -> None:
    whole = site(small(tmp_path, CLIPS))
    assert [part["id"] for part in group("Five questions", whole)] == ["q1", "q2"]
    assert group("five questions", whole) == []


def test_the_first_clip_of_a_page_has_plain_addresses_and_all_others_their_own() -> None:
    shown = [{"kind": "html"}, *({"kind": "clip", "id": name} for name in "abab")]
    told = [(part["id"], part["prefix"]) for part in told_apart(shown) if part["kind"] == "clip"]
    assert told == [("a", ""), ("b", "b:"), ("a:2", "a:2:"), ("b:2", "b:2:")]


def test_a_clip_is_mentioned_by_its_own_title(tmp_path: Path) -> None:
    page = printed(site(small(tmp_path, {**CLIPS, "docs/articles/a.md": article("[Listen](../clips/q1.md)\n")})))["/articles/a/"]
    assert '<a href="/clips/q1/">What does it look like?</a>' in page
    inside = printed(site(small(tmp_path / "2", {**CLIPS, "docs/articles/a.md": article("See [this](../clips/q1.md).\n")})))
    assert '<p>See <a href="/clips/q1/">this</a>.</p>' in inside["/articles/a/"]
