"""`archive import`: what was asked for on the command line -> files in the archive's folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from ..dates import NoDate, date
from ..importers.document import Wanted, document, plan, written
from ..importers.package import NoDocument
from ..options import moment
from ..saying import Stopped
from ..settings import Settings
from .written import settings_of


def import_document(config_file: Path, file: Path, title: str, on: str, authors: tuple[str, ...], terms: Iterable[str]) -> None:
    """Write the article of a Word file, and say what needs a human; raises Stopped where nothing is written."""
    settings = settings_of(config_file)
    wanted = Wanted(title, _judged(on, settings), authors, _by_facet(terms, settings))
    try:
        planned = plan(document(file), file.name, wanted, settings, moment().year)
        written(config_file.resolve().parent, planned)
    except NoDocument as reason:
        raise Stopped(f"{file} was not brought in. {reason}") from None
    except OSError as reason:
        raise Stopped(f"{reason.filename} can't be read or written: {reason.strerror}.") from None
    click.echo("\n".join(planned.files))
    click.echo("\nWhat needs a human:", err=True)
    for remark in planned.remarks:
        click.echo(f"- {remark}", err=True)


def _judged(on: str, settings: Settings) -> str:
    try:
        if on:
            date(on, settings.zone)
        return " ".join(on.split())
    except NoDate as reason:
        raise Stopped(f"`{on}` is no date. {reason}") from None


def _by_facet(terms: Iterable[str], settings: Settings) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for written_so in terms:
        facet, _, term = written_so.partition("=")
        if facet not in settings.facets or not term:
            raise Stopped(f"`{written_so}` names no term. Write it like FACET=TERM; facets are {', '.join(settings.facets)}.")
        found[facet] = (*found.get(facet, ()), term)
    return found
