"""The same content and SOURCE_DATE_EPOCH give the same site to the last byte, on whatever machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .everything import everything
from .variations import FAULTS, VARIATIONS, Variation, differing, environment, published

Tree = dict[str, tuple[int, str]]

SEEN = """
import datetime, json, os, sys, time
now = [time.time(), time.time_ns() / 10**9, time.clock_gettime(time.CLOCK_REALTIME), datetime.datetime.now().timestamp()]
years = [*(time.gmtime(at).tm_year for at in now), time.gmtime().tm_year, int(time.strftime("%Y")), datetime.date.today().year]
years += [datetime.datetime.now(datetime.UTC).year, datetime.datetime.today().year, int(time.ctime()[-4:])]
umask = os.umask(0)
print(json.dumps({
    "the clock ten years on": years,
    "another time zone": time.strftime("%z"),
    "another locale": [sys.getfilesystemencoding(), open(os.devnull).encoding],
    "another hash seed": hash("a word"),
    "another order of files": [os.listdir(sys.argv[1]), [entry.name for entry in os.scandir(sys.argv[1])]],
    "another umask": umask,
    "another folder": os.getcwd(),
    "one process": os.cpu_count(),
}))
"""


def seen(variation: Variation, folder: Path) -> dict[str, object]:
    """What a process on that machine sees of it."""
    at = folder / variation.folder
    at.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", SEEN, str(FAULTS.parent)]
    done = subprocess.run(command, cwd=at, env=environment(variation), capture_output=True, text=True, check=True, timeout=30)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", VARIATIONS)
def test_each_machine_is_really_another_one(name: str, tmp_path: Path) -> None:
    before, after = seen(Variation(), tmp_path), seen(VARIATIONS[name], tmp_path)
    if name == "the clock ten years on":
        years, later = before[name], after[name]
        assert isinstance(years, list)
        assert isinstance(later, list)
        assert {there - here for here, there in zip(years, later, strict=True)} == {10}
    elif name == "one process":
        assert after[name] == 1
    else:
        assert after[name] != before[name]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with all kinds of content."""
    return everything(tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="module")
def here(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The site as it is on this machine."""
    return published(archive, tmp_path_factory.mktemp("here"), Variation())


def test_all_kinds_of_files_are_compared(here: Tree) -> None:
    endings = {Path(path).suffix for path, (_, digest) in here.items() if digest}
    assert {".html", ".css", ".js", ".json", ".xml", ".opml", ".txt", ".png", ".webp", ".mp3", ".pdf", ".vtt"} <= endings
    assert {"pagefind/order.json", "archive.json", "sitemap.xml", "404.html"} <= here.keys()


@pytest.mark.parametrize("name", VARIATIONS)
def test_no_byte_of_the_site_differs(name: str, archive: Path, here: Tree, tmp_path: Path) -> None:
    assert differing(here, published(archive, tmp_path, VARIATIONS[name])) == []
