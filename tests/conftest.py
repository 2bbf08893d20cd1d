"""Hypothesis tries the same inputs in every run: a failure is never luck."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("same", deadline=None, derandomize=True, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")


NOBODY = 65534


@pytest.fixture
def plain_users_folder() -> Iterator[Path]:
    """A folder of a user with no special rights, who runs the test: root would be let in everywhere."""
    folder = Path(tempfile.mkdtemp())
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        for path in (folder, *(p for p in folder.iterdir() if p.is_dir())):
            path.chmod(0o700)
        shutil.rmtree(folder)
