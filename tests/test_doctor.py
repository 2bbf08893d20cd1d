"""`archive doctor`: each danger is told with its place and its remedy, and a sound archive is told to be sound."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from article_archive import doctor
from article_archive.problems import as_text

from .archives import small, write
from .engine.conftest import REPOSITORY, run
from .test_cases import NOT_OUR_WORDS

HASH = "--hash=sha256:" + "0" * 64
SOUND = {
    "mkdocs.yml": "site_url: https://archive.example.org/\ntheme:\n  name: material\n  font: false\nplugins: [archive, search]\n",
    "requirements/site.txt": f"# locked\none==1.0 \\\n    {HASH}\ntwo==2.0 ; python_version > '3' {HASH}\n",
}
COMMIT = "0" * 40


def told(files: dict[str, str]) -> list[tuple[str, str, int]]:
    return [(p.code, p.place.path, p.place.line) for p in doctor.found({**SOUND, **files})]


def settings(more: str) -> dict[str, str]:
    return {"mkdocs.yml": SOUND["mkdocs.yml"] + more}


def workflow(text: str) -> dict[str, str]:
    return {".github/workflows/a.yml": text}


DANGERS: list[tuple[dict[str, str], tuple[str, str, int]]] = [
    ({"CNAME": "other.example.org\n"}, ("other-address", "mkdocs.yml", 1)),
    ({"docs/CNAME": "other.example.org\n"}, ("other-address", "mkdocs.yml", 1)),
    (
        {"docs/_headers": "/*\n  Content-Security-Policy: script-src 'self' 'unsafe-inline'\n"},
        ("loosened-policy", "docs/_headers", 2),
    ),
    ({"overrides/main.html": '<meta content="default-src *; img-src x">'}, ("loosened-policy", "overrides/main.html", 1)),
    ({"netlify.toml": "csp = \"script-src https:; img-src 'self'\""}, ("loosened-policy", "netlify.toml", 1)),
    ({"requirements/site.txt": "#\none==1.0\ntwo==2.0\n"}, ("half-pinned-program", "requirements/site.txt", 2)),
    ({"requirements/program.txt": "# A remark.\n"}, ("half-pinned-program", "requirements/program.txt", 1)),
    ({"requirements.txt": "one @ git+https://example.org/one@main\n"}, ("unpinned-program", "requirements.txt", 1)),
    ({"requirements/site.txt": f"one>=1.0 {HASH}\n"}, ("unpinned-program", "requirements/site.txt", 1)),
    ({"requirements.txt": "\n# mine\none @ git+https://example.org/one\n"}, ("unpinned-program", "requirements.txt", 3)),
    (
        workflow("on: push\njobs:\n  a:\n    steps:\n      - uses: one/two@v4\n"),
        ("unpinned-program", ".github/workflows/a.yml", 5),
    ),
    (workflow("      - run: pip install mkdocs\n"), ("unpinned-program", ".github/workflows/a.yml", 1)),
    ({"overrides/main.html": '\n<script src="https://cdn.example.org/x.js">'}, ("remote-host", "overrides/main.html", 2)),
    ({"overrides/main.html": "<img class=x src=//cdn.example.org/x.png>"}, ("remote-host", "overrides/main.html", 1)),
    ({"overrides/main.html": '<link rel="stylesheet" href="https://a.example.org">'}, ("remote-host", "overrides/main.html", 1)),
    ({"overrides/a.html": "<style>@import url(https://a.example.org)</style>"}, ("remote-host", "overrides/a.html", 1)),
    (settings("extra_css: [a.css, https://a.example.org/b.css]\n"), ("remote-host", "mkdocs.yml", 6)),
    (settings("extra_javascript:\n- path: https://a.example.org/b.js\n  async: true\n"), ("remote-host", "mkdocs.yml", 7)),
    ({"mkdocs.yml": "theme:\n  name: material\n"}, ("remote-host", "mkdocs.yml", 1)),
    ({"mkdocs.yml": "theme:\n  font: {text: Roboto}\n"}, ("remote-host", "mkdocs.yml", 2)),
    (settings("hooks: [hooks/other.py]\n"), ("unknown-program", "mkdocs.yml", 6)),
    (
        {**settings("hooks:\n- hooks/x.py\n"), "hooks/x.py": "from article_archive import x\nimport os\n"},
        ("unknown-program", "mkdocs.yml", 7),
    ),
    ({"mkdocs.yml": "theme: {font: false}\nplugins:\n- archive\n- macros: {a: b}\n"}, ("unknown-program", "mkdocs.yml", 4)),
    (settings("use_directory_urls: false\n"), ("flat-addresses", "mkdocs.yml", 6)),
    (
        workflow(f"on:\n  pull_request_target:\njobs:\n  - uses: actions/checkout@{COMMIT}\n"),
        ("privileged-workflow", ".github/workflows/a.yml", 2),
    ),
]


@pytest.mark.parametrize(("files", "danger"), DANGERS, ids=[f"{danger[0]} {n}" for n, (_, danger) in enumerate(DANGERS)])
def test_a_danger_is_told_with_its_place(files: dict[str, str], danger: tuple[str, str, int]) -> None:
    assert told(files) == [danger]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"CNAME": "archive.example.org\n"},
        {"requirements/program.txt": f"one @ git+https://example.org/one@{COMMIT}\n"},
        {
            "docs/_headers": "/*\n  Content-Security-Policy: script-src 'self'; img-src 'self' data:; frame-src https://a.example.org\n"
        },
        {"overrides/main.html": '<link rel="license" href="https://a.example.org"><a href="https://a.example.org">x</a>'},
        {
            **settings("hooks: [hooks/x.py]\n"),
            "hooks/x.py": '"""A hook."""\n\nfrom article_archive.engines.mkdocs import on_config\n',
        },
        workflow(
            f"on: pull_request\njobs:\n  - uses: actions/checkout@{COMMIT}  # v4\n  - run: pip install --require-hashes -r a\n"
        ),
        workflow("on: pull_request_target\njobs:\n  - run: echo\n"),
        settings("extra:\n  archive: !ENV [A, 'b']\n"),
    ],
)
def test_what_is_sound_is_not_told(files: dict[str, str]) -> None:
    assert told(files) == []


def test_an_archive_that_nothing_locks_is_told() -> None:
    assert [p.code for p in doctor.found({"mkdocs.yml": SOUND["mkdocs.yml"]})] == ["unpinned-program"]


@pytest.mark.parametrize("text", ["", "[", "a", "- b", "theme: []", "plugins: {archive: {}}", "\x00", "hooks: {a: [b]}"])
def test_settings_that_no_program_could_read_are_no_crash(text: str) -> None:
    assert isinstance(doctor.found({"mkdocs.yml": text}), list)


def test_no_message_uses_a_programmers_word() -> None:
    lines = [as_text(p) for files, _ in DANGERS for p in doctor.found({**SOUND, **files})]
    plain = [re.sub(r"`[^`]*`", "", line.partition(": ")[2].rpartition(" [")[0]) for line in lines]
    assert [line for line in plain if NOT_OUR_WORDS.search(line) or not line.endswith(".")] == []


def test_our_own_archive_is_sound() -> None:
    done = run("article_archive.cli", "doctor", at=REPOSITORY)
    assert (done.returncode, done.stderr) == (0, "Nothing dangerous stands in the settings.\n")


def test_the_command_tells_dangers_and_ends_with_one(tmp_path: Path) -> None:
    root = small(tmp_path, {"CNAME": "other.example.org", "requirements.txt": "mkdocs\n"})
    write(root, "overrides/main.html", b"<script src=//a.example.org/x.js></script>\xff")
    done = run("article_archive.cli", "doctor", at=root)
    assert done.returncode == 1
    codes = [line.rpartition("[")[2] for line in done.stderr.splitlines() if line.endswith("]")]
    assert codes == ["other-address]", "remote-host]", "unpinned-program]"]
    assert "3 errors. Mend what is dangerous before you publish." in done.stderr


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = small(tmp_path, {"requirements.txt": f"one==1.0 {HASH}\n"})
    write(tmp_path, "outside/a.html", "<script src=//a.example.org/x.js></script>")
    (root / "overrides").symlink_to(tmp_path / "outside")
    (root / "CNAME").symlink_to(tmp_path / "outside/a.html")
    done = run("article_archive.cli", "doctor", at=root)
    assert done.returncode == 0, done.stderr


def git(root: Path, *given: str) -> None:
    who = ("-c", "user.name=Writer One", "-c", "user.email=one@example.org")
    subprocess.run(["git", *who, *given], cwd=root, check=True, capture_output=True)


def in_git(root: Path) -> list[tuple[str, str]]:
    texts = {"mkdocs.yml": (root / "mkdocs.yml").read_text()}
    return [(p.code, p.place.path) for p in doctor.build_in_git(root, texts, "mkdocs.yml")]


def test_what_a_build_makes_is_told_where_git_keeps_it(tmp_path: Path) -> None:
    root = small(tmp_path, {"requirements.txt": f"one==1.0 {HASH}\n"})
    write(root, "site/index.html", "A page.")
    write(root, ".cache/archive/ab/cd", "Kept.")
    assert in_git(root) == []
    git(root, "init")
    assert in_git(root) == []
    git(root, "add", "--all", "--force")
    assert in_git(root) == [("build-in-git", ".cache"), ("build-in-git", "site")]
    done = run("article_archive.cli", "doctor", at=root)
    assert done.returncode == 1
    assert "Git keeps 1 file of `site`, which builds make." in done.stderr
    git(root, "commit", "-m", "All of it")
    git(root, "rm", "-r", "--cached", ".cache", "site")
    assert in_git(root) == []
    assert run("article_archive.cli", "doctor", at=root).returncode == 0


def test_the_sites_folder_is_the_one_of_the_settings_also_below_a_repository(tmp_path: Path) -> None:
    root = small(tmp_path)
    write(root, "public/index.html", "A page.")
    write(root, "sites/of-others.html", "No page of ours.")
    write(root, "mkdocs.yml", (root / "mkdocs.yml").read_text() + "site_dir: public/\n")
    git(tmp_path, "init")
    git(tmp_path, "add", "--all", "--force")
    assert in_git(root) == [("build-in-git", "public")]


def test_without_git_nothing_is_told_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small(tmp_path)
    write(root, "site/index.html", "A page.")
    git(root, "init")
    git(root, "add", "--all", "--force")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert in_git(root) == []
