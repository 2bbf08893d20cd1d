"""Words -> XML 1.0: escaped, and without the characters that it forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from html import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Not even a reference such as &#1; may stand for one of these (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def allowed(words: str) -> str:
    """The words without the characters that no feed may hold."""
    return _FORBIDDEN.sub("", words)


def text(words: str) -> str:
    """Words between tags and in quotation marks."""
    return escape(_FORBIDDEN.sub("", words))


def element(name: str, words: str) -> Iterator[str]:
    """The element, where there are words for it."""
    if words:
        yield f"<{name}>{text(words)}</{name}>\n"


def attributes(**values: str | int) -> str:
    """Attributes for a tag, those without a value left out."""
    return "".join(f' {name}="{text(str(value))}"' for name, value in values.items() if value != "")


def rfc_822(moment: datetime) -> str:
    """Wed, 14 Sep 2016 04:00:00 +0000, as RSS has it."""
    return format_datetime(moment)


def rfc_3339(moment: datetime) -> str:
    """2016-09-14T04:00:00Z, as Atom and JSON Feed have it."""
    return moment.isoformat().replace("+00:00", "Z")
