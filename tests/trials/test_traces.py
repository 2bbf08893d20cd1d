"""What a build of an archive full of traps opens and writes, as the system's kernel sees it. Needs strace."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..hostile.paths import ENTRIES, WRITTEN, archive

CALLS = "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat,truncate,chmod"
CALL = re.compile(r"^\d+ +(\w+)\((.*?)\) += (-?\d+)", re.MULTILINE)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")


@pytest.fixture(scope="module", params=["build", "check", "build --leave-out"])
def traced(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An archive with every trap, and the calls of one run on it."""
    if shutil.which("strace") is None:
        pytest.exit("The trial of traces needs strace: apt-get install strace", returncode=2)
    root = archive(tmp_path_factory.mktemp("traced"))
    for n, trap in enumerate(WRITTEN):
        trap.put(root)
        (root / trap.path).rename((root / trap.path).with_name(f"trap-{n}.md"))
    if request.param != "build --leave-out":
        _lay(root)
    output = root.parent / "calls.txt"
    command = ["strace", "-f", "-qq", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(output)]
    program = [
        sys.executable,
        "-m",
        "article_archive.cli",
        *request.param.split(),
        *(["--no-search"] * (request.param != "check")),
    ]
    done = subprocess.run([*command, *program], cwd=root, check=False, capture_output=True, timeout=500)
    assert done.returncode == (request.param != "build --leave-out"), done.stderr[-2000:]
    return root, output.read_text(encoding="utf-8", errors="replace")


def _lay(root: Path) -> None:
    """Put every trap into the folders that can be laid beside the others."""
    for trap in ENTRIES:
        if not trap.name.startswith("link") or "/" in trap.path.removeprefix("docs/"):
            try:
                trap.put(root)
            except FileExistsError:
                continue


def calls(said: str, root: Path) -> Iterator[tuple[str, str, list[Path]]]:
    """Each call that did something: its name, its arguments, the paths in them."""
    for found in CALL.finditer(said):
        if int(found[3]) >= 0:
            yield found[1], found[2], [root / path for path in QUOTED.findall(found[2])]


def test_nothing_outside_the_archive_is_opened(traced: tuple[Path, str]) -> None:
    root, said = traced
    outside = (root.parent / "outside", root.parent / "archive-private", Path("/etc/passwd"))
    opened = [(name, path) for name, _, paths in calls(said, root) for path in paths if _is_in(path, outside)]
    assert opened == []
    assert sum(1 for _ in calls(said, root)) > 100


def test_nothing_is_written_but_in_the_archive_and_the_systems_folder_for_such(traced: tuple[Path, str]) -> None:
    root, said = traced
    allowed = (root / "site", root / ".cache", Path(tempfile.gettempdir()), Path("/dev"))
    written = [
        (name, path)
        for name, arguments, paths in calls(said, root)
        if name not in ("open", "openat") or WRITES.search(arguments)
        for path in paths
        if not _is_in(path, allowed) and "__pycache__" not in path.parts and not path.name.startswith(".site.")
    ]
    assert written == []
    secrets = (root.parent / "outside", root.parent / "archive-private")
    assert not [path for name, arguments, paths in calls(said, root) for path in paths if _is_in(path, secrets)]


def _is_in(path: Path, folders: tuple[Path, ...]) -> bool:
    return any(each.is_relative_to(folder) for folder in folders for each in (path, path.resolve()))
