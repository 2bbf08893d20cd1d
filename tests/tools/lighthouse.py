"""Lighthouse's scores for a telephone, the median of three runs, on five kinds of page of our own site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from ..browser.chromium import HELP, QUIET, find
from ..browser.conftest import serving
from ..browser.pages import OURS
from ..engine.conftest import REPOSITORY, run
from .node import program, tool

KINDS = ("home", "article", "author", "term", "year")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 3
FLAGS = " ".join(["--headless", *QUIET, "--no-first-run", "--disable-sync"])

Scores = dict[str, float]


def main() -> int:
    chromium = find()
    if chromium is None:
        sys.exit(HELP)
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        done = run("mkdocs", "build", "--site-dir", str(site), at=REPOSITORY)
        if done.returncode:
            sys.exit(done.stderr[-4000:])
        with serving(site) as served:
            rows = {kind: middle([scores(served.address + OURS[kind], chromium) for _ in range(RUNS)]) for kind in KINDS}
    print(table(rows))
    return 0 if all(row[name] >= least for row in rows.values() for name, least in LEAST.items()) else 1


def scores(address: str, chromium: str) -> Scores:
    """One run: the score of each category from 0 to 100. What costs points is said at once."""
    node = program("node", "install Node.js 18 or later.")
    categories = f"--only-categories={','.join(LEAST)}"
    options = ["--quiet", "--output=json", "--output-path=stdout", categories, f"--chrome-flags={FLAGS}"]
    command = [node, str(tool("lighthouse/cli/index.js")), address, *options]
    done = subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-4000:])
    report = json.loads(done.stdout)
    for name in ("accessibility", "best-practices", "seo"):
        for audit in report["categories"][name]["auditRefs"]:
            said = report["audits"][audit["id"]]
            if audit["weight"] and said["score"] is not None and said["score"] < 1:
                print(f"{address}: {audit['id']}: {said['title']}", file=sys.stderr)
    return {name: round(100 * report["categories"][name]["score"]) for name in LEAST}


def middle(runs: list[Scores]) -> Scores:
    """The median of each category."""
    return {name: median(each[name] for each in runs) for name in LEAST}


def table(rows: dict[str, Scores]) -> str:
    head = f"{'':10}" + "".join(f"{name:>16}" for name in LEAST)
    return "\n".join([head, *(f"{kind:10}" + "".join(f"{row[name]:16g}" for name in LEAST) for kind, row in rows.items())])


if __name__ == "__main__":
    sys.exit(main())
