"""Laws of publishing: whatever is published, changed by hand, forgotten or taken back, what stands is what should."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from article_archive.publish import Unwritable, rollback

from .releases import kept, laid, publish, publish_difference, tree

PATHS = st.sampled_from(["index.html", "a/index.html", "a/b/index.html", "a/b/c.css", "d.txt", "e/f/g.xml", "sitemap.xml"])
SITES = st.dictionaries(PATHS, st.sampled_from([b"", b"1", b"2", b"22", b"333"]))


class Publishing(RuleBasedStateMachine):
    """A site beside its model: what was published last, and before."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.site = self.folder / "site"
        self.now: dict[str, bytes] = {}
        self.before: dict[str, bytes] | None = None
        self.changed: set[str] = set()
        self.foreign: dict[str, bytes] = {}
        publish(self.site, {})

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def published(self, files: dict[str, bytes]) -> None:
        if files != self.now or self.changed:
            self.before = None if self.changed else self.now
        self.now, self.changed = files, set()

    @rule(files=SITES, knows_what_stands=st.booleans())
    def publish(self, files: dict[str, bytes], knows_what_stands: bool) -> None:
        work = publish_difference if knows_what_stands else publish
        if self.foreign:
            with pytest.raises(Unwritable, match="no build has written"):
                work(self.site, files)
        else:
            work(self.site, files)
            self.published(files)

    @precondition(lambda self: self.foreign)
    @rule(files=SITES)
    def delete_foreign(self, files: dict[str, bytes]) -> None:
        publish(self.site, files, replace_foreign=True)
        self.foreign = {}
        self.changed = self.changed or {"foreign"}
        self.published(files)

    @precondition(lambda self: self.now)
    @rule(path=PATHS, data=st.sampled_from([None, b"changed by hand"]))
    def change_by_hand(self, path: str, data: bytes | None) -> None:
        if path in self.now and (file := self.site / path).exists():
            file.unlink() if data is None else file.write_bytes(data)
            self.changed.add(path)

    # Where every manifest is lost, nobody can tell them.
    @precondition(lambda self: "everything" not in self.changed)
    @rule(path=st.sampled_from(["letter.txt", "a/letter.txt", "mine/letter.txt"]))
    def add_by_hand(self, path: str) -> None:
        laid(self.site, {path: b"keep"})
        self.foreign[path] = b"keep"

    @precondition(lambda self: not self.foreign and not self.changed and "sitemap.xml" in self.now)
    @rule()
    def forget(self) -> None:
        shutil.rmtree(kept(self.site), ignore_errors=True)
        self.changed = {"everything"}

    @precondition(lambda self: self.before is not None and not self.changed and not self.foreign)
    @rule(at_once=st.booleans())
    def go_back(self, at_once: bool) -> None:
        rollback(self.site, kept(self.site), at_once=at_once)
        assert self.before is not None
        self.now, self.before = self.before, self.now

    @invariant()
    def what_stands_is_what_was_published(self) -> None:
        stands = tree(self.site)
        assert {p: d for p, d in stands.items() if p not in self.changed and p not in self.foreign} == {
            p: d for p, d in self.now.items() if p not in self.changed
        }
        assert {p: d for p, d in stands.items() if p in self.foreign} == self.foreign

    @invariant()
    def the_release_before_is_whole(self) -> None:
        if self.before is not None and not self.changed:
            assert tree(self.site.with_name(".site.before")) == self.before


Publishing.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
test_whatever_is_done_what_stands_is_what_was_published = Publishing.TestCase
