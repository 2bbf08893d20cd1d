"""Time `archive build` and `mkdocs build` against Hugo and Pagefind over the same articles and lists: `make bench`.

The runs take turns, each writes into a folder that was not there before, and medians are printed; memory is the
proportional set size of all processes of a run together, sampled from /proc (Linux).
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pagefind_bin import get_executable

from . import archive_of, hugo_of

SAMPLE = 0.2
# The most bytes that the postings of 10,000 articles may have, packed.
POSTINGS = 120_000
PLAIN = "archive build --no-search --no-cards"
WITH_INDEX = "archive build --no-cards"
BINARIES = Path(sys.executable).parent


def main() -> None:
    """Print one row a command: seconds, mebibytes, and both against Hugo's."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-n", "--articles", type=int, default=10_000)
    options.add_argument("-r", "--runs", type=int, default=3)
    given = options.parse_args()
    base = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        rows = measured(base, given.articles, given.runs)
        postings = packed(base / "pages")
    finally:
        shutil.rmtree(base, ignore_errors=True)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    print(f"{date.today()}, {given.articles:,} articles, cold, medians of {given.runs}, {machine}")
    hugo = rows["hugo"]
    for name, (seconds, memory) in rows.items():
        against = f"{seconds / hugo[0]:.2f} of Hugo's time, {memory / hugo[1]:.2f} of its memory"
        print(f"{name:38} {seconds:7.2f} s {memory:7.0f} MiB   {against}")
    longer = max(rows[PLAIN][0], rows["pagefind"][0])
    print(f"With the index of words: {rows[WITH_INDEX][0] / longer:.2f} of the longer of a build without it and Pagefind alone.")
    bar = f", at most {POSTINGS / 1000:.0f} are meant" if given.articles == 10_000 else ""
    print(f"The postings, which a browser loads to count by traits, are {postings / 1000:.1f} KB packed by gzip{bar}.")


def measured(base: Path, articles: int, runs: int) -> dict[str, tuple[float, float]]:
    """The median seconds and peak MiB of each command."""
    archive = base / "archive"
    start = ["init", str(archive), "--facet", "attributes", "--facet", "categories", "--url", "https://example.org/"]
    subprocess.run([BINARIES / "archive", *start], check=True, stdout=subprocess.DEVNULL)
    compile_programs(archive, base)
    archive_of.main(articles, archive)
    hugo_of.main(archive, base / "hugo")
    pages: list[str | Path] = ["--site", base / "pages", "--glob", "articles/*/index.html", "--silent"]
    commands: dict[str, tuple[Path, Sequence[str | Path]]] = {
        PLAIN: (archive, [BINARIES / "archive", *PLAIN.split()[1:]]),
        WITH_INDEX: (archive, [BINARIES / "archive", *WITH_INDEX.split()[1:]]),
        "mkdocs build": (archive, [BINARIES / "mkdocs", "build", "--quiet"]),
        "hugo": (base / "hugo", [BINARIES / "hugo", "--quiet"]),
        "pagefind": (base, [get_executable(), *pages]),
    }
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(runs):
        for name, (folder, command) in commands.items():
            fresh(archive, folder, base, f"{turn}-{name.replace(' ', '')}")
            seen[name].append(run(folder, command))
    return {
        name: (statistics.median(s for s, _ in found), statistics.median(m for _, m in found)) for name, found in seen.items()
    }


def packed(site: Path) -> int:
    """Bytes of the file of postings as a server sends it."""
    [postings] = (site / "browse").glob("*.json")
    return len(gzip.compress(postings.read_bytes(), mtime=0))


def compile_programs(archive: Path, base: Path) -> None:
    """Let Python keep its bytecode, as an installed program has it: without, each run compiles for half a second."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(base / "bytecode")
    for command in ("archive", "mkdocs"):
        run(archive, [BINARIES / command, "build"])
    (archive / "site").rename(base / "first")


def fresh(archive: Path, folder: Path, base: Path, turn: str) -> None:
    """Put aside what earlier runs made and kept; Pagefind reads the pages of the archive's first run."""
    if (archive / "site").exists() and not (base / "pages").exists():
        (archive / "site").rename(base / "pages")
    for made in ("site", "public", ".cache", "pages/pagefind"):
        if (folder / made).exists():
            (folder / made).rename(base / f"{made.replace('/', '-')}-{turn}")


def run(folder: Path, command: Sequence[str | Path]) -> tuple[float, float]:
    """Wall seconds and peak MiB of one run."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    start, peak, ended = time.perf_counter(), 0.0, threading.Event()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    seconds: list[float] = []

    def wait() -> None:
        process.wait()
        seconds.append(time.perf_counter() - start)
        ended.set()

    threading.Thread(target=wait).start()
    while not ended.wait(SAMPLE):
        peak = max(peak, memory(process.pid))
    if process.returncode:
        sys.exit(f"failed: {command}")
    return seconds[0], peak


def memory(group: int) -> float:
    """MiB that the processes of a group hold together; pages that two share count once (proc(5), smaps_rollup)."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == group:
                found = re.search(r"^Pss:\s+(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE)
                total += int(found[1]) if found else 0
        except OSError:
            continue
    return total / 1024


if __name__ == "__main__":
    main()
