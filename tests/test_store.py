from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.store import Store


class Making:
    """Makes the same bytes again and again, and counts how often."""

    def __init__(self, made: bytes = b"a picture") -> None:
        self.made, self.times = made, 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.made


def never() -> bytes:
    raise AssertionError("this was kept, and is made again")


def the_file(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


def test_a_thing_is_made_once(tmp_path: Path) -> None:
    making = Making()
    assert [Store(tmp_path / "kept").kept("a key", making) for _ in range(3)] == [b"a picture"] * 3
    assert making.times == 1


def test_each_key_has_its_own_bytes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert [store.kept(key, key.encode) for key in ("one", "two", "../three", "a/b", "")] == [
        b"one",
        b"two",
        b"../three",
        b"a/b",
        b"",
    ]
    assert store.kept("two", never) == b"two"


def test_without_a_folder_nothing_is_kept() -> None:
    making = Making()
    assert [Store(None).kept("a key", making) for _ in range(2)] == [b"a picture"] * 2
    assert making.times == 2


def test_files_stand_in_folders_of_two_letters_and_nothing_else_is_left(tmp_path: Path) -> None:
    for number in range(20):
        Store(tmp_path).kept(str(number), Making())
    paths = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert len(paths) == 20
    assert all(len(path.parts) == 2 and len(path.parts[0]) == 2 and not path.name.startswith(".") for path in paths)


@given(st.binary(max_size=60), st.data())
def test_no_damage_goes_unnoticed(made: bytes, data: st.DataObject) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        Store(folder).kept("a key", lambda: made)
        sound = the_file(folder).read_bytes()
        at = data.draw(st.integers(0, len(sound) - 1))
        damaged = data.draw(
            st.sampled_from(
                [sound[:at], sound + b"x", sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :], b"", b"\0" * len(sound)]
            )
        )
        the_file(folder).write_bytes(damaged)
        assert Store(folder).kept("a key", lambda: made) == made
        assert the_file(folder).read_bytes() == sound


def test_a_file_under_anothers_name_is_made_anew(tmp_path: Path) -> None:
    Store(tmp_path / "a").kept("one", lambda: b"one")
    Store(tmp_path / "b").kept("two", lambda: b"two")
    the_file(tmp_path / "a").replace(the_file(tmp_path / "b"))
    assert Store(tmp_path / "b").kept("two", lambda: b"two") == b"two"


def test_a_folder_that_is_a_file_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    assert Store(tmp_path / "kept").kept("a key", Making()) == b"a picture"
    assert (tmp_path / "kept").read_text() == "in the way"


def test_an_entry_that_is_a_folder_keeps_nothing(tmp_path: Path) -> None:
    Store(tmp_path).kept("a key", Making())
    file = the_file(tmp_path)
    file.unlink()
    file.mkdir()
    assert Store(tmp_path).kept("a key", Making()) == b"a picture"
    assert list(file.parent.iterdir()) == [file]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    Store(tmp_path).kept("a key", Making())
    file = the_file(tmp_path)
    file.unlink()
    os.mkfifo(file)
    assert Store(tmp_path).kept("a key", Making()) == b"a picture"
    assert Store(tmp_path).kept("a key", never) == b"a picture"


def test_a_folder_that_may_not_be_written_keeps_nothing(plain_users_folder: Path) -> None:
    plain_users_folder.chmod(0o500)
    assert Store(plain_users_folder).kept("a key", Making()) == b"a picture"
    assert list(plain_users_folder.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_still_read(plain_users_folder: Path) -> None:
    store = Store(plain_users_folder / "kept")
    store.kept("a key", Making())
    (plain_users_folder / "kept").chmod(0o500)
    assert store.kept("a key", never) == b"a picture"
    assert store.kept("another key", Making()) == b"a picture"


def test_a_full_disk_keeps_nothing_and_leaves_nothing() -> None:
    # A limit on a file's size ends a write halfway, as a full disk does.
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        assert pool.apply(_on_a_full_disk) == (b"x" * 10_000, [])


def _on_a_full_disk() -> tuple[bytes, list[str]]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = Store(folder).kept("a key", lambda: b"x" * 10_000)
        return made, [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("link", ["folder", "shard", "entry"])
def test_no_link_leads_out_of_the_folder(tmp_path: Path, link: str) -> None:
    folder, elsewhere = tmp_path / "kept", tmp_path / "elsewhere"
    Store(folder).kept("a key", lambda: b"of a stranger")
    linked = {"folder": folder, "shard": the_file(folder).parent, "entry": the_file(folder)}[link]
    linked.rename(elsewhere)
    linked.symlink_to(elsewhere, target_is_directory=link != "entry")
    before = {path: path.read_bytes() for path in (elsewhere, *elsewhere.rglob("*")) if path.is_file()}
    assert Store(folder).kept("a key", lambda: b"our own") == b"our own"
    assert {path: path.read_bytes() for path in (elsewhere, *elsewhere.rglob("*")) if path.is_file()} == before


def test_what_goes_wrong_in_the_making_is_heard(tmp_path: Path) -> None:
    def broken() -> bytes:
        raise OSError("a broken disk")

    with pytest.raises(OSError, match="a broken disk"):
        Store(tmp_path).kept("a key", broken)


def test_two_processes_may_keep_the_same_things(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        assert pool.starmap(_keep_all, [(tmp_path,), (tmp_path,)]) == [True, True]
    assert all(Store(tmp_path).kept(str(n), never) == str(n).encode() * 1000 for n in range(100))


def _keep_all(folder: Path) -> bool:
    def making(number: int) -> Callable[[], bytes]:
        return (str(number) * 1000).encode

    return all(Store(folder).kept(str(n), making(n)) == str(n).encode() * 1000 for n in range(100))


def test_all_others_are_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    for key in ("one", "two", "three"):
        store.keep(key, key.encode())
    store.forget_others("two")
    assert [store.find(key) for key in ("one", "two", "three")] == [None, b"two", None]
    assert the_file(tmp_path / "kept").read_bytes().endswith(b"two")


def test_forgetting_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a-file").write_text("mine")
    store = Store(tmp_path / "kept")
    store.keep("one", b"one")
    (tmp_path / "kept" / "zz").symlink_to(tmp_path / "outside")
    (the_file(tmp_path / "kept").parent / "zz").symlink_to(tmp_path / "outside")
    store.forget_others("one")
    assert store.find("one") == b"one"
    assert (tmp_path / "outside" / "a-file").read_text() == "mine"
    (tmp_path / "linked").symlink_to(tmp_path / "outside")
    Store(tmp_path / "linked").forget_others("one")
    assert (tmp_path / "outside" / "a-file").exists()


def test_where_nothing_is_kept_nothing_is_forgotten(tmp_path: Path) -> None:
    Store(None).forget_others("one")
    Store(tmp_path / "none").forget_others("one")
    assert not list(tmp_path.iterdir())
