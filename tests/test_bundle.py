"""The bundle of the search, made by the real Pagefind; scripts stand in for one that is broken."""

from __future__ import annotations

import gzip
import os
import re
import signal
import stat
import time
from collections.abc import Mapping
from pathlib import Path

import cbor2
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from article_archive.model import Place
from article_archive.search import bundle, pagefind
from article_archive.search.bundle import Bundle
from article_archive.search.records import Record, records
from article_archive.store import Store

from .random_archives import Told, archives, site

PATIENCE = 20


def document(number: int, words: str = "Some words.") -> Record:
    return Record(f"/articles/a{number}/", f"<html><body data-pagefind-body><h1>Title {number}</h1><p>{words}</p></body></html>")


RECORDS = tuple(document(n, f"Words of number {n}.") for n in range(30))


def quiet(done: int) -> None:
    pass


def made(found: tuple[Record, ...], folder: Path, language: str = "en") -> Mapping[str, bytes]:
    return Bundle(found, language, Store(folder)).files(quiet)


def unpacked(data: bytes) -> bytes:
    return gzip.decompress(data).removeprefix(b"pagefind_dcd")


def fragments(files: Mapping[str, bytes]) -> dict[str, dict[str, object]]:
    """What the bundle holds of each document, by Pagefind's name for it."""
    found = {path: data for path, data in files.items() if path.startswith("fragment/")}
    return {path[len("fragment/") : -len(".pf_fragment")]: msgspec.json.decode(unpacked(data)) for path, data in found.items()}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a script to run instead of Pagefind."""
    path = tmp_path / "program"
    monkeypatch.setenv(pagefind.ELSEWHERE, str(path))
    return path


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def children() -> set[int]:
    """The processes that this one has started and not yet waited for."""
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return {int(number) for number in task.read_text().split()} if task.exists() else set()


def test_a_bundle_holds_what_a_search_needs_and_none_of_pagefinds_own_boxes(tmp_path: Path) -> None:
    files = made(RECORDS, tmp_path)
    alone = {re.sub(r"_[0-9a-f]+", "", path) for path in files if "/" not in path}
    assert alone == {
        "order.json",
        "pagefind-entry.json",
        "pagefind-worker.js",
        "pagefind.en.pf_meta",
        "pagefind.js",
        "wasm.en.pagefind",
    }
    assert {path.split("/")[0] for path in files if "/" in path} <= {"filter", "fragment", "index"}


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(archives(20))
def test_a_bundle_holds_exactly_what_is_published_in_the_order_of_the_postings(found: list[Told]) -> None:
    of = site(found)
    given_ = tuple(records(of.catalogue, of.settings, of.media, of.map))
    files = Bundle(given_, "en", Store(None)).files(quiet)
    held = fragments(files)
    ids = msgspec.json.decode(files["order.json"])["ids"]
    assert [held[name]["url"] if name else "" for name in ids] == [
        r.address if name else "" for r, name in zip(given_, ids, strict=True)
    ]
    assert set(held) == set(ids) - {""}
    for record, name in zip(given_, ids, strict=True):
        title = re.sub(r"<[^>]*>", "", record.html[record.html.index("<h1>") : record.html.index("</h1>")])
        assert name or not re.search(r"\w", title)
    meta = cbor2.loads(unpacked(next(data for path, data in files.items() if path.endswith(".pf_meta"))))
    assert [name for name, _ in meta[1]] == [name for name in ids if name]


def test_the_same_records_make_the_same_bytes(tmp_path: Path) -> None:
    filtered = tuple(
        Record(r.address, r.html.replace("<h1>", f'<i data-pagefind-filter="{name}[v]" v="v{n % 7}"></i><h1>'))
        for n, r in enumerate(RECORDS)
        for name in [("one", "two", "three")[n % 3]]
    )
    bundles = [made(filtered, tmp_path / str(n)) for n in range(4)]
    assert all(each == bundles[0] for each in bundles)


def test_every_filter_that_the_bundle_names_is_there(tmp_path: Path) -> None:
    marked = tuple(
        Record(r.address, r.html.replace("<h1>", '<i data-pagefind-filter="shelf[v]" v="term"></i><h1>')) for r in RECORDS
    )
    files = made(marked, tmp_path)
    entry = msgspec.json.decode(files["pagefind-entry.json"])
    meta = cbor2.loads(unpacked(files[f"pagefind.{entry['languages']['en']['hash']}.pf_meta"]))
    ((name, piece),) = meta[3]
    assert cbor2.loads(unpacked(files[f"filter/{piece}.pf_filter"])) == [name, [["term", list(range(len(RECORDS)))]]]
    assert {f"index/{piece}.pf_index" for _, _, piece in meta[2]} == {path for path in files if path.startswith("index/")}


def test_a_document_without_a_word_keeps_its_place(tmp_path: Path) -> None:
    nothing = Record("/articles/none/", "<html><body data-pagefind-body><h1>!!!</h1></body></html>")
    ids = msgspec.json.decode(made((document(1), nothing, document(2)), tmp_path)["order.json"])["ids"]
    assert [bool(name) for name in ids] == [True, False, True]
    assert list(made((nothing,), tmp_path)) == ["order.json"]


@pytest.mark.parametrize("language", ["de", "pt-BR", "xx", "zh-TW"])
def test_one_bundle_whatever_the_language(language: str, tmp_path: Path) -> None:
    files = made(RECORDS, tmp_path, language)
    ((_, known),) = msgspec.json.decode(files["pagefind-entry.json"])["languages"].items()
    assert known["page_count"] == len(RECORDS)
    assert f"wasm.{known['wasm'] or 'unknown'}.pagefind" in files
    assert f"pagefind.{known['hash']}.pf_meta" in files


REAL = pagefind.program("en").path


def test_nothing_is_run_where_nothing_has_changed(tmp_path: Path, program: Path) -> None:
    script(program, f'echo run >> "{tmp_path}/runs"; exec "{REAL}" "$@"')
    first = made(RECORDS, tmp_path / "kept")
    again = made(RECORDS, tmp_path / "kept")
    assert first == again
    assert (tmp_path / "runs").read_text() == "run\n"
    made(RECORDS[1:], tmp_path / "kept")
    assert (tmp_path / "runs").read_text() == "run\nrun\n"


def test_another_version_of_the_program_makes_it_anew(tmp_path: Path, program: Path) -> None:
    for _ in range(2):
        script(program, f'echo run >> "{tmp_path}/runs"; exec "{REAL}" "$@"')
        made(RECORDS, tmp_path / "kept")
        time.sleep(0.01)
    assert (tmp_path / "runs").read_text() == "run\nrun\n"


def kept(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


@pytest.mark.parametrize("damage", ["half", "bit", "empty", "link", "folder"])
def test_a_damaged_bundle_is_made_anew(damage: str, tmp_path: Path) -> None:
    whole = made(RECORDS, tmp_path / "kept")
    file = kept(tmp_path / "kept")
    data = file.read_bytes()
    match damage:
        case "half":
            file.write_bytes(data[: len(data) // 2])
        case "bit":
            file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        case "empty":
            file.write_bytes(b"")
        case "link":
            file.unlink()
            file.symlink_to("/etc/passwd")
        case "folder":
            file.unlink()
            file.mkdir()
    assert made(RECORDS, tmp_path / "kept") == whole


def test_only_the_newest_bundle_is_kept(tmp_path: Path) -> None:
    made(RECORDS, tmp_path / "kept")
    made(RECORDS[1:], tmp_path / "kept")
    made(RECORDS[2:], tmp_path / "kept")
    file = kept(tmp_path / "kept")
    made(RECORDS[2:], tmp_path / "kept")
    assert kept(tmp_path / "kept") == file


def test_a_full_disk_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where a folder should be")
    assert "order.json" in made(RECORDS, tmp_path / "kept")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exit 3", "It ended with 3"),
        ("kill -9 $$", "stopped by signal 9"),
        ("head -c 50000 >/dev/null; kill -9 $$", "stopped by signal 9"),
        ("cat >/dev/null & sleep 0.2; exit 0", "It ended with 0"),
    ],
)
def test_a_broken_program_is_told_in_words_and_leaves_nothing(
    text: str, said: str, tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    script(program, text)
    before = children()
    with pytest.raises(pagefind.Unsearchable, match=said):
        made(RECORDS * 50, tmp_path / "kept")
    assert children() == before
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "kept").exists()


@pytest.fixture(scope="module")
def written() -> Mapping[str, bytes]:
    """What Pagefind writes, as it writes it."""
    documents = ((record.address, record.html) for record in RECORDS)
    return pagefind.Conversation(pagefind.program("en"), "en", documents).files(quiet)


@pytest.mark.parametrize(
    "kind", ["pagefind.js", "pagefind-worker.js", "entry.json", "wasm.en.pagefind", "_meta", "_index", "_fragment"]
)
@pytest.mark.parametrize("left", [None, 0, 1, 40])
def test_what_the_disk_had_no_room_for_is_told(kind: str, left: int | None, written: Mapping[str, bytes]) -> None:
    # Pagefind says that all is well when the disk is full: seen on a disk of 200 KB.
    path = next(path for path in written if path.endswith(kind))
    cut = {at: data if at != path else data[:left] for at, data in written.items() if at != path or left is not None}
    with pytest.raises(pagefind.Unsearchable, match="is the disk full"):
        bundle.of(cut, RECORDS)
    assert bundle.of(written, RECORDS)


def test_a_program_that_is_killed_at_work_is_told(tmp_path: Path) -> None:
    work = Bundle(RECORDS * 40, "en", Store(tmp_path))
    assert work._conversation is not None
    work._conversation._child.kill()
    with pytest.raises(pagefind.Unsearchable, match="signal 9"):
        work.files(quiet)


def test_a_missing_program_is_told(tmp_path: Path, program: Path) -> None:
    with pytest.raises(pagefind.Unsearchable, match="leads to no program"):
        made(RECORDS, tmp_path)


def test_a_program_that_is_none_is_told(tmp_path: Path, program: Path) -> None:
    program.write_text("no program")
    with pytest.raises(pagefind.Unsearchable, match="can't be run"):
        made(RECORDS, tmp_path)


def test_a_program_that_talks_nonsense_is_told(tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "A_WHILE", 1.0)
    script(program, "while :; do printf 'eHg=,'; sleep 0.01; done")
    with pytest.raises(pagefind.Unsearchable, match="can't be read"):
        made(RECORDS, tmp_path)


def test_work_that_is_stopped_leaves_nothing_running(tmp_path: Path) -> None:
    before = children()
    work = Bundle(RECORDS * 100, "en", Store(tmp_path))
    assert children() != before or not Path(f"/proc/self/task/{os.getpid()}/children").exists()
    work.stop()
    work.stop()
    assert children() == before
    assert not list(tmp_path.iterdir())


def test_a_process_that_was_forked_meanwhile_does_not_keep_the_program_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "A_WHILE", 1.0)
    work = Bundle(RECORDS, "en", Store(tmp_path))
    assert work._conversation is not None
    helper = os.fork()
    if not helper:
        time.sleep(PATIENCE)
        os._exit(0)
    try:
        work.files(quiet)
        # It has ended by itself: whoever waits in vain kills it.
        assert work._conversation._child.returncode == 0
    finally:
        os.kill(helper, signal.SIGKILL)
        os.waitpid(helper, 0)


def test_a_settings_file_of_pagefinds_in_the_archive_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pagefind.yml").write_text("force_language: fr\nwrite_playground: true\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_VERBOSE", "true")
    assert "wasm.en.pagefind" in made(RECORDS, tmp_path / "kept")


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    bundle = Bundle(RECORDS * 60, "en", Store(tmp_path))
    bundle.files(told.append)
    assert told[-1] == bundle.steps == len(RECORDS) * 60 + 1
    assert told == sorted(told)


@pytest.mark.parametrize("language", ["ja", "zh-Hant", "TH"])
def test_a_language_without_spaces_asks_for_the_larger_program(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "EXTENDED", "a_package_that_nobody_has_installed")
    monkeypatch.delenv(pagefind.ELSEWHERE, raising=False)
    (problem,) = pagefind.lacking(language, Place("mkdocs.yml"))
    assert problem.code == "unspaced-language"
    monkeypatch.setattr(pagefind, "EXTENDED", "pytest")
    assert not list(pagefind.lacking(language, Place("mkdocs.yml")))


def test_other_languages_need_no_larger_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "EXTENDED", "a_package_that_nobody_has_installed")
    assert not [p for lang in ("en", "fr-CA", "ar", "jam") for p in pagefind.lacking(lang, Place("mkdocs.yml"))]
