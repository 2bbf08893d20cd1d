"""Feed -> JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from .item import Enclosure, Feed, Item, Person
from .markup import allowed, rfc_3339

VERSION = "https://jsonfeed.org/version/1.1"

Data = dict[str, Any]


def json_feed(feed: Feed) -> bytes:
    """The feed; what is not known is left out."""
    data = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "description": feed.description,
        "language": feed.language,
        "items": [_item(told) for told in feed.items],
    }
    return allowed(json.dumps(data, ensure_ascii=False)).encode()


def _item(told: Item) -> Data:
    # An item must have its text, even an empty one.
    return {"content_html": told.content} | _known(
        id=told.address,
        url=told.address,
        title=told.title,
        summary=told.summary,
        image=told.shot.address if told.shot else "",
        date_published=rfc_3339(told.published) if told.published else "",
        date_modified=rfc_3339(told.updated) if told.updated else "",
        authors=[_person(person) for person in told.creators],
        tags=list(dict.fromkeys(label.name for label in told.labels)),
        language=told.lang,
        attachments=[_attachment(found) for found in told.enclosures],
    )


def _person(person: Person) -> Data:
    return _known(name=person.name, url=person.address)


def _attachment(found: Enclosure) -> Data:
    return _known(
        url=found.address,
        mime_type=found.type,
        title=found.title,
        size_in_bytes=found.size,
        duration_in_seconds=found.seconds,
    )


def _known(**data: Any) -> Data:
    return {name: value for name, value in data.items() if value}
