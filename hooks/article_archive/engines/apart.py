"""A process in which an engine works for the preview, and sends what it made: `python -m ...apart MKDOCS.YML ENGINE`."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import click
import yaml
from jinja2 import TemplateSyntaxError
from msgspec import msgpack

from ..options import Options
from ..preview.remarks import Remark
from .ending import TOLD, end_when_told
from .kept import Kept
from .studio import Sent


def main(config_file: Path, engine: str) -> None:
    """Send one Sent, as MessagePack, on standard output; what plugins print there goes to standard error."""
    end_when_told()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process ends it
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    with os.fdopen(os.dup(1), "wb") as pipe:
        os.dup2(2, 1)
        pipe.write(msgpack.encode(made(config_file, engine)))


def made(config_file: Path, engine: str) -> Sent:
    """What the engine makes of this mkdocs.yml."""
    if engine == "properdocs":
        importlib.import_module("properdocs.replacement")  # from here on, it is what is imported as mkdocs
    errors = _Errors()
    logging.getLogger(engine).addHandler(errors)
    received: list[Kept] = []
    try:
        _work(config_file, received)
    except (Exception, SystemExit) as reason:
        if isinstance(reason, SystemExit) and reason.code == TOLD:
            raise
        return Sent(remark=_remark(reason, errors.said, config_file))
    return Sent(received[0]) if received else Sent()


def _work(config_file: Path, received: list[Kept]) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from .mkdocs import adapter_of

    config = load_config(str(config_file), strict=False)
    adapter = adapter_of(config)
    adapter.asked, adapter.receive = Options(only_check=True, cards=False), received.append
    build(config)


class _Errors(logging.Handler):
    """Hears what the engine calls errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage().strip())


def _remark(reason: BaseException, said: list[str], config_file: Path) -> Remark:
    """Why the engine stopped, with the place where that is known."""
    for each in _chain(reason):
        if isinstance(each, yaml.MarkedYAMLError) and each.problem_mark:
            where = f"{config_file.name}:{each.problem_mark.line + 1}:{each.problem_mark.column + 1}"
            return Remark("error", where, _sentence(str(each.problem)))
        if place := _in_template(each, config_file.parent):
            return Remark("error", place, _sentence(f"This template can't be used: {each}"))
    if isinstance(reason, click.ClickException) or said:
        message = " ".join(said) or str(reason)
        return Remark("error", f"{config_file.name}:1:1" if "onfig" in message else "", _sentence(message))
    traceback.print_exception(reason)
    return Remark("error", "", _sentence(f"MkDocs stopped: {type(reason).__name__}: {reason}"))


def _chain(reason: BaseException | None) -> Iterator[BaseException]:
    while reason is not None:
        yield reason
        reason = reason.__cause__ or reason.__context__


def _in_template(reason: BaseException, root: Path) -> str:
    """The file and line of a template in which it went wrong; "" elsewhere."""
    found = [(reason.filename, reason.lineno)] if isinstance(reason, TemplateSyntaxError) else _passed(reason)
    places = [(Path(name), line) for name, line in found if name and name.endswith((".html", ".xml"))]
    if not places:
        return ""
    path, line = places[-1]
    return f"{path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name}:{line}:1"


def _passed(reason: BaseException) -> list[tuple[str, int]]:
    return [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(reason.__traceback__)]


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return words if words.endswith((".", "!", "?")) else f"{words}."


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
