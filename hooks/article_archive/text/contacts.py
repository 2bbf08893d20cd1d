"""A text -> the e-mail addresses and telephone numbers in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ..problems import Problem
from .margin import Margin

# Domains that nobody can own (RFC 2606, RFC 6761).
_EXAMPLES = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)", re.IGNORECASE)
_E_MAIL = re.compile(r"(?<![\w.+/@:-])(?:mailto:(?:%20)*)?([A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24})(?![\w@-]|\.\w)")
# Names that are an office's, not a person's (RFC 2142 has some of them), or that nobody reads.
_OFFICES = frozenset(
    ("abuse", "accessibility", "admin", "admissions", "contact", "contribute", "donotreply", "editor", "editorial", "editors")
    + ("education", "enquiries", "events", "feedback", "git", "hello", "help", "info", "inquiries", "jobs", "library", "mail")
    + ("marketing", "media", "news", "newsletter", "no-reply", "noreply", "office", "post", "postmaster", "press", "privacy")
    + ("programs", "questions", "sales", "school", "security", "service", "subscribe", "support", "team", "training")
    + ("unsubscribe", "web", "webmaster")
)
# Figures and what stands between those of a telephone number; the rest of a text goes, every figure becomes 0.
_KEPT = b"0123456789-. ()+"
_OTHERS = bytes(sign for sign in range(256) if sign not in _KEPT)
_TO_ZERO = bytes.maketrans(b"123456789.", b"000000000-")
_CALLED = r"(?:tel(?:ephone)?|phone|fax|mobile|cell(?:phone)?|call|dial|text|voicemail|whatsapp)"
# North America: 212-555-0100, (212) 555-0100, 212.555.0100, +1 212 555 0100. No area or exchange starts with 0 or 1.
_AMERICAN = (
    r"(?:\+?1[-. ])?(?:\([2-9]\d\d\) ?[2-9]\d\d[-. ]|[2-9]\d\d(?P<by>[-.])[2-9]\d\d(?P=by)|(?<=\+1[ ])[2-9]\d\d [2-9]\d\d )\d{4}"
)
# Elsewhere, from the plus sign on (E.164): 8 to 15 figures in groups.
_ABROAD = r"\+[1-9]\d{0,2}(?:[-. /]?\(?\d{1,5}\)?){2,6}"
# Without either, only where a word says what it is.
_NAMED = rf"(?<=\b)(?i:{_CALLED})(?:\s+(?i:us|me|them|number|no\.?|at|on|or text|to))*\s*[:.]?\s*(?P<named>\(?0?\d[\d() .-]{{5,16}}\d)"
_NUMBER = re.compile(rf"(?<![\w./$€£#=&%-])(?<!\d[ ,])(?:{_AMERICAN}|{_ABROAD})(?![\w/%-]|[.,]\d| ?\d)|{_NAMED}(?![\w/%])")
_TOLL_FREE = re.compile(r"1?8(?:00|33|44|55|66|77|88)")
# 555-0100 to 555-0199 are kept for examples.
_MADE_UP = re.compile(r"(?:1?\d{3})?55501\d\d")
_CODE = re.compile(r"<(pre|code)>.*?</\1>", re.DOTALL)
_ADDRESS = re.compile(r"\b(?:https?://|www\.|doi:)\S+|\b10\.\d{4,9}/\S+|\bISBN\b[ :0-9X-]+", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]*>")
_REMEDY = "Keep it if it is an office's, or if the person has agreed: programs collect what stands here."


def contacts(margin: Margin, rendered: str) -> Iterator[Problem]:
    """A problem for each e-mail address and each telephone number; `rendered` is the parser's output."""
    if "@" in margin.text:
        yield from _addresses(margin, _CODE.sub(" ", rendered))
    if may_hold_number(margin.text):
        yield from _numbers(margin, _CODE.sub(" ", rendered))


def may_hold_number(text: str) -> bool:
    """Whether a telephone number is worth a search, which takes twenty times as long."""
    figures = text.encode().translate(_TO_ZERO, _OTHERS)
    return b"000-0000" in figures or b"000 0000" in figures or b"+0" in figures


def _addresses(margin: Margin, rendered: str) -> Iterator[Problem]:
    for address in dict.fromkeys(_E_MAIL.findall(html.unescape(rendered))):
        name, _, domain = address.lower().partition("@")
        if name not in _OFFICES and not _EXAMPLES.fullmatch(domain):
            yield Problem("e-mail-address", margin.place(address), f"Here stands an e-mail address, `{address}`.", _REMEDY)


def _numbers(margin: Margin, rendered: str) -> Iterator[Problem]:
    words = _ADDRESS.sub(" ", html.unescape(_ANY_TAG.sub("\0", rendered)))
    for number in dict.fromkeys(found["named"] or found[0] for found in _NUMBER.finditer(words)):
        if is_number_of_a_person(number):
            yield Problem("phone-number", margin.place(number), f"Here stands a telephone number, `{number}`.", _REMEDY)


def is_number_of_a_person(number: str) -> bool:
    """Whether somebody could be called by it: long enough, no number of an office that is free, and none kept for examples."""
    figures = re.sub(r"\D", "", number)
    return 7 <= len(figures) <= 15 and not _TOLL_FREE.match(figures) and not _MADE_UP.fullmatch(figures)
