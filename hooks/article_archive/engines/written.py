"""mkdocs.yml and the editors' pages as they are written -> what a check of some files needs of them, without MkDocs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from ..archive import Engine
from ..problems import Problem, errors, tally
from ..reading import folders
from ..saying import Stopped, say_problems
from ..settings import Settings, judge
from ..store import STORE, Store
from . import kept

# mkdocs.yml may ask for the machine's own settings, or for another file: MkDocs knows how.
_ELSEWHERE = re.compile(r"!ENV|^INHERIT\s*:|!relative", re.MULTILINE)


class Written(Struct, frozen=True):
    """The archive's settings and what is wrong with them; whether a page of the editors has a folder for its address."""

    settings: Settings
    problems: list[Problem]
    has_folders: bool = True


def written(config_file: Path) -> Written:
    """What the editors decided, judged. Raises Stopped where mkdocs.yml can't be read."""
    try:
        text = config_file.read_text(encoding="utf-8")
        if _ELSEWHERE.search(text):
            from .mkdocs import written as by_mkdocs

            return Written(*by_mkdocs(config_file))
        # YAML makes a date of what looks like one, and knows no 30 February: a ValueError.
        found = yaml.load(text, Loader=_Loader)
    except (OSError, ValueError, yaml.YAMLError) as reason:
        raise Stopped(f"{config_file.name} can't be read: {' '.join(str(reason).split())}. Nothing was judged.") from None
    table = found if isinstance(found, Mapping) else {}
    return Written(*_judged(table, text, config_file), table.get("use_directory_urls") is not False)


def settings_of(config_file: Path) -> Settings:
    """What the editors decided; raises Stopped where something of it is wrong."""
    found = written(config_file)
    if stopping := errors(found.problems):
        say_problems(stopping)
        raise Stopped(f"{tally(stopping)}.")
    return found.settings


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML whose special types, such as names of Python functions, are nothing to us."""


_Loader.add_multi_constructor("", lambda *_: None)


def _judged(found: Mapping[str, Any], text: str, config_file: Path) -> tuple[Settings, list[Problem]]:
    extra, theme = found.get("extra"), found.get("theme")
    ours = (extra.get("archive") if isinstance(extra, Mapping) else None) or {}
    return judge(
        {**ours, **_options(found.get("plugins"))} if isinstance(ours, Mapping) else ours,
        text,
        config_file.name,
        name=str(found.get("site_name") or ""),
        address=str(found.get("site_url") or ""),
        description=str(found.get("site_description") or ""),
        language=str((isinstance(theme, Mapping) and theme.get("language")) or "en"),
        docs=_docs(config_file, str(found.get("docs_dir") or "docs")),
    )


def _options(plugins: Any) -> Mapping[str, Any]:
    """The options of the plugin `archive`; a list holds names, and tables of one name."""
    tables = plugins if isinstance(plugins, list) else [plugins]
    options = (table.get("archive") for table in tables if isinstance(table, Mapping))
    return next((each for each in options if isinstance(each, Mapping)), {})


def _docs(config_file: Path, docs_dir: str) -> str:
    root = config_file.resolve().parent
    docs = (root / docs_dir).resolve()
    if not docs.is_relative_to(root):
        raise Stopped("`docs_dir` must lie in the folder of mkdocs.yml.")
    return docs.relative_to(root).as_posix()


def engine(config_file: Path, of: Written, now: datetime) -> Engine:
    """The editors' pages and files with their addresses: as MkDocs made them, or else as they lie in the folder."""
    root, docs = config_file.resolve().parent, of.settings.docs
    known = kept.recall(Store(root / STORE), config_file)
    if known and known.may_hold(now):
        return Engine(known.pages, known.others)
    files = {path: path.removeprefix(f"{docs}/") for path in _editors_files(root, of.settings)}
    pages = {path: _address(inside, of.has_folders) for path, inside in files.items() if _is_page(path)}
    return Engine(pages, {path: f"/{inside}" for path, inside in files.items() if not _is_page(path)})


def _is_page(path: str) -> bool:
    return path.lower().endswith((".md", ".markdown"))


def _editors_files(root: Path, settings: Settings) -> Iterator[str]:
    """The files of docs/ that are none of the archive's, relative to its folder."""
    aside = {str(root / folder.path) for folder in folders(settings.facets, settings.docs)}
    for at, below, names in os.walk(root / settings.docs):
        below[:] = [name for name in below if not name.startswith(".") and os.path.join(at, name) not in aside]
        yield from (Path(at, name).relative_to(root).as_posix() for name in names if not name.startswith("."))


def _address(inside: str, has_folders: bool) -> str:
    """The address that MkDocs gives a page; README.md stands for index.md."""
    folder, _, name = inside.rpartition("/")
    stem = name.rpartition(".")[0]
    above = f"/{folder}/" if folder else "/"
    if stem in ("index", "README"):
        return above if has_folders or above == "/" else f"{above}index.html"
    return f"{above}{stem}/" if has_folders else f"{above}{stem}.html"
