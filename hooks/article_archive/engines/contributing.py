"""The contributor's commands: some files judged or mended, and new ones begun, without MkDocs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from ..checking.named import Named, named
from ..checking.some import Ground, problems_of
from ..options import Options, moment
from ..problems import errors, tally
from ..reading import folders, look
from ..saying import Stopped, say
from ..stages import Stages
from ..store import STORE, Store
from .written import Written, engine, written


def ground_of(config_file: Path, of: Written, now: datetime) -> Ground:
    """Look into the archive's folders."""
    root = config_file.resolve().parent
    found = look(root, folders(of.settings.facets, of.settings.docs))
    return Ground(root, of.settings, engine(config_file, of, now), found, now, Store(root / STORE))


def check_files(config_file: Path, given: Sequence[Path], options: Options) -> None:
    """`archive check FILES`: say every problem of these files. Raises Stopped where one is an error, or a file isn't there."""
    ground = ground_of(config_file, written(config_file), moment())
    meant = meant_by(given, ground)
    with Stages(sys.stderr).stage("Judging", len(ground.found.entries)) as progress:
        every = problems_of(meant.paths, ground, progress)
    say(every, options.form, ground.root)
    said = tally(every)
    if meant.mistakes or errors(every, strict=options.strict):
        raise Stopped(" ".join((*meant.mistakes, f"{said}." if said else "")).strip())
    click.echo(f"{said or 'No problems'}.", err=True)


def meant_by(given: Sequence[Path], ground: Ground) -> Named:
    """The files that were named; what is beside the point is said."""
    meant = named(given, ground.root, ground.settings.docs, ground.found)
    for remark in meant.remarks:
        click.echo(remark, err=True)
    return meant
