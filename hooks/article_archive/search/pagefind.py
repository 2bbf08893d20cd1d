"""Documents -> Pagefind's files: one conversation with its program, which works beside everything else."""

from __future__ import annotations

import base64
import contextlib
import importlib
import importlib.util
import os
import subprocess
import tempfile
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec import Struct

from ..model import Place
from ..problems import Problem

# Languages without spaces between words; the plain program can't tell their words apart.
UNSPACED = frozenset(("ja", "th", "zh"))
PLAIN, EXTENDED = "pagefind_bin", "pagefind_bin_extended"
# Where the program is, if not in a package of Python's (pagefind.app, "Python API").
ELSEWHERE = "PAGEFIND_BINARY_PATH"
# A piece of the index holds this many places of words or more. With Pagefind's 20,000 a search loads up to a quarter more.
SETTINGS = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "3000"}
A_MOMENT, A_WHILE = 0.05, 60.0

# How many steps are done: each document is one, and one is to put it all together.
Tell = Callable[[int], None]


class Unsearchable(Exception):
    """The search can't be built; the message says why."""


class Program(Struct, frozen=True):
    """Pagefind's program, and its name with its version, which changes whenever the program does."""

    path: Path
    version: str


class _Payload(Struct, frozen=True):
    type: str
    message: str = ""


class _Answer(Struct, frozen=True):
    payload: _Payload


def program(language: str) -> Program:
    """The program for a language: the larger one only where it is needed and there. Raises Unsearchable where none is."""
    if path := os.environ.get(ELSEWHERE):
        return _at(Path(path))
    from importlib.metadata import version  # takes as long to load as ten of our own rooms

    package = EXTENDED if _is_unspaced(language) and importlib.util.find_spec(EXTENDED) else PLAIN
    try:
        path = importlib.import_module(package).get_executable()
        return Program(Path(path), f"{package} {version(package)}")
    except (ImportError, FileNotFoundError):
        remedy = "Install it with `pip install pagefind-bin`, or build with `--no-search`."
        raise Unsearchable(f"Pagefind is not installed. {remedy}") from None


def lacking(language: str, place: Place) -> Iterator[Problem]:
    """The problem with a language whose words the program that is installed can't tell apart."""
    if _is_unspaced(language) and not (importlib.util.find_spec(EXTENDED) or os.environ.get(ELSEWHERE)):
        message = f"Between words in `{language}` stands no space, and the search that is installed hardly finds them."
        remedy = "Install the larger one with `pip install article-archive[unspaced]` (59 MB)."
        yield Problem("unspaced-language", place, message, remedy)


def _is_unspaced(language: str) -> bool:
    return language.split("-")[0].lower() in UNSPACED


def _at(path: Path) -> Program:
    try:
        seen = path.stat()
    except OSError as reason:
        raise Unsearchable(f"{ELSEWHERE} leads to no program: {path}: {reason.strerror}.") from None
    return Program(path.absolute(), f"{path} {seen.st_size} {seen.st_mtime_ns}")


class Conversation:
    """Pagefind at work: it has been given all documents, and makes of them what `files` waits for."""

    def __init__(self, program: Program, language: str, documents: Iterable[tuple[str, str]]) -> None:
        """Start the program on documents, each an address and its HTML, in their order. Raises Unsearchable."""
        self._answers = self._asked = 0
        self._made = tempfile.TemporaryDirectory(prefix="archive-", ignore_cleanup_errors=True)
        self._sheet, self._saying, self._said = _sheet()
        self._child = self._started(program)
        weakref.finalize(self, self._child.kill)  # a build may be ended at any moment
        _close_in_children(self)
        try:
            self._ask({"type": "NewIndex", "config": {"force_language": language}})
            for address, html in documents:
                self._ask({"type": "AddFile", "index_id": 0, "url": address, "file_contents": html})
            # It packs files for the disk on all processors, and those for an answer on one.
            self._ask({"type": "WriteFiles", "index_id": 0, "output_path": self._made.name})
            self._questions.flush()
        except OSError:
            raise self._ended() from None
        except BaseException:
            self.stop()
            raise

    def files(self, tell: Tell) -> Mapping[str, bytes]:
        """All files by their paths in the bundle, as soon as they are there. Raises Unsearchable."""
        try:
            while not self._is_answered():
                if self._child.poll() is not None and not self._is_answered():
                    raise self._ended()
                tell(max(0, self._answers - 1))
                time.sleep(A_MOMENT)
            tell(self._asked - 1)
            self._let_go()
            return self._read()
        except (OSError, ValueError, msgspec.DecodeError) as reason:
            raise Unsearchable(f"Pagefind's answer can't be read: {reason}.") from None
        finally:
            self.stop()

    def _let_go(self) -> None:
        """Let the program end by itself: it answers before the last of what it has written is on the disk."""
        self._questions.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(A_WHILE)

    def stop(self) -> None:
        """End the program, whatever it is doing."""
        self._child.kill()
        self._child.wait()
        self.ask_no_more()
        self._put_away()

    def ask_no_more(self) -> None:
        """In this process: another that was forked from it may still ask."""
        with contextlib.suppress(OSError):  # what was not yet handed over
            self._questions.close()

    def _put_away(self) -> None:
        self._saying.close()
        self._said.close()
        _discard(self._sheet)
        self._made.cleanup()

    def _started(self, program: Program) -> subprocess.Popen[bytes]:
        # Its own settings must not come from the reader's environment, nor from a file in the archive.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")} | SETTINGS
        command, folder = [str(program.path), "--service"], program.path.parent
        try:
            child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=self._saying, stderr=subprocess.DEVNULL, env=environment, cwd=folder
            )
        except OSError as reason:
            self._put_away()
            raise Unsearchable(f"Pagefind can't be run: {program.path}: {reason.strerror}.") from None
        assert child.stdin is not None
        self._questions = child.stdin
        return child

    def _ask(self, payload: Mapping[str, Any]) -> None:
        asked = msgspec.json.encode({"message_id": self._asked, "payload": payload})
        self._questions.write(base64.b64encode(asked) + b",")
        self._asked += 1

    def _is_answered(self) -> bool:
        """Whether it has answered all questions; each answer ends with a comma."""
        self._answers += self._said.read().count(b",")
        return self._answers >= self._asked

    def _read(self) -> Mapping[str, bytes]:
        self._said.seek(0)
        *answers, _ = self._said.read().split(b",")
        payloads = [msgspec.json.decode(base64.b64decode(answer), type=_Answer).payload for answer in answers]
        if wrong := next((payload for payload in payloads if payload.type == "Error"), None):
            raise Unsearchable(f"Pagefind could not read a document: {wrong.message}")
        return dict(_contents(self._made.name))

    def _ended(self) -> Unsearchable:
        """Why it has ended, or would not listen."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(1)
        self.stop()
        code = self._child.returncode
        how = f"It was stopped by signal {-code}" if code < 0 else f"It ended with {code}"
        remedy = "Is there enough memory and space on the disk? `archive build --no-search` builds the site without it."
        return Unsearchable(f"Pagefind did not finish. {how}. {remedy}")


def _close_in_children(conversation: Conversation) -> None:
    """A process that is forked meanwhile would hold the questions open, and the program would wait for more of them."""
    at_work = weakref.ref(conversation)

    def ask_no_more() -> None:
        if (found := at_work()) is not None:
            found.ask_no_more()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=ask_no_more)


def _sheet() -> tuple[Path, IO[bytes], IO[bytes]]:
    """A file that nobody else knows, to write into, and to read with a place of its own: two users of one would lose theirs."""
    descriptor, name = tempfile.mkstemp(prefix="archive-")
    writing, reading = os.fdopen(descriptor, "wb"), open(name, "rb")  # noqa: SIM115 - both end with the conversation
    _discard(Path(name))
    return Path(name), writing, reading


def _contents(folder: str, below: str = "") -> Iterator[tuple[str, bytes]]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir():
                yield from _contents(entry.path, f"{below}{entry.name}/")
            else:
                with open(entry.path, "rb") as file:
                    yield below + entry.name, file.read()


def _discard(file: Path) -> None:
    # Where an open file can't be deleted, it is when it has been closed.
    with contextlib.suppress(OSError):
        file.unlink()
