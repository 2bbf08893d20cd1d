"""The index of all messages, and a page for each code: somebody has one in an e-mail, and looks it up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from .. import addresses
from ..explanations import MEANING, Example, Explanation, explanations, groups
from ..problems import SEVERITY
from . import metadata
from .drafts import digest
from .page import Draft, Page, Site

SECTION = "messages"
TITLE = "What a message means"
ABOUT = "Every message of the check, with what is wrong, why it matters, and what to write instead."
# What an example's lines are lines of, in the reader's words; other kinds are the file's own path.
KINDS = {
    "fields": "the fields of an article",
    "text": "the text of an article",
    "author": "an author's file",
    "term": "a term's file",
    "name": "the name of a file",
    "series": "the file of a series",
    "clip": "the file of a clip",
    "transcript": "a transcript",
    "settings": "mkdocs.yml, below `extra:` and `archive:`",
    "page": "a page of the editors'",
}
_CODE = re.compile(r"`([^`]+)`")

Data = dict[str, Any]


def pages(site: Site) -> Iterator[Draft]:
    """Laid out only where the program has changed: what they say is part of it."""
    yield Draft(addresses.MESSAGES, SECTION, digest(TITLE), partial(_index, site))
    for code in SEVERITY:
        yield Draft(addresses.message(code), SECTION, digest(code), partial(_page, code, site))


def _index(site: Site) -> Page:
    return _hidden(
        addresses.MESSAGES,
        "messages",
        TITLE,
        ABOUT,
        {
            "title": TITLE,
            "groups": [{"title": group.title, "rows": [_row(e, site) for e in group.explanations]} for group in groups()],
        },
        site,
    )


def _page(code: str, site: Site) -> Page:
    found = explanations()[code]
    context = {
        "title": code,
        "severity": found.severity,
        "meaning": MEANING[found.severity],
        "mistake": _marked(found.mistake),
        "why": _marked(found.why),
        "mend": [_marked(paragraph) for paragraph in found.mend],
        "example": _example(found.example) if found.example else None,
        "index": addresses.href(addresses.MESSAGES, site.settings),
    }
    return _hidden(addresses.message(code), "message", code, found.mistake.replace("`", ""), context, site)


def _hidden(at: str, template: str, title: str, about: str, context: Data, site: Site) -> Page:
    # Those who need it have its address; nobody looks for it among the articles.
    head = metadata.of_page(title, at, about, site)
    return Page(
        address=at, template=template, section=SECTION, title=title, description=about, is_hidden=True, head=head, context=context
    )


def _row(found: Explanation, site: Site) -> Data:
    href = addresses.href(addresses.message(found.code), site.settings)
    return {"code": found.code, "severity": found.severity, "href": href, "mistake": _marked(found.mistake)}


def _example(found: Example) -> Data:
    kind = _marked(KINDS.get(found.kind, f"`{found.kind}`"))
    return {"kind": kind, "wrong": found.wrong, "right": found.right, "says": _marked(found.says), "beside": found.beside}


def _marked(words: str) -> Markup:
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(words))))
