"""Round after round from memory gives what one look at everything gives, whatever is edited between."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from article_archive import build

from ..archives import ENGINE, NOW, article, judged_settings, small, write

PATHS = ("docs/articles/2016/a.md", "docs/articles/2017/b.md", "docs/articles/2016/first-words.md")
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["One", "Two"]),
        "date": st.sampled_from(["2016", "2020-01-02", "2031"]),
        "author": st.sampled_from(["writer-one", "writer-two", "writer-on"]),
        "attributes": st.sampled_from(["[Voice]", "[Co-Creation]"]),
        "summary": st.sampled_from(["Words.", ""]),
        "draft": st.just("true"),
        "aliases": st.just("[/old/]"),
        "image": st.just("{src: none.png, alt: None}"),
    },
)
TEXTS = st.sampled_from(
    ["Words.\n", "Other words.\n", "[A link](../2016/a.md)\n", "[A link](../2017/b.md#none)\n", "![](desk.png)\n"]
)
WRITING = st.tuples(st.sampled_from(PATHS), TEXTS, FIELDS)
RENAMED = st.tuples(st.just("authors/writer-one.md"), st.sampled_from(["Writer One", "Writer Number One"]), st.none())
DELETING = st.tuples(st.sampled_from(PATHS), st.none(), st.none())
PASSING = st.tuples(st.none(), st.none(), st.none())


def edit(root: Path, path: str, text: str | None, fields: dict[str, str] | None) -> None:
    if text is None:
        (root / path).unlink(missing_ok=True)
    else:
        write(root, path, f"---\nname: {text}\n---\n" if fields is None else article(text, **fields))


def plain(archive: build.Archive) -> build.Archive:
    return replace(archive, nearest=None)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WRITING | RENAMED | DELETING | PASSING, min_size=1, max_size=6))
def test_a_round_from_memory_gives_what_a_look_at_everything_gives(
    edits: list[tuple[str | None, str | None, dict[str, str] | None]],
) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        root, memory, now = small(folder), build.Memory(), NOW
        chosen = judged_settings(root)[0]
        build.gather(root, chosen, ENGINE, now, memory=memory)
        for path, text, fields in edits:
            if path is None:
                now = later(now)
            else:
                edit(root, path, text, fields)
            assert plain(build.gather(root, chosen, ENGINE, now, memory=memory)) == plain(build.gather(root, chosen, ENGINE, now))
    finally:
        shutil.rmtree(folder)


def later(now: datetime) -> datetime:
    return now + timedelta(days=1)


def test_a_round_in_which_only_words_changed_shelves_nothing_anew(tmp_path: Path) -> None:
    root, memory = small(tmp_path), build.Memory()
    write(root, PATHS[0], article("Words.\n"))
    chosen = judged_settings(root)[0]
    first = build.gather(root, chosen, ENGINE, NOW, memory=memory)
    write(root, PATHS[0], article("Other words.\n", title="Another title"))
    second = build.gather(root, chosen, ENGINE, NOW, memory=memory)
    assert second.map is first.map
    assert second.catalogue != first.catalogue
    write(root, PATHS[0], article("Other words.\n", title="Another title", date="2011"))
    assert build.gather(root, chosen, ENGINE, NOW, memory=memory).map is not second.map
