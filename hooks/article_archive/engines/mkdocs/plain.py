"""Whether MkDocs reads nothing but what can be watched: then it need not run again while that is the same."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from ...reading import folders
from ...settings import Settings
from ...watching import Watched
from ...writing import web_editor

# Plugins that are known to read the pages and mkdocs.yml, and nothing else: no clock, no history of versions, no network.
_PLUGINS = ("article_archive.", "mkdocs_blog", "mkdocs.contrib.search", "material.plugins.search")
# Extensions that read other files, or ask for other pages.
_READING = ("pymdownx.snippets", "pymdownx.b64")
_EXTENSIONS = re.compile(r"[a-z_]+|markdown\.extensions\.\w+|pymdownx\.\w+|mkdocs\.\w+")
# mkdocs.yml may ask for the machine's own settings, or for another file.
_ELSEWHERE = re.compile(r"!ENV|^INHERIT\s*:|!relative", re.MULTILINE)


def watched(config: MkDocsConfig, settings: Settings) -> Watched:
    """What MkDocs reads for this archive, but for the content, which is none of its."""
    root = Path(config.config_file_path).resolve().parent
    font = (str(root / settings.cards.font),) if settings.cards and settings.cards.font else ()
    hooks = tuple(str(hook.__file__) for hook in _hooks(config))
    own = (config.theme.custom_dir,) if config.theme.custom_dir else ()
    aside = frozenset(str(root / folder.path) for folder in folders(settings.facets, settings.docs))
    editor = web_editor.watched(root, settings)
    return Watched((config.config_file_path, *hooks, *font, *editor), (config.docs_dir, *own), aside)


def is_plain(config: MkDocsConfig) -> bool:
    """Whether plugins, hooks and extensions read only what is watched, and no option takes the place of what mkdocs.yml says."""
    return (
        _is_as_written(config)
        and all(_is_known(plugin) for plugin in config.plugins.values())
        and all(map(_is_ours, _hooks(config)))
        and all(_EXTENSIONS.fullmatch(name) and name not in _READING for name in config.markdown_extensions)
        and not _ELSEWHERE.search(Path(config.config_file_path).read_text(encoding="utf-8"))
    )


def _is_as_written(config: MkDocsConfig) -> bool:
    """Whether no option of the command, such as `--site-dir`, takes the place of what mkdocs.yml says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # MkDocs itself has no use for it any more
        _, *later = config.user_configs
    return {name for options in later for name in options} <= {"strict"}


def _hooks(config: MkDocsConfig) -> list[ModuleType]:
    # MkDocs gives a list where there are none, and otherwise modules by their names.
    hooks: Any = config.hooks
    return list(hooks.values()) if isinstance(hooks, Mapping) else []


def _is_known(plugin: Any) -> bool:
    return isinstance(plugin, ModuleType) or type(plugin).__module__.startswith(_PLUGINS)  # hooks are asked for apart


def _is_ours(hook: ModuleType) -> bool:
    """Whether a hook is the one that mkdocs.yml names for the archive."""
    events = (event for name, event in vars(hook).items() if name.startswith("on_"))
    return all(event.__module__.startswith("article_archive.") for event in events)
