"""Pages -> sitemap.xml (sitemaps.org protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def sitemap(pages: Iterable[tuple[str, str]]) -> bytes:
    """`pages` are full addresses with the day of their last change (2016-09-14), or "" where that is unknown."""
    rows = "".join(
        f"<url><loc>{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n" for address, day in sorted(pages)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{rows}</urlset>\n".encode()
