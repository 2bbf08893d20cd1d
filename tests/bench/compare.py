"""Time `archive build` and `mkdocs build` against Hugo and Pagefind over the same articles and lists: `make bench`.

The runs take turns, each cold one writes into a folder that was not there before, and medians are printed; memory is the
proportional set size of all processes of a run together, sampled from /proc (Linux).

The rows of changes: in each turn, after the cold build without index and cards, the same command follows in the same folder
after one change at a time. The first change after a cold build has a row of its own, since it makes the hidden tree beside the
site that every later one brings up to date. Files look as if they had been saved an hour ago: what was saved less than two
seconds before a build counts as unsettled, and nothing is kept of such a build. Hugo has no such builds: all rows stand against
its cold time of the same turns.

Growth: cold builds at a tenth of the articles, at as many and at five times as many, in turn, each in an archive of its own.
The median of what the turns say of growth is printed: an hour makes a difference of a third.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from pagefind_bin import get_executable

from . import archive_of, hugo_of

SAMPLE = 0.2
# The most bytes that the postings of 10,000 articles may have, packed.
POSTINGS = 120_000
PLAIN = "archive build --no-search --no-cards"
WITH_INDEX = "archive build --no-cards"
MKDOCS = "mkdocs build, no index, no cards"
BINARIES = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent.parent
# The most that a row may take of Hugo's cold time, and of its memory.
TIMES = {PLAIN: 0.40, MKDOCS: 0.50, "nothing changed": 0.04, "text changed": 0.12, "article added": 0.25}
TIMES["author renamed"] = 0.20
MEMORIES = {PLAIN: 0.20}
# The most that cold time may grow, against the number of articles; the most MiB at the largest size.
GROWTH, LARGEST = 1.15, 1024
MANY = 50  # articles of the author who is renamed, as nearly as chance has dealt them
AN_HOUR, UNSETTLED = 3600, 3  # seconds

# Seconds and peak MiB of each run.
Runs = list[tuple[float, float]]
# By the row's name.
Seen = dict[str, Runs]


def main() -> None:
    """Print one row a command: seconds, mebibytes, and both against Hugo's."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-n", "--articles", type=int, default=10_000)
    options.add_argument("-r", "--runs", type=int, default=3)
    options.add_argument("--smaller", type=int, help="articles of the smaller archive for growth; a tenth by default")
    options.add_argument("--larger", type=int, help="articles of the larger one; five times as many by default")
    given = options.parse_args()
    base = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        rows = medians(measured(base, given.articles, given.runs))
        postings = packed(base / "pages")
        less, more = given.smaller or max(1, given.articles // 10), given.larger or given.articles * 5
        by_size = grown(base, (less, given.articles, more), given.runs)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    print(f"{date.today()}, {given.articles:,} articles, medians of {given.runs}, {machine}")
    for name, row in rows.items():
        print(line(name, row, rows["hugo"]))
    longer = max(rows[PLAIN][0], rows["pagefind"][0])
    print(f"With the index of words: {rows[WITH_INDEX][0] / longer:.2f} of the longer of a build without it and Pagefind alone.")
    bar = f", at most {POSTINGS / 1000:.0f} are meant" if given.articles == 10_000 else ""
    print(f"The postings, which a browser loads to count by traits, are {postings / 1000:.1f} KB packed by gzip{bar}.")
    for one, other in ((less, given.articles), (given.articles, more)):
        print(growth(one, other, by_size))
    memory = statistics.median(memory for _, memory in by_size[more])
    print(f"Memory at {more:,} articles: {memory:.0f} MiB (at most {LARGEST}).")


def line(name: str, row: tuple[float, float], hugo: tuple[float, float]) -> str:
    """A row as it is printed, with the bars that it must not pass."""
    (seconds, memory), (time_bar, memory_bar) = row, (TIMES.get(name), MEMORIES.get(name))
    against = f"{seconds / hugo[0]:.3f} of Hugo's time" + (f" (at most {time_bar:.2f})" if time_bar else "")
    held = f", {memory / hugo[1]:.2f} of its memory" + (f" (at most {memory_bar:.2f})" if memory_bar else "")
    return f"{name:38} {seconds:7.2f} s {memory:7.0f} MiB   {against}{held}"


def growth(one: int, other: int, by_size: Mapping[int, Runs]) -> str:
    """How the time of cold builds grows from one size to another, as it is printed; 1.00 is linear."""
    turns = [(less, more) for (less, _), (more, _) in zip(by_size[one], by_size[other], strict=True)]
    factor = statistics.median(more / less for less, more in turns) / (other / one)
    took = " s to ".join(f"{statistics.median(seconds):.2f}" for seconds in zip(*turns, strict=True))
    return f"Growth, {one:,} to {other:,} articles: {took} s, {factor:.2f} times linear (at most {GROWTH})."


def measured(base: Path, articles: int, runs: int) -> Seen:
    """The runs of each command, and of each change."""
    archive = base / "archive"
    begin(archive)
    compile_programs(archive, base)
    archive_of.main(articles, archive)
    hugo_of.main(archive, base / "hugo")
    time.sleep(UNSETTLED)
    pages: list[str | Path] = ["--site", base / "pages", "--glob", "articles/*/index.html", "--silent"]
    commands: dict[str, tuple[Path, Sequence[str | Path]]] = {
        PLAIN: (archive, plain()),
        WITH_INDEX: (archive, [BINARIES / "archive", *WITH_INDEX.split()[1:]]),
        MKDOCS: (archive, [sys.executable, "-m", "tests.bench.mkdocs_plain"]),
        "mkdocs build": (archive, [BINARIES / "mkdocs", "build", "--quiet"]),
        "hugo": (base / "hugo", [BINARIES / "hugo", "--quiet"]),
        "pagefind": (base, [get_executable(), *pages]),
    }
    seen: Seen = defaultdict(list)
    for turn in range(runs):
        for name, (folder, command) in commands.items():
            fresh(archive, folder, base, f"{turn}-{name.replace(' ', '')}")
            seen[name].append(run(folder, command))
            if name == PLAIN:
                changed(archive, turn, seen)
    return seen


def medians(seen: Seen) -> dict[str, tuple[float, float]]:
    """The median seconds and peak MiB of each row."""
    return {
        name: (statistics.median(s for s, _ in found), statistics.median(m for _, m in found)) for name, found in seen.items()
    }


def begin(archive: Path) -> None:
    """An archive without articles."""
    start = ["init", str(archive), "--facet", "attributes", "--facet", "categories", "--url", "https://example.org/"]
    subprocess.run([BINARIES / "archive", *start], check=True, stdout=subprocess.DEVNULL)


def plain() -> list[str | Path]:
    """The command that is measured most."""
    return [BINARIES / "archive", *PLAIN.split()[1:]]


def grown(base: Path, sizes: Sequence[int], runs: int) -> Mapping[int, Runs]:
    """Cold builds of archives of so many articles, in turn."""
    archives = {articles: base / f"archive-of-{articles}" for articles in sizes}
    for articles, archive in archives.items():
        begin(archive)
        archive_of.main(articles, archive)
    time.sleep(UNSETTLED)
    seen: defaultdict[int, Runs] = defaultdict(list)
    for turn in range(runs):
        for articles, archive in archives.items():
            fresh(archive, archive, base, f"{turn}-of-{articles}")
            seen[articles].append(run(archive, plain()))
    return seen


def changed(archive: Path, turn: int, seen: Seen) -> None:
    """Measure a build after each of the changes, one after the other."""
    for name, change in CHANGES.items():
        for file in change(archive, turn):
            an_hour_ago = time.time() - AN_HOUR
            os.utime(file, (an_hour_ago, an_hour_ago))
        seen[name].append(run(archive, plain()))
    for added in archive.rglob("in-the-middle-*.md"):
        added.unlink()


def first_change(archive: Path, turn: int) -> Iterator[Path]:
    """A change of the text of an article, as later ones."""
    yield lengthened(archive, 2 * turn)


def text_changed(archive: Path, turn: int) -> Iterator[Path]:
    """Another article has a paragraph more."""
    yield lengthened(archive, 2 * turn + 1)


def lengthened(archive: Path, number: int) -> Path:
    """Let an article of the middle have a paragraph more."""
    articles = sorted(archive.glob("docs/articles/*/*.md"))
    file = articles[(len(articles) // 2 + number) % len(articles)]
    with file.open("a", encoding="utf-8") as text:
        text.write(f"\n{archive_of.paragraph(random.Random(number))}\n")
    return file


def nothing_changed(archive: Path, turn: int) -> Iterator[Path]:
    """The same once more."""
    yield from ()


def article_added(archive: Path, turn: int) -> Iterator[Path]:
    """An article by the author of most others, with a date in the middle of the archive's."""
    dates = sorted(fields(archive, "date"))
    file = archive / f"docs/articles/{dates[len(dates) // 2][:4]}/in-the-middle-{turn}.md"
    author = Counter(fields(archive, "authors")).most_common(1)[0][0]
    attributes = f"attributes: [{archive_of.ATTRIBUTES[0]}]"
    written = [f"title: In the middle {turn}", f"date: {dates[len(dates) // 2]}", f"authors: {author}", attributes]
    archive_of.put(file, written, archive_of.text(random.Random(turn)))
    yield file


def author_renamed(archive: Path, turn: int) -> Iterator[Path]:
    """The author who has most nearly MANY articles has another name."""
    names = Counter(name for found in fields(archive, "authors") for name in found.strip("[]").split(", "))
    author, _ = min(names.items(), key=lambda item: (abs(item[1] - MANY), item[0]))
    file = archive / f"authors/{author}.md"
    file.write_text(re.sub(r"^name: .*", f"name: Writer of turn {turn}", file.read_text(encoding="utf-8"), flags=re.MULTILINE))
    yield file


def fields(archive: Path, name: str) -> list[str]:
    """What each article says in a field."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(archive.glob("docs/articles/*/*.md")))
    return [found[1] for text in texts if (found := re.search(rf"^{name}: (.*)$", text, re.MULTILINE))]


# In this order: each build comes on top of the one before.
CHANGES: dict[str, Callable[[Path, int], Iterator[Path]]] = {
    "first change after a cold build": first_change,
    "nothing changed": nothing_changed,
    "text changed": text_changed,
    "article added": article_added,
    "author renamed": author_renamed,
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
    for made in ("site", ".site.before", "public", ".cache", "pages/pagefind"):
        if (folder / made).exists():
            (folder / made).rename(base / f"{made.replace('/', '-')}-{turn}")


def run(folder: Path, command: Sequence[str | Path]) -> tuple[float, float]:
    """Wall seconds and peak MiB of one run."""
    paths = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(ROOT))))
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": paths}
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
