"""The contributor's commands: some files judged, mended, or begun, without MkDocs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import click

from .. import addresses
from ..checking import others
from ..checking.named import Named, named
from ..checking.some import Ground, problems_of
from ..judging.hearing import judge_all
from ..judging.recall import Memory
from ..judging.vocabulary import Vocabulary, vocabulary
from ..mending.mend import difference, mended
from ..mending.writing import NotWritten, rewrite
from ..options import Options, moment
from ..problems import Problem, errors, tally
from ..progress import Progress
from ..reading import Entry, folders, held, look
from ..saying import Stopped, say
from ..stages import Stages
from ..store import STORE, Store
from .written import Written, engine, written


def check_files(config_file: Path, given: Sequence[Path], options: Options) -> None:
    """`archive check FILES`: say every problem of these files. Raises Stopped where one is an error, or a file isn't there."""
    ground = ground_of(config_file, written(config_file), moment())
    meant = named(given, ground.root, ground.settings.docs, ground.found)
    for remark in meant.remarks:
        click.echo(remark, err=True)
    with Stages(sys.stderr).stage("Judging", len(ground.found.entries)) as progress:
        every = problems_of(meant.paths, ground, progress)
    say(every, options.form, ground.root, addresses.full(addresses.MESSAGES, ground.settings))
    _end(meant, every, options)


def _end(meant: Named, every: Sequence[Problem], options: Options) -> None:
    said = tally(every)
    if meant.mistakes or errors(every, strict=options.strict):
        raise Stopped(" ".join((*meant.mistakes, *([f"{said}."] if said else []))))
    click.echo(f"{said or 'No problems'}.", err=True)


def mend_files(config_file: Path, given: Sequence[Path]) -> None:
    """`archive check --fix`: mend these files, or all of them, and show what was changed. Raises Stopped."""
    of, at = written(config_file), moment()
    ground = ground_of(config_file, of, at)
    paths = named(given, ground.root, ground.settings.docs, ground.found).paths if given else None
    # What others name comes first: a mended author is one whom an article can name.
    for naming in (True, False):
        entries = [e for e in ground.found.entries if (e.shelf in ("article", "clip")) is not naming]
        count = _mend(ground, [e for e in entries if paths is None or e.path in paths])
        ground = ground_of(config_file, of, at) if count else ground


def _mend(ground: Ground, entries: Iterable[Entry]) -> int:
    """How many of these files are changed."""
    some, count = tuple(entries), 0
    words = words_of(ground) if some else None
    for entry in some:
        before = held(ground.root, entry)
        if words is None or isinstance(before, Problem) or (after := mended(entry, before, words)) == before:
            continue
        try:
            rewrite(ground.root, entry.path, before, after)
        except NotWritten as reason:
            raise Stopped(str(reason)) from None
        click.echo("\n".join(difference(entry.path, before, after)))
        count += 1
    return count


def words_of(ground: Ground) -> Vocabulary:
    """The words that the archive's files may use; articles and clips are known by their names alone."""
    facets, zone = ground.settings.facets, ground.settings.zone
    naming = {e.path: e for e in ground.found.entries if e.shelf not in ("article", "clip")}
    memory = Memory()
    memory.kept = {path: found for path, found in others.opened(ground.store).items() if path in naming}
    progress = Progress("Judging", len(naming), sys.stderr)
    # What a build keeps holds the articles, too: it is neither read nor changed here.
    judged = judge_all(ground.root, [*naming.values()], ground.settings, Store(None), progress, memory)
    slugs = (e.name for e in ground.found.entries if e.shelf == "article")
    return vocabulary(facets, zone, judged.authors, judged.terms, judged.series, judged.broken, slugs)


def ground_of(config_file: Path, of: Written, now: datetime) -> Ground:
    """Look into the archive's folders."""
    root = config_file.resolve().parent
    found = look(root, folders(of.settings.facets, of.settings.docs))
    return Ground(root, of.settings, engine(config_file, of, now), found, now, Store(root / STORE))
