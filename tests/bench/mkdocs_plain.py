"""`mkdocs build` without index and cards, which only `archive build` can leave out: `python -m tests.bench.mkdocs_plain`."""

from __future__ import annotations

from functools import partial

from mkdocs.__main__ import cli

from article_archive.engines.mkdocs import adapter
from article_archive.options import Options

if __name__ == "__main__":
    setattr(adapter, "Options", partial(Options, search=False, cards=False))  # noqa: B010
    cli(["build", "--quiet"])
