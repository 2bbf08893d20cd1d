"""Hypothesis tries the same inputs in every run: a failure is never luck."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from .browser.chromium import HELP, QUIET, find
from .engine.conftest import REPOSITORY, run
from .once import made_once

# Of a law that names no number of its own, so many cases are tried.
EXAMPLES = int(os.environ.get("EXAMPLES", "100"))
settings.register_profile(
    "same", deadline=None, derandomize=True, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")


# What the tests keep bears a seal of their own, one for all processes: each would compile the templates that another had kept.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _KEY = Path(tempfile.mkdtemp()) / "key"
    _KEY.write_bytes(os.urandom(64))
    _KEY.parent.chmod(0o755)
    os.environ["ARCHIVE_KEY_FILE"] = str(_KEY)
    atexit.register(shutil.rmtree, _KEY.parent, ignore_errors=True)

# The processes that they start find the program compiled, as a user's do.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# They are ended by Ctrl-C, too, which a shell keeps from what it runs in the background, and from all that this starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

NOBODY = 65534

# The modules that take longest come first, so that no process ends long before the others; and before all of them what a
# browser must not come before: beside the thread that watches it no work can be guarded.
FIRST = (
    "hostile/test_limits.py",
    "browser/test_everywhere.py",
    "faults/test_builds.py",
    "hostile/test_payloads.py",
    "browser/test_chrome.py",
    "browser/test_search.py",
    "browser/test_web_editor.py",
    "test_incremental.py",
    "browser/test_preview.py",
    "browser/test_browse.py",
    "engine/test_mkdocs_left_out.py",
    "engine/test_serving.py",
    "engine/test_build.py",
    "browser/test_newsletter.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(FIRST)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests: a second one can't be steered from the same process."""
    path = find()
    assert path is not None, HELP
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def our_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site, built by MkDocs into a folder of its own."""
    return made_once(tmp_path_factory, "ours", _build_ours) / "site"


def _build_ours(folder: Path) -> None:
    done = run("mkdocs", "build", "--site-dir", str(folder / "site"), at=REPOSITORY)
    assert done.returncode == 0, done.stderr


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
