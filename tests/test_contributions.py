"""A hostile proposal, as a pull request brings it: of it only the content is taken, and nothing of it runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from article_archive import reading

from .archives import article, judged_settings, small, write

ROOT = Path(__file__).parent.parent
WORKFLOW = ROOT / ".github" / "workflows" / "contribution.yml"
GITLAB = ROOT / ".gitlab-ci.yml"
# Whoever runs it leaves a trace in this file.
TRACE = "import pathlib, os; pathlib.Path(os.environ['TRACE']).write_text('ran')\n"
HOSTILE = {
    "hooks/mkdocs_hooks.py": TRACE,
    "mkdocs.yml": "site_name: Mine\nhooks: [hooks/mkdocs_hooks.py]\n",
    "overrides/main.html": "<script>alert(1)</script>",
    "Makefile": ".venv/site:\n\techo ran > $(TRACE)\n",
    "pyproject.toml": "[build-system]\nrequires = ['evil']\n",
    "requirements/site.txt": "evil==1\n",
    "sitecustomize.py": TRACE,
    "conftest.py": TRACE,
    "yaml.py": TRACE,
    ".ci/take_content.py": TRACE,
    ".cache/archive/store": "not what was made once",
    ".gitattributes": "* filter=trace\n",
    ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ./x\n',
    "docs/index.md": "<script>alert(1)</script>",
    "docs/assets/site.js": "alert(1)",
    "docs/articles/.gitattributes": "*.md filter=trace\n",
    "docs/articles/2016/sitecustomize.py": TRACE,
    "docs/articles/2016/new.md": article("A new article.\n", title="New words"),
    "docs/articles/2016/broken.md": article(title="Broken words", author="writer-on"),
    "authors/writer-three.md": "---\nname: Writer Three\n---\n",
}
GONE = "docs/articles/2018/elsewhere.md"


def git(folder: Path, *words: str, text: str = "") -> str:
    who = ["-c", "user.name=Writer One", "-c", "user.email=writer@example.org", "-c", "core.hooksPath=/dev/null"]
    done = subprocess.run(["git", *who, *words], cwd=folder, input=text, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The public repository: a small archive with this project's own way of taking content."""
    root = small(tmp_path)
    write(root, "hooks/mkdocs_hooks.py", "# The base's own.\n")
    write(root, "overrides/main.html", '{% extends "base.html" %}\n')
    write(root, ".gitignore", "site/\n.site.*\n.cache/\n.venv/\n")
    (root / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "take_content.py", root / ".ci")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=The archive")
    return root


def proposed(base: Path, files: dict[str, str], **links: str) -> str:
    """A commit in the public repository that nobody has accepted."""
    fork = base.parent / "fork"
    git(base.parent, "clone", "--quiet", str(base), str(fork))
    for path, text in files.items():
        write(fork, path, text)
    for path, to in links.items():
        (fork / "docs/articles/2016" / path).symlink_to(to)
    (fork / GONE).unlink()
    git(fork, "add", "--all", "--force")
    git(fork, "commit", "--quiet", "--message=Hostile")
    git(fork, "push", "--quiet", "origin", "HEAD:refs/pull/7/merge", "HEAD:refs/merge-requests/7/head")
    return git(fork, "rev-parse", "HEAD")


@pytest.fixture
def checkout(base: Path) -> Path:
    """What the workflow's first steps leave: the base, with its program, and a filter that a proposal could ask for."""
    here = base.parent / "checkout"
    git(base.parent, "clone", "--quiet", "--depth=1", f"file://{base}", str(here))
    command = here / ".venv" / "bin" / "archive"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m article_archive.cli "$@"\n')
    command.chmod(0o755)
    git(here, "config", "filter.trace.smudge", f"echo ran > {base.parent / 'trace'}; cat")
    return here


def steps() -> dict[str, dict[str, object]]:
    found = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["look"]["steps"]
    return {step["name"]: step for step in found}


def commands(step: str) -> str:
    """The shell lines of a step of the workflow, as GitHub runs them."""
    return str(steps()[step]["run"])


def run(lines: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    held = {**os.environ, "TRACE": str(folder.parent / "trace"), **environment}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lines],
        cwd=folder,
        env=held,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file() and not p.is_symlink()}


def outside(root: Path) -> dict[str, bytes]:
    """What is no content, nor the site, nor what git and the builds keep for themselves."""
    kept = ("authors/", "docs/articles/", ".git/", "site/", ".cache/", ".venv/")
    return {path: text for path, text in files(root).items() if not path.startswith(kept)}


TAKEN = ("The proposal, fetched and not checked out", "The content of the proposal, and nothing else of it")
TAKE = "\n".join(map(commands, TAKEN))


def test_of_a_hostile_proposal_only_the_content_is_taken(base: Path, checkout: Path) -> None:
    before = outside(checkout)
    done = run(TAKE, checkout, PROPOSED=proposed(base, HOSTILE))
    assert done.returncode == 0, done.stderr
    assert outside(checkout) == before
    assert not (checkout / ".cache").exists()
    taken = files(checkout)
    assert taken["docs/articles/2016/new.md"] == HOSTILE["docs/articles/2016/new.md"].encode()
    assert taken["authors/writer-three.md"] == HOSTILE["authors/writer-three.md"].encode()
    assert GONE not in taken
    assert not (base.parent / "trace").exists()


def test_what_is_left_is_named_so_that_somebody_reads_it(base: Path, checkout: Path) -> None:
    said = run(TAKE, checkout, PROPOSED=proposed(base, HOSTILE)).stdout
    changed = {path for path in HOSTILE if not path.startswith(("authors/", "docs/articles/"))}
    assert set(re.findall(r"^- (.+)$", said, re.MULTILINE)) == changed


def test_nothing_of_a_hostile_proposal_runs_when_it_is_checked_and_built(base: Path, checkout: Path) -> None:
    run(TAKE, checkout, PROPOSED=proposed(base, HOSTILE))
    checked = run(spoken(commands("Every mistake, beside its line")), checkout)
    built = run(commands("The preview"), checkout)
    assert checked.returncode == 1
    assert "There is no author `writer-on`." in checked.stdout + checked.stderr
    assert built.returncode == 0, built.stderr
    assert "A new article." in (checkout / "site/articles/new/index.html").read_text(encoding="utf-8")
    page = (checkout / "site/index.html").read_text(encoding="utf-8")
    assert "A small archive" in page
    assert "alert(1)" not in page
    assert not (checkout / "site/assets/site.js").exists()
    assert not (base.parent / "trace").exists()


def spoken(lines: str) -> str:
    # Another branch teaches `archive check` to annotate; until both are one, its words are text.
    asked = subprocess.run(
        [sys.executable, "-m", "article_archive.cli", "check", "--help"], capture_output=True, text=True, check=True
    )
    return lines if "--format" in asked.stdout else lines.replace(" --format github", "")


def test_what_the_preview_prints_is_no_command_to_the_runner(base: Path, checkout: Path) -> None:
    hostile = {"docs/articles/2016/new.md": article("[x](a##[error]b.md)\n", title='"::error::mine"')}
    run(TAKE, checkout, PROPOSED=proposed(base, hostile))
    lines = run(commands("The preview"), checkout).stdout.splitlines()
    assert re.fullmatch(r"::stop-commands::[0-9a-f]{64}", lines[0])


def test_without_the_proposal_nothing_is_shown_for_it() -> None:
    # GitHub goes on after a step that failed where `if` says so: the base's own pages would pass for the proposal's.
    later = [step["if"] for step in steps().values() if "if" in step]
    assert len(later) == 3
    assert all(
        "steps.fetched.outcome == 'success'" in when or "steps.preview.outcome == 'success'" in when for when in map(str, later)
    )


def test_links_are_refused_and_not_made(base: Path, checkout: Path) -> None:
    links = {"link.md": "/etc/passwd", "folder": "../../..", "loop": "."}
    done = run(TAKE, checkout, PROPOSED=proposed(base, HOSTILE, **links))
    assert done.returncode == 1
    assert all(f"- docs/articles/2016/{name}\n" in done.stdout for name in links)
    assert [path for path in checkout.rglob("*") if path.is_symlink()] == []
    assert (checkout / "docs/articles/2016/new.md").exists()


def forged(base: Path) -> Iterator[tuple[str, str]]:
    """Paths that no git would write, each in a commit made by hand."""
    blob = git(base, "hash-object", "-w", "--stdin", text="mine")
    for name in ("..", ".git", ".GIT", "."):
        # Each folder's name is kept in its own tree, so one that says `..` leads up.
        tree = _tree(base, [("100644", "blob", blob, "evil.md")])
        for step in (name, "articles", "docs"):
            tree = _tree(base, [("040000", "tree", tree, step)])
        yield name, tree


def _tree(base: Path, entries: list[tuple[str, str, str, str]]) -> str:
    raw = b"".join(f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(of) for mode, _, of, name in entries)
    done = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"], cwd=base, input=raw, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def test_a_path_that_climbs_is_refused(base: Path) -> None:
    for name, tree in forged(base):
        before = set(base.parent.rglob("evil.md"))
        done = run(f"python3 -I .ci/take_content.py {tree}", base)
        assert done.returncode == 1, name
        assert f"- docs/articles/{name}/evil.md" in done.stdout
        assert set(base.parent.rglob("evil.md")) == before


def test_two_entries_of_one_name_overwrite_nothing(base: Path) -> None:
    first, second = (git(base, "hash-object", "-w", "--stdin", text=text) for text in ("first", "second"))
    tree = _tree(base, [("100644", "blob", first, "twice.md"), ("100644", "blob", second, "twice.md")])
    for step in ("articles", "docs"):
        tree = _tree(base, [("040000", "tree", tree, step)])
    done = run(f"python3 -I .ci/take_content.py {tree}", base)
    assert done.returncode == 1
    assert (base / "docs/articles/twice.md").read_text() == "first"


def test_a_file_name_is_no_command_to_the_runner(base: Path, checkout: Path) -> None:
    names = ["::error::mine.md", "a##[error]b.md", "line\nbreak.md", "\u202eturned.md"]
    done = run(TAKE, checkout, PROPOSED=proposed(base, {f"docs/{name}": "x" for name in names}))
    said = [line for line in done.stdout.splitlines() if line.startswith("- ")]
    assert len(said) == len(names)
    assert "::" not in done.stdout
    assert "##[" not in done.stdout
    assert done.stdout.isascii()


def test_the_folders_are_those_that_the_archive_judges() -> None:
    settings, _ = judged_settings(ROOT)
    judged = {folder.path for folder in reading.folders(settings.facets, settings.docs)}
    listed = re.search(r"^FOLDERS = \((.+)\)$", (ROOT / ".ci/take_content.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed
    assert set(re.findall(r'"([^"]+)"', listed[1])) == judged


def test_gitlab_takes_the_proposal_merged_into_its_target(base: Path, checkout: Path) -> None:
    proposed(base, HOSTILE)
    write(base, "docs/articles/2016/meanwhile.md", article(title="Meanwhile"))
    git(base, "add", "--all")
    git(base, "commit", "--quiet", "--message=Meanwhile")
    lines = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["contribution"]["script"]
    wanted = [line for line in lines if not line.startswith(("make", "mv"))]
    (base.parent / "project.git").symlink_to(base)
    program = 'mkdir -p .venv/bin; cp "$PROGRAM" .venv/bin/archive'
    script = "\n".join([*wanted[:2], program, *wanted[2:]])
    made = base.parent / "gitlab"
    done = run(
        script,
        base.parent,
        ARCHIVE_BASE=str(made),
        PROGRAM=str(checkout / ".venv/bin/archive"),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
        CI_MERGE_REQUEST_PROJECT_URL=f"file://{base.parent}/project",
        CI_MERGE_REQUEST_IID="7",
    )
    assert done.returncode == 1  # one article has a mistake
    assert "- hooks/mkdocs_hooks.py" in done.stdout, done.stderr
    assert (made / "site/articles/new/index.html").exists()
    assert (made / "site/articles/meanwhile/index.html").exists()
    assert not (base.parent.parent / "trace").exists()
