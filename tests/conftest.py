"""Hypothesis tries the same inputs in every run: a failure is never luck."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from .browser.chromium import HELP, QUIET, find

settings.register_profile("same", deadline=None, derandomize=True, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")


# What the tests keep bears a seal of their own, in every process that they start.
_KEY = Path(tempfile.mkdtemp()) / "key"
_KEY.write_bytes(os.urandom(64))
_KEY.parent.chmod(0o755)
os.environ["ARCHIVE_KEY_FILE"] = str(_KEY)
atexit.register(shutil.rmtree, _KEY.parent, ignore_errors=True)

NOBODY = 65534


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests: a second one can't be steered from the same process."""
    path = find()
    assert path is not None, HELP
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


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
