"""Problems -> what a browser is told of them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ..problems import Problem, Severity

# Nobody reads more of them at once; the terminal has all.
MOST = 50


class Remark(Struct, frozen=True):
    """Something wrong as people are told of it: `where` is the file with line and column, "" where it is not known."""

    severity: Severity
    where: str
    message: str
    remedy: str = ""
    code: str = ""

    def __str__(self) -> str:
        words = " ".join(part for part in (self.message, self.remedy) if part)
        return f"{self.where}: {words}" if self.where else words


def remark(problem: Problem) -> Remark:
    place = problem.place
    where = f"{place.path}:{place.line}:{place.column}"
    return Remark(problem.severity, where, problem.message, problem.suggestion, problem.code)


def remarks(problems: Iterable[Problem]) -> list[Remark]:
    """Errors first; what is no more than information is left to the terminal."""
    found = [remark(problem) for problem in problems if problem.severity != "information"]
    return sorted(found, key=lambda r: r.severity != "error")
