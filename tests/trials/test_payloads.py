"""The payloads that others collected, at every place of an archive and in a default blog of Material's, in a real browser."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser

from ..browser.conftest import Served, serving
from ..engine.conftest import build
from ..hostile.archive import hostile, one_line, quoted
from ..hostile.test_payloads import pages, seen_everywhere
from ..hostile.visits import RAN, Visit, without_policy
from .conftest import suite


def payloads() -> list[str]:
    return list(dict.fromkeys(each["payload"] for each in suite("xss_payloads.json")))


def test_no_payload_runs_in_the_archive(browser: Browser, tmp_path: Path) -> None:
    every = payloads()
    root = hostile(tmp_path, every)
    done = build(root, "--leave-out", "--no-cards")
    assert done.returncode == 0, done.stderr[-2000:]
    with serving(without_policy(root / "site", tmp_path / "open")) as served:
        open_ = seen_everywhere(browser, served, every)
    with serving(root / "site") as served:
        guarded = seen_everywhere(browser, served, every[::16])
    print(f"\n{len(every)} payloads in {len(pages(root / 'site')[0])} pages: {len(open_.heard)} ran without the policy")
    assert (open_.heard, open_.asked, guarded.heard, guarded.asked) == ([], [], [], [])


def test_the_same_payloads_in_a_default_blog_of_material(browser: Browser, tmp_path: Path) -> None:
    blog = _blog(tmp_path, payloads())
    broken = _built(blog, tmp_path / "site")
    print(f"\n{broken} payloads end the build of Material's blog with a traceback, and were left out")
    with serving(tmp_path / "site") as served:
        ran = _ran(browser, served)
    print(f"\nMaterial's blog: {sum(map(bool, ran.values()))} of {len(ran)} pages ran a payload, {sum(ran.values())} times")
    assert any(ran.values())


def _built(blog: Path, site: Path) -> int:
    """Build the blog without the posts on which its build ends; gives back their number."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    for broken in count():
        done = subprocess.run(command, cwd=blog, check=False, capture_output=True, text=True, timeout=300)
        if done.returncode == 0:
            return broken
        [path] = re.findall(r"Error (?:reading|building) page '([^']+)'", done.stderr)
        (blog / "docs" / path).unlink()
    raise AssertionError


def _blog(folder: Path, every: list[str]) -> Path:
    """What `mkdocs new` and the plugin `blog` make of it: one post for each payload, and one that names each in its fields."""
    (folder / "docs/blog/posts").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# Home\n")
    (folder / "mkdocs.yml").write_text("site_name: A blog\ntheme: {name: material, font: false}\nplugins: [search, blog]\n")
    for n, payload in enumerate(every):
        text = f"---\ndate: 2016-09-14\ncategories: [{quoted(one_line(payload))}]\n---\n\n# Title {n}\n\n{payload}\n"
        (folder / f"docs/blog/posts/post-{n}.md").write_text(text, encoding="utf-8")
    return folder


def _ran(browser: Browser, served: Served) -> dict[str, int]:
    """How often something ran, by page."""
    context = browser.new_context()
    visit, ran = Visit(context, served.address), {}
    for path in pages(served.folder)[0]:
        visit.heard.clear()
        visit.page.goto(served.address + path, wait_until="load")
        visit.page.wait_for_timeout(20)
        ran[path] = len([heard for heard in visit.heard if RAN in heard or heard.endswith("a dialog")])
    context.close()
    return ran
