"""mkdocs.yml -> settings of Material's that do nothing here, since the archive's chrome is its own; and what does it instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from ...model import Place
from ...problems import Problem
from .chrome import AWAKE_BY

_COLOURS = "The archive has colours of its own, light and dark; a style sheet named under `extra_css` can change them."
_SIGNS = "A template in `overrides` can show a sign of yours; `logo` and `favicon` below `theme` work."
_ASKING = "Take it out: the pages ask no other site, and their policy would not let them."
_NO_PLACE = "Take it out, or write a template for it in `overrides`."

# By where they stand. All else of the theme's that the archive's templates leave out is a feature or a sign.
_IDLE: Mapping[tuple[str, ...], str] = {
    ("theme", "palette"): _COLOURS,
    ("extra", "analytics"): _ASKING,
    ("extra", "consent"): _ASKING,
    ("extra", "generator"): _NO_PLACE,
    ("extra", "version"): _NO_PLACE,
}
# Of `theme.icon`, what a style sheet shows.
_SHOWN = ("admonition", "annotation", "tag")


def idle(text: str, path: str) -> Iterator[Problem]:
    """Each setting of mkdocs.yml that has no effect, at its place; nothing where MkDocs itself will say what is wrong with it."""
    try:
        settings = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError:
        return
    for steps, remedy in _IDLE.items():
        for value in _at(settings, *steps):
            yield _problem(path, value, f"`{'.'.join(steps)}`", remedy)
    for name, value in (pair for table in _at(settings, "theme", "icon") for pair in _pairs(table)):
        if name not in _SHOWN:
            yield _problem(path, value, f"`theme.icon.{name}`", _SIGNS)
    for feature in (each for list_ in _at(settings, "theme", "features") for each in _items(list_)):
        if feature.value not in AWAKE_BY:
            yield _problem(path, feature, f"The feature `{feature.value}`", f"These have one: {', '.join(AWAKE_BY)}.")


def _problem(path: str, value: yaml.Node, what: str, remedy: str) -> Problem:
    place = Place(path, value.start_mark.line + 1, value.start_mark.column + 1)
    return Problem("idle-setting", place, f"{what} has no effect in the archive's pages.", remedy)


def _at(node: yaml.Node | None, *steps: str) -> Iterator[yaml.Node]:
    """The value at the end of these names; nothing where there is none."""
    if node is not None and not steps:
        yield node
    elif node is not None:
        yield from (found for name, value in _pairs(node) if name == steps[0] for found in _at(value, *steps[1:]))


def _pairs(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), value) for key, value in node.value)


def _items(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.SequenceNode):
        yield from (each for each in node.value if isinstance(each, yaml.ScalarNode))
