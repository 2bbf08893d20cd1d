from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from article_archive.publish import Published, Unwritable, addresses_at, opened, rollback

from .releases import (
    NEW,
    OLD,
    PAGES,
    REST,
    batch,
    beside,
    fingerprint,
    kept,
    laid,
    publish,
    publish_difference,
    stopping,
    tree,
)

Change = Callable[[Path], object]


class Stopped(Exception):
    """What goes wrong while pages are made."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was published before."""
    publish(tmp_path / "site", OLD)
    return tmp_path / "site"


@pytest.fixture
def grown(site: Path) -> Path:
    """A site with a release before."""
    publish(site, PAGES, REST)
    return site


def inodes(site: Path) -> dict[str, tuple[int, int]]:
    """What tells a file from another that was written later: a disk may give an inode's number again."""
    found = {p.relative_to(site).as_posix(): p.stat() for p in site.rglob("*") if p.is_file()}
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in found.items()}


# The first time


def test_a_site_is_published_where_none_was(tmp_path: Path) -> None:
    site = tmp_path / "public" / "site"
    assert publish(site, PAGES, REST) == Published(len(NEW), written=len(NEW))
    assert tree(site) == NEW
    assert beside(site) == {"site"}


def test_an_empty_folder_becomes_the_site(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    publish(tmp_path / "site", PAGES, REST)
    assert tree(tmp_path / "site") == NEW
    assert beside(tmp_path / "site") == {"site"}


def test_a_site_of_an_earlier_program_is_known_by_its_sitemap_and_replaced_as_a_whole(tmp_path: Path) -> None:
    laid(tmp_path / "site", OLD)
    publish(tmp_path / "site", PAGES, REST)
    assert tree(tmp_path / "site") == NEW
    assert beside(tmp_path / "site") == {"site"}


def test_everybody_may_read_the_site_whatever_the_users_habit_is(tmp_path: Path) -> None:
    was = os.umask(0o077)
    try:
        publish(tmp_path / "site", PAGES, REST)
        publish(tmp_path / "site", OLD)
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(was)
    site = tmp_path / "site"
    assert {stat.S_IMODE(p.stat().st_mode) for p in (site, *site.rglob("*")) if p.is_dir()} == {0o755}
    assert {stat.S_IMODE(p.stat().st_mode) for p in site.rglob("*") if p.is_file()} == {0o644}


def test_files_are_copied_from_where_they_lie(site: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk.png"
    desk.write_bytes(b"\x89PNG" * 700_000)
    publish(site, [("desk.png", desk)], [("again/desk.png", desk)])
    assert tree(site) == {"desk.png": desk.read_bytes(), "again/desk.png": desk.read_bytes()}
    assert not (site / "desk.png").is_symlink()


# The next time


def test_the_new_site_is_whole_and_the_old_one_is_kept_beside(site: Path) -> None:
    assert publish(site, PAGES, REST) == Published(len(NEW), written=len(NEW), removed=1)
    assert tree(site) == NEW
    assert tree(site.with_name(".site.before")) == OLD
    assert beside(site) == {"site", ".site.before"}


def test_an_empty_site_is_a_site(site: Path) -> None:
    assert publish(site, ()) == Published(0, removed=len(OLD))
    assert list(site.iterdir()) == []


def test_where_nothing_differs_nothing_is_done(grown: Path) -> None:
    before, stands = inodes(grown), grown.stat().st_ino
    written = {path: path.stat().st_mtime_ns for path in kept(grown).iterdir()}
    assert publish_difference(grown, NEW) == Published(len(NEW))
    assert publish(grown, PAGES, REST) == Published(len(NEW))
    assert (inodes(grown), grown.stat().st_ino) == (before, stands)
    assert {path: path.stat().st_mtime_ns for path in kept(grown).iterdir()} == written


def test_what_stands_needs_no_bytes_and_is_one_file_in_both_releases(grown: Path) -> None:
    changed = NEW | {"articles/two/index.html": b"two, changed"}
    assert publish_difference(grown, changed) == Published(len(NEW), written=1)
    assert tree(grown) == changed
    before = inodes(grown.with_name(".site.before"))
    assert {path for path, inode in inodes(grown).items() if before[path] != inode} == {"articles/two/index.html"}


def test_a_page_that_comes_out_the_same_is_not_written_again(grown: Path) -> None:
    before = inodes(grown)
    with opened(grown, kept(grown)) as releases:
        one = [(path, fingerprint(data + b"another"), data) for path, data in NEW.items()]
        assert releases.publish(one, ()) == Published(len(NEW))
    with opened(grown, kept(grown)) as releases:
        assert releases.standing()["index.html"] == fingerprint(NEW["index.html"] + b"another")
        two = [*one[1:], ("index.html", fingerprint(b"other"), b"other")]
        assert releases.publish(two, ()) == Published(len(NEW), written=1)
    assert {path for path, inode in inodes(grown).items() if before[path] != inode} == {"index.html"}


def test_a_copied_file_that_is_the_same_is_not_copied_again(site: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk.png"
    desk.write_bytes(b"\x89PNG" * 700_000)
    publish(site, [("desk.png", desk)])
    with opened(site, kept(site)) as releases:
        assert releases.publish([("desk.png", bytes(16), desk)], ()) == Published(1)
        desk.write_bytes(b"\x89PNG" * 699_999 + b"last")
        assert releases.publish([("desk.png", bytes([1] * 16), desk)], ()) == Published(1, written=1)


def test_a_file_and_a_folder_can_take_each_others_place(site: Path) -> None:
    for files in ({"a": b"file", "b/c/d.html": b"page"}, {"a/index.html": b"page", "b": b"file"}, {"a": b"1", "b/c": b"2"}):
        for _ in range(2):
            publish_difference(site, files)
            assert tree(site) == files


def test_no_empty_folder_is_left(grown: Path) -> None:
    for files in ({"a/b/c/d.html": b"1", "e.html": b"1"}, {"e.html": b"2"}, {"e.html": b"3"}):
        publish_difference(grown, files)
    assert [path.name for path in (*grown.iterdir(), *grown.with_name(".site.before").iterdir())] == ["e.html", "e.html"]


@pytest.mark.parametrize("damage", [b"", b"article archive, manifest 1\n", b"\xff" * 5000])
def test_a_damaged_manifest_counts_as_none(grown: Path, damage: bytes) -> None:
    for file in kept(grown).iterdir():
        file.write_bytes(damage)
    with opened(grown, kept(grown)) as releases:
        assert not releases.standing()
    changed = NEW | {"index.html": b"changed"}
    publish_difference(grown, changed)
    publish_difference(grown, NEW)
    assert tree(grown) == NEW


def test_a_release_before_without_a_manifest_is_made_anew_from_the_site(grown: Path) -> None:
    before = grown.with_name(".site.before")
    stays = inodes(grown)
    publish_difference(grown, NEW | {"index.html": b"changed"})
    (kept(grown) / next(p.name for p in kept(grown).iterdir() if p.name.endswith(f"-{before.stat().st_ino:x}"))).unlink()
    (before / "half").mkdir()
    (before / "half" / "written.html").write_bytes(b"half")
    (before / "articles" / "two" / "index.html").unlink()
    publish_difference(grown, NEW)
    assert tree(grown) == NEW
    assert {path for path, inode in inodes(grown).items() if stays[path] != inode} == {"index.html"}


def test_two_releases_of_a_thousand_files_are_made_by_both_processes(tmp_path: Path) -> None:
    many = {f"articles/{n:05}/index.html": b"%d" % n for n in range(2_500)}
    publish(tmp_path / "site", many)
    publish_difference(tmp_path / "site", many | {"index.html": b"new"})
    assert tree(tmp_path / "site") == many | {"index.html": b"new"}
    publish_difference(tmp_path / "site", many)
    assert tree(tmp_path / "site") == many


# Failing


@pytest.mark.parametrize("reason", [Stopped("here"), KeyboardInterrupt("here")])
@pytest.mark.parametrize("is_first", [True, False])
def test_when_making_pages_stops_the_old_site_stands(site: Path, is_first: bool, reason: BaseException) -> None:
    for expected in (OLD, OLD):
        bad, good = stopping(PAGES, reason), iter(REST.items())
        with pytest.raises(type(reason), match="here"):
            publish(site, *((bad, good) if is_first else (good, bad)))
        assert tree(site) == expected
        assert beside(site) <= {"site", ".site.before"}
    publish(site, PAGES, REST)
    assert tree(site) == NEW
    publish_difference(site, OLD)
    assert tree(site) == OLD


@pytest.mark.parametrize("is_first", [True, False])
def test_when_the_first_build_stops_nothing_is_left(tmp_path: Path, is_first: bool) -> None:
    bad, good = stopping(PAGES, Stopped("here")), iter(REST.items())
    with pytest.raises(Stopped, match="here"):
        publish(tmp_path / "site", *((bad, good) if is_first else (good, bad)))
    assert beside(tmp_path / "site") == set()


@pytest.mark.parametrize("is_first", [True, False])
def test_when_a_file_to_copy_is_gone_the_old_site_stands(site: Path, tmp_path: Path, is_first: bool) -> None:
    bad, good = [("desk.png", bytes(16), tmp_path / "gone.png")], batch(REST)
    with opened(site, kept(site)) as releases, pytest.raises(Unwritable, match=r"No such file or directory: .*gone\.png"):
        releases.publish(*((bad, good) if is_first else (good, bad)))
    assert tree(site) == OLD


def test_what_comes_without_bytes_must_stand(site: Path) -> None:
    with opened(site, kept(site)) as releases, pytest.raises(ValueError, match="two"):
        releases.publish([("two.html", bytes(16), None)], ())
    assert tree(site) == OLD


def test_one_path_is_never_written_twice(site: Path) -> None:
    for one, other in ((PAGES, {"index.html": b"other"}), ([*PAGES.items(), ("index.html", b"other")], {})):
        with pytest.raises(Unwritable, match=r"Two files of the site would stand at `index\.html`"):
            publish(site, one, other)
    assert tree(site) == OLD


@pytest.mark.parametrize("order", [1, -1])
def test_a_file_in_the_place_of_a_folder_changes_nothing(site: Path, order: int) -> None:
    files: list[tuple[str, bytes | Path]] = [("a", b"file"), ("a/index.html", b"page")]
    with pytest.raises(Unwritable, match="Two files of the site would stand at `a`"):
        publish(site, files[::order])
    with pytest.raises(Unwritable, match="Two files of the site would stand at `a`"):
        publish(site, files[:1], files[1:])
    assert tree(site) == OLD
    publish(site, NEW)
    assert tree(site) == NEW


def test_a_site_below_a_file_is_unwritable_and_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(Unwritable, match=r"Not a directory|File exists"):
        publish(tmp_path / "file" / "site", PAGES, REST)
    assert tree(tmp_path) == {"file": b"x"}


def test_a_folder_without_permission_is_unwritable_and_the_old_site_stands(plain_users_folder: Path) -> None:
    site = plain_users_folder / "site"
    publish(site, OLD)
    plain_users_folder.chmod(0o500)
    with pytest.raises(Unwritable, match=r"Permission denied: .*\. Ask whoever owns the folder"):
        publish(site, PAGES, REST)
    assert tree(site) == OLD


@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_without_rights_to_what_is_kept_a_site_is_published_as_a_whole(plain_users_folder: Path, mode: int) -> None:
    site = plain_users_folder / "site"
    publish(site, OLD)
    kept(site).chmod(mode)
    for files in (NEW, OLD, NEW):
        assert publish(site, files).written == len(files)
        assert tree(site) == files
    kept(site).chmod(0o700)
    # The disk may have given a new tree the number of one that is known from before, whose files it does not hold.
    publish(site, OLD, replace_foreign=True)
    assert tree(site) == OLD


def test_a_file_in_the_sites_place_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"keep")
    with pytest.raises(Unwritable, match="is a file"):
        publish(tmp_path / "site", PAGES, REST)
    assert tree(tmp_path) == {"site": b"keep"}


def test_links_in_the_place_of_its_folders_are_not_followed(site: Path, tmp_path: Path) -> None:
    laid(tmp_path / "precious", {"letter.txt": b"keep"})
    for name in (".site.coming", ".site.before", ".site.leaving"):
        site.with_name(name).symlink_to(tmp_path / "precious", target_is_directory=True)
    publish(site, PAGES, REST)
    assert tree(site) == NEW
    inside = site.with_name(".site.before") / "articles"
    for path in inside.rglob("index.html"):
        path.unlink()
    (inside / "one").rmdir()
    inside.rmdir()
    inside.symlink_to(tmp_path / "precious", target_is_directory=True)
    publish(site, OLD)
    assert tree(site) == OLD
    assert tree(tmp_path / "precious") == {"letter.txt": b"keep"}


def test_a_reader_meets_the_old_site_or_the_new_one_and_never_both(site: Path) -> None:
    met: list[dict[str, bytes]] = []

    def pages() -> Iterator[tuple[str, bytes | Path]]:
        for item in PAGES.items():
            met.append(tree(site))
            yield item

    publish(site, pages(), REST)
    assert met == [OLD] * len(PAGES)
    assert tree(site) == NEW


# Changes by hand


CHANGES: dict[str, Change] = {
    "longer": lambda site: (site / "index.html").write_bytes(b"longer than before"),
    "emptied": lambda site: (site / "index.html").write_bytes(b""),
    "replaced": lambda site: shutil.copy(site / "empty.txt", site / "index.html"),
    "gone": lambda site: (site / "index.html").unlink(),
    "closed": lambda site: (site / "index.html").chmod(0o600),
    "older": lambda site: os.utime(site / "index.html", (0, 0)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_by_hand_is_put_right(grown: Path, change: Change) -> None:
    change(grown)
    with opened(grown, kept(grown)) as releases:
        assert "index.html" not in releases.standing()
        assert not releases.is_whole()
    done = publish_difference(grown, NEW)
    assert (done.put_right, done.removed) == (1, 0)
    assert tree(grown) == NEW
    assert stat.S_IMODE((grown / "index.html").stat().st_mode) == 0o644
    assert publish_difference(grown, NEW) == Published(len(NEW))


def test_a_folder_that_was_taken_away_is_put_right(grown: Path) -> None:
    (grown / "assets").rename(grown.parent / "elsewhere")
    (grown / "articles" / "one").rename(grown.parent / "elsewhere" / "one")
    assert publish_difference(grown, NEW).put_right == 2
    assert tree(grown) == NEW


def test_a_link_in_the_place_of_a_folder_is_foreign_and_what_it_leads_to_is_safe(grown: Path) -> None:
    (grown / "articles").rename(grown.parent / "elsewhere")
    (grown / "articles").symlink_to(grown.parent / "elsewhere", target_is_directory=True)
    with pytest.raises(Unwritable, match="no build has written: articles"):
        publish_difference(grown, NEW)
    publish(grown, NEW, replace_foreign=True)
    assert tree(grown) == NEW
    assert not (grown / "articles").is_symlink()
    assert len(tree(grown.parent / "elsewhere")) == 3


def test_foreign_files_are_in_the_way_until_somebody_asks_to_delete_them(grown: Path) -> None:
    foreign = {"articles/letter.txt": b"keep", "mine/a.txt": b"keep", "mine/b/c.txt": b"keep"}
    laid(grown, foreign)
    with pytest.raises(
        Unwritable, match=r"articles/letter\.txt, mine/a\.txt, mine/b/c\.txt\. Move them .*--delete-foreign"
    ) as raised:
        publish(grown, OLD)
    assert "more" not in str(raised.value)
    assert tree(grown) == NEW | foreign
    assert publish(grown, OLD, replace_foreign=True).put_right == 3
    assert tree(grown) == OLD
    assert tree(grown.with_name(".site.before")) == NEW


def test_five_foreign_files_are_named_and_the_others_counted(grown: Path) -> None:
    laid(grown, {f"{n:04}.txt": b"keep" for n in range(1_205)})
    with pytest.raises(Unwritable, match=r"0000\.txt, 0001\.txt, 0002\.txt, 0003\.txt, 0004\.txt and 1,200 more\."):
        publish(grown, OLD)


def test_a_foreign_file_that_comes_while_pages_are_made_is_never_deleted(grown: Path) -> None:
    def pages() -> Iterator[tuple[str, bytes | Path]]:
        yield from OLD.items()
        laid(grown, {"articles/letter.txt": b"keep"})

    with pytest.raises(Unwritable, match=r"articles/letter\.txt"):
        publish(grown, pages())
    assert tree(grown) == NEW | {"articles/letter.txt": b"keep"}


def test_a_folder_that_no_build_has_written_is_never_replaced_unasked(tmp_path: Path) -> None:
    laid(tmp_path / "site", {"letter.txt": b"keep"})
    with pytest.raises(Unwritable, match=r"no build has written: letter\.txt"):
        publish(tmp_path / "site", PAGES, REST)
    assert tree(tmp_path) == {"site/letter.txt": b"keep"}
    publish(tmp_path / "site", PAGES, REST, replace_foreign=True)
    assert tree(tmp_path / "site") == NEW
    assert beside(tmp_path / "site") == {"site"}


def test_an_empty_folder_is_nobodys_work(grown: Path) -> None:
    (grown / "empty" / "deep").mkdir(parents=True)
    publish_difference(grown, OLD)
    assert not (grown / "empty").exists()


def test_what_was_changed_by_hand_in_both_releases_at_once_is_put_right(grown: Path) -> None:
    changed = NEW | {"empty.txt": b"no more"}
    publish_difference(grown, changed)
    with (grown / "index.html").open("ab") as file:  # one file in both
        file.write(b"scribbled")
    assert publish_difference(grown, NEW).put_right == 1
    assert tree(grown) == NEW


@pytest.mark.parametrize("path", ["articles/index.html", "index.html"])
@pytest.mark.parametrize("data", [None, b"scribbled"])
def test_what_was_changed_by_hand_in_the_release_before_does_no_harm(grown: Path, path: str, data: bytes | None) -> None:
    publish_difference(grown, NEW | {"index.html": b"changed"})
    (file := grown.with_name(".site.before") / path).unlink()
    if data is not None:
        file.write_bytes(data)
    changed = NEW | {"empty.txt": b"no more"}
    publish_difference(grown, changed)
    assert tree(grown) == changed


# Where the site lies


def test_a_site_that_is_a_link_is_published_where_it_leads(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site, target_is_directory=True)
    publish(tmp_path / "link", PAGES, REST)
    assert (tmp_path / "link").is_symlink()
    assert tree(site) == NEW


def test_a_link_that_leads_nowhere_yet_is_published_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "site", target_is_directory=True)
    publish(tmp_path / "link", PAGES, REST)
    assert tree(tmp_path / "site") == NEW


def test_where_folders_cannot_change_places_at_once_they_do_in_two_steps(grown: Path) -> None:
    publish(grown, OLD, at_once=False)
    assert tree(grown) == OLD
    assert tree(grown.with_name(".site.before")) == NEW
    assert beside(grown) == {"site", ".site.before"}


@pytest.mark.parametrize("steps", [1, 2])
def test_a_kill_between_the_steps_is_put_right_at_the_next_run(grown: Path, steps: int) -> None:
    before, leaving = grown.with_name(".site.before"), grown.with_name(".site.leaving")
    grown.rename(leaving)
    if steps == 2:
        before.rename(grown)
    with opened(grown, kept(grown)) as releases:
        assert tree(grown) == OLD  # the release before is whole, too: it was on its way
        assert releases.is_whole()
    assert tree(before) == NEW
    assert beside(grown) == {"site", ".site.before"}


def test_a_kill_between_the_steps_leaves_the_site_where_the_other_tree_is_not_whole(grown: Path) -> None:
    for file in kept(grown).iterdir():
        file.unlink()
    grown.rename(grown.with_name(".site.leaving"))
    with opened(grown, kept(grown)):
        assert tree(grown) == NEW


def test_what_a_crash_left_is_cleared_away(site: Path) -> None:
    laid(site.with_name(".site.coming"), {"half.html": b"half"})
    laid(site.with_name(".site.before"), {"older.html": b"older"})
    site.with_name(".site.lock").write_text("process 1 since yesterday\n")
    publish(site, PAGES, REST)
    assert tree(site) == NEW
    assert tree(site.with_name(".site.before")) == OLD
    assert beside(site) == {"site", ".site.before"}


# Going back


def test_the_release_before_comes_back_and_goes_again(grown: Path) -> None:
    assert rollback(grown, kept(grown)) == len(OLD)
    assert tree(grown) == OLD
    assert rollback(grown, kept(grown), at_once=False) == len(NEW)
    assert tree(grown) == NEW
    rollback(grown, kept(grown))
    assert publish_difference(grown, NEW).files == len(NEW)
    assert tree(grown) == NEW


def test_without_a_release_before_the_site_stays(site: Path, tmp_path: Path) -> None:
    for folder in (site, tmp_path / "nowhere"):
        with pytest.raises(Unwritable, match="No release before is kept"):
            rollback(folder, kept(site))
    assert tree(site) == OLD


def test_a_release_before_that_is_no_longer_whole_does_not_come_back(grown: Path) -> None:
    (grown.with_name(".site.before") / "old.html").unlink()
    with pytest.raises(Unwritable, match=r"no longer whole: old\.html"):
        rollback(grown, kept(grown))
    assert tree(grown) == NEW


def test_half_of_a_release_never_comes_back(grown: Path) -> None:
    with pytest.raises(Stopped):
        publish(grown, stopping({"added.html": b"added"}, Stopped()))
    with pytest.raises(Unwritable, match="No release before is kept"):
        rollback(grown, kept(grown))
    assert tree(grown) == NEW


def test_foreign_files_are_in_the_way_of_going_back(grown: Path) -> None:
    laid(grown, {"letter.txt": b"keep"})
    with pytest.raises(Unwritable, match=r"letter\.txt"):
        rollback(grown, kept(grown))
    assert tree(grown) == NEW | {"letter.txt": b"keep"}


# What stands there


def test_what_stands_is_known_by_its_fingerprints(site: Path) -> None:
    with opened(site, kept(site)) as releases:
        assert releases.standing() == {path: fingerprint(data) for path, data in OLD.items()}
        assert releases.is_whole()
    with opened(site.with_name("other"), kept(site)) as releases:
        assert releases.standing() == {}
        assert not releases.is_whole()


def test_only_manifests_of_trees_that_stand_are_kept(grown: Path) -> None:
    for n in range(4):
        publish_difference(grown, NEW | {"index.html": b"%d" % n})
    assert len(list(kept(grown).iterdir())) == 2
    publish(grown.with_name("other"), OLD)
    assert len(list(kept(grown).iterdir())) == 3


def test_the_addresses_of_a_site_are_those_of_its_sitemap(tmp_path: Path) -> None:
    text = "<urlset><url><loc>https://example.org/a&amp;b/</loc></url><url><loc>https://example.org/</loc></url></urlset>"
    (tmp_path / "sitemap.xml").write_text(text, encoding="utf-8")
    assert addresses_at(tmp_path) == {"https://example.org/a&b/", "https://example.org/"}


def test_where_nothing_is_published_no_address_is() -> None:
    assert addresses_at(Path("/nowhere/at/all")) == frozenset()
