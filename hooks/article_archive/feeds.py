"""Catalogue -> feed.xml (RSS 2.0, with Dublin Core for the authors): the newest articles with their summaries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from . import addresses
from .catalogue import Catalogue
from .markdown import opening
from .model import Article
from .settings import Settings

NEWEST = 50


def feed(catalogue: Catalogue, settings: Settings) -> bytes:
    """The newest articles; cards that point elsewhere are not ours to announce."""
    ours = [a for a in catalogue.articles if a.kind != "reference" and a.date][:NEWEST]
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n',
            f"<title>{_text(settings.name)}</title>\n",
            f"<link>{_text(addresses.full(addresses.HOME, settings))}</link>\n",
            f"<description>{_text(settings.description or settings.name)}</description>\n",
            f"<language>{_text(settings.language)}</language>\n",
            f'<atom:link href="{escape(addresses.full(addresses.FEED, settings))}" rel="self" type="application/rss+xml"/>\n',
            *(line for article in ours for line in _item(article, settings)),
            "</channel>\n</rss>\n",
        )
    ).encode()


def _item(article: Article, settings: Settings) -> Iterator[str]:
    address = _text(addresses.full(addresses.article(article, settings.permalink), settings))
    summary = article.summary.text if article.summary else opening(article.body.parts)
    yield f"<item>\n<title>{_text(article.title.text)}</title>\n<link>{address}</link>\n"
    yield f'<guid isPermaLink="true">{address}</guid>\n'
    if article.date:
        yield f"<pubDate>{format_datetime(datetime.fromtimestamp(article.date.at, UTC))}</pubDate>\n"
    yield from (f"<dc:creator>{_text(credit.name)}</dc:creator>\n" for credit in article.credits)
    yield f"<description>{_text(summary)}</description>\n</item>\n"


def _text(words: str) -> str:
    return escape(words, quote=False)
