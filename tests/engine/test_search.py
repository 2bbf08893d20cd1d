"""The bundle of the search in whole builds: made, kept, left out, and never half there."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from article_archive.search import pagefind

from .conftest import article, build, ending, run, tree, write
from .test_serving import PATIENCE, eventually, served

REAL = pagefind.program("en").path


def found(site: Path) -> str:
    """All that the bundle shows of its documents."""
    return "\n".join(gzip.decompress(path.read_bytes()).decode() for path in (site / "pagefind" / "fragment").iterdir())


def noting(folder: Path) -> dict[str, str]:
    """The environment in which each run of Pagefind is noted in `folder`/runs."""
    program = folder / "program"
    program.write_text(f'#!/bin/sh\necho run >> "{folder}/runs"\nexec "{REAL}" "$@"\n')
    program.chmod(0o755)
    return {pagefind.ELSEWHERE: str(program)}


def broken(folder: Path, text: str) -> dict[str, str]:
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return {pagefind.ELSEWHERE: str(program)}


def has_ended(identity: int) -> bool:
    """Whether a process is gone, or waits for nothing but that its end is noted (proc_pid_stat(5))."""
    try:
        state = Path(f"/proc/{identity}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state in "ZX"


def test_a_build_publishes_a_bundle_of_what_is_published(archive: Path) -> None:
    write(archive, "docs/articles/2016/here.md", article("Here", "Words of a lighthouse."))
    write(archive, "docs/articles/2016/draft.md", article("Draft", "A secret.", draft="true"))
    write(archive, "docs/articles/2016/later.md", article("Later", "A secret.", date="2999-01-01"))
    done = build(archive)
    assert done.returncode == 0, done.stderr
    assert "lighthouse" in found(archive / "site")
    assert "secret" not in found(archive / "site")


def test_two_builds_in_two_places_make_the_same_site(archive: Path, tmp_path: Path) -> None:
    environment = {"SOURCE_DATE_EPOCH": "1577836800"}
    trees = []
    for _ in range(2):
        assert build(archive, **environment).returncode == 0
        trees.append(tree(archive / "site"))
        (archive / "site").rename(tmp_path / f"site-{len(trees)}")
        subprocess.run(["rm", "-r", str(archive / ".cache")], check=True)
    assert trees[0] == trees[1]
    assert any(path.startswith("pagefind/fragment/") for path in trees[0])


def test_a_build_of_the_same_texts_runs_no_pagefind(archive: Path, tmp_path: Path) -> None:
    environment = noting(tmp_path)
    first = build(archive, **environment)
    assert first.returncode == 0, first.stderr
    write(archive, "docs/about.md", "# About\n\nAnother page of the editors'.\n")
    assert build(archive, **environment).returncode == 0
    assert (tmp_path / "runs").read_text() == "run\n"
    write(archive, "docs/articles/2016/here.md", article("Here", "Words of a lighthouse."))
    assert build(archive, **environment).returncode == 0
    assert (tmp_path / "runs").read_text() == "run\nrun\n"
    assert "lighthouse" in found(archive / "site")


def test_nothing_of_an_earlier_bundle_is_published(archive: Path) -> None:
    write(archive, "docs/articles/2016/here.md", article("Here", "Words of a lighthouse."))
    assert build(archive).returncode == 0
    (archive / "docs/articles/2016/here.md").unlink()
    assert build(archive).returncode == 0
    assert "lighthouse" not in found(archive / "site")
    (fragments, names) = (list((archive / "site/pagefind/fragment").iterdir()), found(archive / "site").count('"url"'))
    assert len(fragments) == names
    assert len(list((archive / "site/pagefind").glob("*.pf_meta"))) == 1


def test_the_search_can_be_left_out(archive: Path, tmp_path: Path) -> None:
    assert build(archive).returncode == 0
    done = build(archive, "--no-search", **noting(tmp_path))
    assert done.returncode == 0, done.stderr
    assert not (archive / "site/pagefind").exists()
    assert not (tmp_path / "runs").exists()


def test_mkdocs_yml_can_leave_the_search_out_for_every_command(archive: Path, tmp_path: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text(encoding="utf-8")
    write(archive, "mkdocs.yml", settings.replace("  archive:\n", "  archive:\n    search: false\n"))
    for command in (("article_archive.cli", "build"), ("mkdocs", "build")):
        done = run(*command, at=archive, **noting(tmp_path))
        assert done.returncode == 0, done.stderr
        assert not (archive / "site/pagefind").exists()
        assert not (tmp_path / "runs").exists()


def test_a_broken_pagefind_publishes_nothing_and_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    assert build(archive).returncode == 0
    before = tree(archive / "site")
    write(archive, "docs/articles/2016/here.md", article("Here"))
    (tmp_path / "temporary").mkdir()
    for text in ("exit 3", "kill -9 $$", "exec sleep 0.3"):
        done = build(archive, TMPDIR=str(tmp_path / "temporary"), **broken(tmp_path, text))
        assert done.returncode == 1
        assert "Pagefind did not finish." in done.stderr
        assert "Traceback" not in done.stderr
        assert "--no-search" in done.stderr
    missing = build(archive, **{pagefind.ELSEWHERE: str(tmp_path / "nothing-here")})
    assert missing.returncode == 1
    assert "leads to no program" in missing.stderr
    assert tree(archive / "site") == before
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (archive / ".site.coming").exists()


def test_a_build_with_errors_starts_no_pagefind(archive: Path, tmp_path: Path) -> None:
    write(archive, "docs/articles/2016/here.md", article("Here", colour="red"))
    assert build(archive, **noting(tmp_path)).returncode == 1
    assert not (tmp_path / "runs").exists()


def test_a_build_that_is_ended_ends_its_pagefind(archive: Path, tmp_path: Path) -> None:
    environment = {**os.environ, **broken(tmp_path, f'echo $$ > "{tmp_path}/id"; exec sleep 60')}
    for by in (signal.SIGTERM, signal.SIGINT):
        command = [sys.executable, "-m", "article_archive.cli", "build"]
        with ending(subprocess.Popen(command, cwd=archive, env=environment, stderr=subprocess.DEVNULL)) as child:
            for _ in range(PATIENCE * 10):
                if (tmp_path / "id").exists() and (tmp_path / "id").read_text().strip():
                    break
                time.sleep(0.1)
            identity = int((tmp_path / "id").read_text())
            child.send_signal(by)
            assert child.wait(PATIENCE) != 0
        for _ in range(PATIENCE * 10):
            if has_ended(identity):
                break
            time.sleep(0.1)
        assert has_ended(identity)
        (tmp_path / "id").unlink()
        assert not (archive / "site").exists()


def test_checking_runs_no_pagefind(archive: Path, tmp_path: Path) -> None:
    from .conftest import run

    assert run("article_archive.cli", "check", at=archive, **noting(tmp_path)).returncode == 0
    assert not (tmp_path / "runs").exists()


def test_the_preview_makes_the_bundle_when_it_is_asked_for(archive: Path, tmp_path: Path) -> None:
    write(archive, "docs/articles/2016/here.md", article("Here", "Words at first."))
    os.environ.update(noting(tmp_path))
    try:
        with served("article_archive.cli", archive) as address:
            eventually(f"{address}/articles/here/", "Words at first.")
            assert not (tmp_path / "runs").exists()
            for _ in range(2):
                with urllib.request.urlopen(f"{address}/pagefind/pagefind.js", timeout=PATIENCE) as answer:
                    assert answer.headers.get_content_type() in ("text/javascript", "application/javascript")
            assert (tmp_path / "runs").read_text() == "run\n"
            write(archive, "docs/articles/2016/here.md", article("Here", "Words at last."))
            eventually(f"{address}/articles/here/", "Words at last.")
            eventually(f"{address}/pagefind/order.json", '"ids"')
            assert (tmp_path / "runs").read_text() == "run\nrun\n"
    finally:
        del os.environ[pagefind.ELSEWHERE]
