"""Whatever a stranger puts into the folders or writes as a path: it is refused with its place, and nothing outside is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..archives import article, gathered, judged_settings, small, write
from ..engine.conftest import build, tree
from .paths import ENTRIES, REFERENCES, SECRET, SHELF, WRITTEN, Trap, archive

# What the engine's own look at the editors' files tells, which only a whole build has.
BY_BUILD = [trap for trap in ENTRIES if trap.path.startswith(("docs/page", "docs/picture", "docs/folder"))]


def names(trap: Trap) -> str:
    return trap.name.encode("ascii", "backslashreplace").decode()


@pytest.mark.parametrize("trap", [trap for trap in ENTRIES if trap not in BY_BUILD], ids=names)
def test_what_lies_in_a_folder_is_refused_with_its_place(trap: Trap, tmp_path: Path) -> None:
    root = archive(tmp_path)
    trap.put(root)
    told = {problem.code for problem in gathered(root).problems if problem.place.path == trap.path}
    assert told & trap.codes
    assert all(problem.severity == "error" for problem in gathered(root).problems if problem.code in told & trap.codes)


@pytest.mark.parametrize("trap", WRITTEN, ids=names)
def test_what_is_written_as_a_path_leads_to_no_file(trap: Trap, tmp_path: Path) -> None:
    root = archive(tmp_path)
    sound = {*gathered(root).media.files.values()}
    trap.put(root)
    found = gathered(root)
    told = {problem.code for problem in found.problems if problem.place.path == trap.path}
    assert told & trap.codes, told
    assert {lying for lying in found.media.files.values() if isinstance(lying, str)} - sound <= {"docs/clips/voice.mp3"}
    assert not [data for data in found.media.files.values() if isinstance(data, bytes) and SECRET in data]


def test_there_are_many_hostile_paths() -> None:
    assert len(ENTRIES) + len(REFERENCES) >= 60


@pytest.mark.parametrize("trap", BY_BUILD, ids=names)
def test_a_link_among_the_editors_files_stops_the_build(trap: Trap, tmp_path: Path) -> None:
    root = archive(tmp_path)
    trap.put(root)
    done = build(root, "--no-search", "--no-cards")
    assert done.returncode == 1
    assert f"{trap.path}:1:1: This is a symbolic link" in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("names", [("docs/a", "docs/b", "docs/c"), (f"{SHELF}/a", f"{SHELF}/b")])
def test_links_that_lead_in_circles_stop_the_build_at_once(names: tuple[str, ...], tmp_path: Path) -> None:
    root = archive(tmp_path)
    for name in names:
        (root / name).symlink_to(".")
    done = build(root, "--no-search", "--no-cards")
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines() if "[symbolic-link]" in line] == [*names]
    assert "Nothing was published" in done.stderr


def test_a_build_leaves_the_neighbourhood_alone(tmp_path: Path) -> None:
    root = archive(tmp_path)
    for n, trap in enumerate(WRITTEN):
        trap.put(root)
        file = root / trap.path
        file.rename(file.with_name(f"trap-{n}.md"))
    before = {folder: tree(tmp_path / folder) for folder in ("outside", "archive-private")}
    done = build(root, "--leave-out", "--no-search", "--no-cards")
    assert done.returncode == 0, done.stderr[-2000:]
    assert {folder: tree(tmp_path / folder) for folder in before} == before
    assert {path.name for path in tmp_path.iterdir()} == {"archive", "outside", "archive-private"}
    assert not [path for path in (root / "site").rglob("*") if path.is_file() and SECRET in path.read_bytes()]


@pytest.mark.parametrize(
    "font", ["../outside/secret.ttf", "/etc/secret.ttf", "linked.ttf", "x/../../outside/secret.ttf", "~/secret.ttf"]
)
def test_a_font_outside_the_archive_is_refused(tmp_path: Path, font: str) -> None:
    root = archive(tmp_path)
    (root / "linked.ttf").symlink_to(tmp_path / "outside/secret.ttf")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    write(root, "mkdocs.yml", text + f"    cards: {{font: '{font}'}}\n")
    problems = (*judged_settings(root)[1], *gathered(root).problems)
    assert {problem.code for problem in problems} & {"wrong-setting", "symbolic-link", "unreadable-file", "unsafe-path"}


@pytest.mark.parametrize("folder", ["../outside", "/etc", "linked"])
def test_a_folder_of_pages_outside_the_archive_is_refused(tmp_path: Path, folder: str) -> None:
    root = archive(tmp_path)
    (root / "linked").symlink_to(tmp_path / "outside")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    write(root, "mkdocs.yml", f"docs_dir: {folder}\n{text}")
    done = build(root, "--no-search", "--no-cards")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (root / "site").exists()


def test_a_sound_archive_has_no_problem_with_its_neighbours(tmp_path: Path) -> None:
    root = small(tmp_path, {"docs/articles/2016/a.md": article("[It](first-words.md)\n")})
    assert gathered(root).problems == ()
