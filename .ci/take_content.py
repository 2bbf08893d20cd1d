"""A proposed commit -> its content, as plain files in this checkout; nothing else of it is taken, and nothing of it runs.

    python3 -I .ci/take_content.py COMMIT

The checkout is the base's: its program and its settings judge what is taken. The commit has been fetched, never checked out.
Git's own way of writing files is not used, since a proposal's .gitattributes would have a say in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# What contributors write. All else, such as hooks/, mkdocs.yml and the editors' own pages, stays as the base has it.
FOLDERS = ("authors", "docs/articles", "docs/attributes", "docs/categories", "docs/clips", "docs/elements", "docs/series")
ORDINARY = ("100644", "100755")


def main(commit: str) -> int:
    """Take the content of the commit; 1 where something in it is no plain file."""
    refused: list[str] = []
    for folder in FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)
    entries = [entry for entry in listed(commit) if is_content(entry[2])]
    sound = [(blob, path) for mode, blob, path in entries if mode in ORDINARY and is_plain(path)]
    refused += [path for mode, _, path in entries if mode not in ORDINARY or not is_plain(path)]
    refused += [
        path for (_, path), contents in zip(sound, blobs([blob for blob, _ in sound]), strict=True) if not put(path, contents)
    ]
    tell("These are no plain files, and are left out. Send the file itself, under an ordinary name:", refused)
    tell("These are no articles, and are left as they were. Maintainers read them line by line:", elsewhere(commit))
    return 1 if refused else 0


def listed(commit: str) -> Iterator[tuple[str, str, str]]:
    """Every entry of the commit: its mode, the name of its contents, its path."""
    for row in git("ls-tree", "-r", "-z", "--full-tree", commit).split("\0"):
        if row:
            about, _, path = row.partition("\t")
            mode, _, blob = about.split(" ")
            yield mode, blob, path


def elsewhere(commit: str) -> list[str]:
    """What the commit changes that is no content."""
    changed = git("diff-tree", "-r", "-z", "--no-commit-id", "--name-only", "--no-renames", "HEAD", commit).split("\0")
    return [path for path in changed if path and not is_content(path)]


def is_content(path: str) -> bool:
    return path.startswith(tuple(f"{folder}/" for folder in FOLDERS))


def is_plain(path: str) -> bool:
    """Whether a path leads to where it says; whoever makes a commit by hand can write anything there."""
    return not any(step in ("", ".", "..") or step.lower() == ".git" for step in path.split("/"))


def blobs(names: list[str]) -> Iterator[bytes]:
    """The contents of these, in order, as they are kept: no filter has seen them."""
    with subprocess.Popen(["git", "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asked:
        assert asked.stdin
        assert asked.stdout
        for name in names:
            asked.stdin.write(f"{name}\n".encode())
            asked.stdin.flush()
            size = int(asked.stdout.readline().split()[2])
            yield asked.stdout.read(size)
            asked.stdout.read(1)
        asked.stdin.close()


def put(path: str, contents: bytes) -> bool:
    """Write a file that was not there; False where the disk can't have it under this name."""
    try:
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as opened:
            opened.write(contents)
    except OSError:
        return False
    return True


def tell(sentence: str, paths: list[str]) -> None:
    if paths:
        print(sentence, *(f"- {printable(path)}" for path in sorted(paths)), sep="\n", flush=True)


def printable(path: str) -> str:
    # The log is read by a machine, too: it takes lines with certain signs for commands.
    return ascii(path)[1:-1].replace("##[", "## [").replace("::", ": :")


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, check=True)
    return os.fsdecode(done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
