from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from article_archive.publish import Unwritable, addresses_at, publish

OLD = {"index.html": b"old", "articles/one/index.html": b"one", "old.html": b"gone", "sitemap.xml": b"<urlset/>"}
PAGES = {"index.html": b"new", "articles/one/index.html": b"one more", "articles/two/index.html": b"two"}
REST = {"sitemap.xml": b"<urlset></urlset>", "assets/deep/er/style.css": b"p{}", "empty.txt": b"", "articles/index.html": b"list"}


class Stopped(Exception):
    """What goes wrong while pages are made."""


def laid(site: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)


def tree(site: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def beside(site: Path) -> set[str]:
    return {path.name for path in site.parent.iterdir()}


def stopping(files: Mapping[str, bytes], reason: BaseException) -> Iterator[tuple[str, bytes]]:
    yield from files.items()
    raise reason


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was published before."""
    laid(tmp_path / "site", OLD)
    return tmp_path / "site"


def test_the_new_site_is_whole_and_nothing_of_the_old_is_left(site: Path) -> None:
    assert publish(site, PAGES.items(), REST.items()) == len(PAGES) + len(REST)
    assert tree(site) == PAGES | REST
    assert beside(site) == {"site"}


def test_a_site_is_published_where_none_was(tmp_path: Path) -> None:
    site = tmp_path / "public" / "site"
    publish(site, PAGES.items(), REST.items())
    assert tree(site) == PAGES | REST
    assert beside(site) == {"site"}


def test_an_empty_site_is_a_site(site: Path) -> None:
    assert publish(site, (), ()) == 0
    assert tree(site) == {}


def test_files_are_copied_from_where_they_lie(site: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk.png"
    desk.write_bytes(b"\x89PNG" * 100_000)
    publish(site, [("desk.png", desk)], [("again/desk.png", desk)])
    assert tree(site) == {"desk.png": desk.read_bytes(), "again/desk.png": desk.read_bytes()}
    assert not (site / "desk.png").is_symlink()


def test_publishing_twice_gives_the_same(site: Path) -> None:
    publish(site, PAGES.items(), REST.items())
    publish(site, PAGES.items(), REST.items())
    assert tree(site) == PAGES | REST
    assert beside(site) == {"site"}


@pytest.mark.parametrize("is_first", [True, False])
def test_when_making_pages_fails_the_old_site_stands(site: Path, is_first: bool) -> None:
    bad, good = stopping(PAGES, Stopped("here")), iter(REST.items())
    with pytest.raises(Stopped, match="here"):
        publish(site, *((bad, good) if is_first else (good, bad)))
    assert tree(site) == OLD
    assert beside(site) == {"site"}


@pytest.mark.parametrize("is_first", [True, False])
def test_when_somebody_stops_it_the_old_site_stands(site: Path, is_first: bool) -> None:
    bad, good = stopping(PAGES, KeyboardInterrupt()), iter(REST.items())
    with pytest.raises(KeyboardInterrupt):
        publish(site, *((bad, good) if is_first else (good, bad)))
    assert tree(site) == OLD
    assert beside(site) == {"site"}


@pytest.mark.parametrize("is_first", [True, False])
def test_when_a_file_to_copy_is_gone_the_old_site_stands(site: Path, tmp_path: Path, is_first: bool) -> None:
    bad, good = [("desk.png", tmp_path / "gone.png")], REST.items()
    with pytest.raises(Unwritable, match="No such file or directory"):
        publish(site, *((bad, good) if is_first else (good, bad)))
    assert tree(site) == OLD
    assert beside(site) == {"site"}


def test_one_path_is_never_written_twice(site: Path) -> None:
    with pytest.raises(Unwritable):
        publish(site, PAGES.items(), [("index.html", b"other")])
    assert tree(site) == OLD
    assert beside(site) == {"site"}


def test_a_file_in_the_place_of_a_folder_changes_nothing(site: Path) -> None:
    with pytest.raises(Unwritable):
        publish(site, [("a", b"file"), ("a/index.html", b"page")], ())
    assert tree(site) == OLD
    assert beside(site) == {"site"}


def test_a_site_below_a_file_is_unwritable_and_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(Unwritable, match=r"Not a directory|File exists"):
        publish(tmp_path / "file" / "site", PAGES.items(), REST.items())
    assert tree(tmp_path) == {"file": b"x"}


def test_a_folder_without_permission_is_unwritable_and_the_old_site_stands(plain_users_folder: Path) -> None:
    site = plain_users_folder / "site"
    laid(site, OLD)
    plain_users_folder.chmod(0o500)
    with pytest.raises(Unwritable, match="Permission denied"):
        publish(site, PAGES.items(), REST.items())
    assert tree(site) == OLD
    assert beside(site) == {"site"}


def test_what_a_crash_left_is_cleared_away(site: Path) -> None:
    laid(site.with_name(".site.coming"), {"half.html": b"half"})
    laid(site.with_name(".site.before"), {"older.html": b"older"})
    publish(site, PAGES.items(), REST.items())
    assert tree(site) == PAGES | REST
    assert beside(site) == {"site"}


def test_links_in_the_place_of_its_folders_are_not_followed(site: Path, tmp_path: Path) -> None:
    laid(tmp_path / "precious", {"letter.txt": b"keep"})
    site.with_name(".site.coming").symlink_to(tmp_path / "precious", target_is_directory=True)
    site.with_name(".site.before").symlink_to(tmp_path / "precious", target_is_directory=True)
    publish(site, PAGES.items(), REST.items())
    assert tree(site) == PAGES | REST
    assert tree(tmp_path / "precious") == {"letter.txt": b"keep"}


def test_a_reader_meets_the_old_site_or_the_new_one_and_never_both(site: Path) -> None:
    met: list[dict[str, bytes]] = []

    def pages() -> Iterator[tuple[str, bytes]]:
        for item in PAGES.items():
            met.append(tree(site))
            yield item

    publish(site, pages(), REST.items())
    assert met == [OLD] * len(PAGES)
    assert tree(site) == PAGES | REST


def test_the_addresses_of_a_site_are_those_of_its_sitemap(tmp_path: Path) -> None:
    text = "<urlset><url><loc>https://example.org/a&amp;b/</loc></url><url><loc>https://example.org/</loc></url></urlset>"
    (tmp_path / "sitemap.xml").write_text(text, encoding="utf-8")
    assert addresses_at(tmp_path) == {"https://example.org/a&b/", "https://example.org/"}


def test_where_nothing_is_published_no_address_is() -> None:
    assert addresses_at(Path("/nowhere/at/all")) == frozenset()


def test_a_folder_that_no_build_has_written_is_never_replaced(tmp_path: Path) -> None:
    laid(tmp_path / "site", {"letter.txt": b"keep"})
    with pytest.raises(Unwritable, match="no build has written"):
        publish(tmp_path / "site", PAGES.items(), REST.items())
    assert tree(tmp_path) == {"site/letter.txt": b"keep"}


def test_a_file_in_the_sites_place_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"keep")
    with pytest.raises(Unwritable, match="is a file"):
        publish(tmp_path / "site", PAGES.items(), REST.items())
    assert tree(tmp_path) == {"site": b"keep"}


def test_a_site_that_is_a_link_is_published_where_it_leads(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site, target_is_directory=True)
    publish(tmp_path / "link", PAGES.items(), REST.items())
    assert (tmp_path / "link").is_symlink()
    assert tree(site) == PAGES | REST


def test_a_second_build_at_the_same_time_is_told_and_the_first_is_whole(site: Path) -> None:
    def slowly() -> Iterator[tuple[str, bytes]]:
        yield from PAGES.items()
        with pytest.raises(Unwritable, match="Another build"):
            publish(site, {"half.html": b"half"}.items(), ())

    publish(site, slowly(), REST.items())
    assert tree(site) == PAGES | REST
