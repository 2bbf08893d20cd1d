"""`archive build` and `archive check`: the least work that gives what a build from nothing would give."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from ..checking import repeats
from ..crew import Begun
from ..options import Options, moment
from ..publish import Unwritable
from ..reading import Found, look
from ..saying import Stopped, say_news
from ..stages import Stages
from ..store import STORE, Store
from . import unchanged

if TYPE_CHECKING:  # they load the whole program, and a build in which nothing has changed needs none of it
    from ..run import Run
    from .kept import Kept


def build_site(config_file: Path, options: Options) -> None:
    """Raises Stopped where nothing was published, or could be."""
    at, root, found = moment(), config_file.resolve().parent, None
    if not options.only_check and not options.profile and (before := unchanged.last(Store(root / STORE), config_file)):
        found = _looked(root, before) if unchanged.is_the_same(before, options, at) else None
        if found and unchanged.has_the_same(before, found) and _stands(before, root):
            _say_again(before, Store(root / STORE))
            click.echo(f"Nothing has changed. {before.said}", err=True)
            return
    _build(config_file, options, at, found)


def _looked(root: Path, before: unchanged.Last) -> Found:
    """What lies in the content folders. While another process looks at many files, the program is loaded: most builds need it."""
    with Begun(partial(look, root, before.folders), Found, is_long=before.files >= unchanged.MANY) as looking:
        if looking.is_begun():
            from .. import run as run
        return looking.result()


def _say_again(before: unchanged.Last, store: Store) -> None:
    """Say what the last build said: what that publishes is what stands there."""
    known = repeats.known(store)
    told = repeats.telling(before.problems, known)
    say_news(told, left_out=before.left_out)
    repeats.remember(told.marks, known, store)


def _stands(before: unchanged.Last, root: Path) -> bool:
    try:
        return unchanged.stands(before, root / STORE)
    except Unwritable as reason:
        raise Stopped(f"The site can't be written. {reason}") from None


def _build(config_file: Path, options: Options, at: datetime, found: Found | None) -> None:
    from ..run import Run
    from . import kept

    root, stages = config_file.resolve().parent, Stages(sys.stderr)
    known = kept.recall(Store(root / STORE), config_file)
    with ExitStack() as held:
        run = Run(root, Path(known.site), options, at, stages, found) if known else None
        if run:
            held.callback(run.close)
        if not (run and known and _is_built(run, known, config_file)):
            with stages.stage("Frames, by MkDocs"):
                _build_by_mkdocs(config_file, options, run if run and run.is_gathered() else None, stages)
    if options.profile:
        click.echo(stages.table(), err=True)


def _is_built(run: Run, known: Kept, config_file: Path) -> bool:
    """Build without the engine; False where what it reads, or what its pages link to, has changed."""
    from . import kept

    if not run.options.only_check:
        run.claim()  # whoever waited for another build looks at nothing before
    if not known.may_hold(run.moment):
        run.close()
        return False
    settings = known.settings if run.options.cards else replace(known.settings, cards=None)
    engine = known.engine()
    archive = run.gather(settings, type(engine)(engine.pages, engine.others))
    is_other = known.has_search != run.has_search() and not run.options.only_check
    if is_other or known.content != kept.content_of(archive, known.named):
        return False
    said = run.report(known.problems)
    if run.options.only_check:
        click.echo(f"{said or 'No problems'}.", err=True)
    else:
        run.publish(engine, said)
        remember(run, known, config_file)
    return True


def _build_by_mkdocs(config_file: Path, options: Options, run: Run | None, stages: Stages) -> None:
    from .mkdocs import build_site

    build_site(config_file, options, run, stages)


def remember(run: Run, known: Kept, config_file: Path) -> None:
    """Let the next build know what this one saw."""
    content = unchanged.content(run.found) if run.found else None
    if content is None:
        return
    since, until = unchanged.span(run.archive)
    from ..reading import folders

    settings, asked = run.archive.settings, replace(run.options, profile=False)
    build = unchanged.Last(
        known.edition,
        asked,
        known.watched,
        known.seen,
        folders(settings.facets, settings.docs),
        content,
        max(since, known.since),
        min(until, known.until),
        known.site,
        unchanged.tree(known.site),
        run.problems,
        run.archive.left_out,
        run.said,
        len(run.found.stamps) if run.found else 0,
    )
    unchanged.remember(build, Store(run.root / STORE), config_file)
