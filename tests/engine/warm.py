"""Commands run in forks of a process that holds the program already: half of a small build's time goes into loading it.

Each has its own folder, environment and output, begins where `python -m MODULE` is after its imports, and ends as that does.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any

# What `python -m` runs, by the module's name.
COMMANDS = {"article_archive.cli": "main", "mkdocs.__main__": "cli"}
_LOADED = (
    *("article_archive.cli", "article_archive.engines.building", "article_archive.engines.mkdocs", "article_archive.pictures"),
    *("PIL.AvifImagePlugin", "PIL.PngImagePlugin", "PIL.JpegImagePlugin", "markdown.extensions.toc"),
    *("mkdocs.__main__", "mkdocs.commands.build", "mkdocs.contrib.search", "material.plugins.search.plugin"),
    *("pymdownx.superfences", "pymdownx.highlight", "pymdownx.quotes", "pagefind_bin"),
)
_ROOT = Path(__file__).parent.parent.parent


def is_possible(module: str, environment: Mapping[str, str]) -> bool:
    """Whether a fork can stand for the command: what is read as Python starts, and whose rights it has, is as it is here."""
    at_start = {name for name in {*environment, *os.environ} if name.startswith(("PYTHON", "LC_", "LANG", "LD_"))}
    is_alike = all(environment.get(name) == os.environ.get(name) for name in at_start)
    return _source(module) in COMMANDS and is_alike and hasattr(os, "fork") and os.geteuid() == os.getuid()


def run(
    module: str, arguments: Sequence[str], at: Path, environment: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """What `python -m MODULE` does with these arguments; raises TimeoutExpired."""
    with tempfile.TemporaryDirectory() as folder:
        said, complained = (str(Path(folder) / name) for name in ("said", "complained"))
        asked = [_source(module), list(arguments), str(at), dict(environment), said, complained]
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(asked).encode() + b"\n")
        server.stdin.flush()
        if not select.select([server.stdout], [], [], timeout)[0]:
            _end(server)
            raise subprocess.TimeoutExpired([module, *arguments], timeout)
        code = int(server.stdout.readline())
        return subprocess.CompletedProcess([module, *arguments], code, *(Path(f).read_text("utf-8") for f in (said, complained)))


def _source(module: str) -> str:
    return "mkdocs.__main__" if module == "mkdocs" else module


@cache
def _server() -> subprocess.Popen[bytes]:
    """The process of which commands are forks; it ends with this one, at the latest when nobody can ask it any more."""
    command = [sys.executable, "-m", __name__]
    server = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    atexit.register(_end, server)
    return server


def _end(server: subprocess.Popen[bytes]) -> None:
    """End it with whatever runs in its forks; the next command has another."""
    _server.cache_clear()
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
    with server:
        pass


def _serve(asked: IO[bytes], answered: int) -> list[Any] | None:
    """What a fork is to do; None where nothing more is asked, in the server itself."""
    for line in iter(asked.readline, b""):
        fork = os.fork()
        if fork == 0:
            return list(json.loads(line))
        _, status = os.waitpid(fork, 0)
        os.write(answered, b"%d\n" % os.waitstatus_to_exitcode(status))
    return None


def _become(arguments: Sequence[str], at: str, environment: Mapping[str, str], said: str, complained: str) -> None:
    """Be where the command begins: in its folder, with its environment and its output."""
    for name, descriptor in ((os.devnull, 0), (said, 1), (complained, 2)):
        opened = os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(at)
    # As with `python -m`, what lies in the folder comes first.
    sys.path[0] = at
    sys.argv[1:] = arguments


def main() -> None:
    for name in _LOADED:
        import_module(name)
    asked, answered = os.fdopen(os.dup(0), "rb", buffering=0), os.dup(1)
    if (command := _serve(asked, answered)) is not None:
        asked.close()
        os.close(answered)
        module, *rest = command
        _become(*rest)
        loaded = sys.modules["__main__"] = import_module(module)
        sys.argv[0] = str(loaded.__file__)
        getattr(loaded, COMMANDS[module])()


if __name__ == "__main__":
    main()
