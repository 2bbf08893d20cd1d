"""A text -> the e-mail addresses and telephone numbers in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

from ..problems import Problem
from .margin import Margin

# Domains that nobody can own (RFC 2606, RFC 6761).
_EXAMPLES = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)", re.IGNORECASE)
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_SIGN = re.compile(r"(?<=[\w+-])@(?=[A-Za-z0-9])")
# A text says so many of them, after looking at so many places: nobody mends more at once.
_MOST, _LOOKED_AT = 20, 1000
_E_MAIL = re.compile(
    r"(?<![\w.+/@:-])(?:mailto:\s*)?([A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24})(?![\w@-]|\.\w)"
)
# Names that are an office's, not a person's (RFC 2142 has some of them), or that nobody reads.
_OFFICES = frozenset(
    (
        "abuse|accessibility|admin|admissions|contact|contribute|donotreply|editor|editorial|editors|education|"
        "enquiries|events|feedback|git|hello|help|info|inquiries|jobs|library|mail|marketing|media|news|"
        "newsletter|no-reply|noreply|office|post|postmaster|press|privacy|programs|questions|sales|school|"
        "security|service|subscribe|support|team|training|unsubscribe|web|webmaster"
    ).split("|")
)
# Every figure as 0, and only what stands between those of a telephone number as itself.
_AS_ZEROS = bytes(
    b"0"[0] if chr(sign).isdigit() else b"-"[0] if sign == b"."[0] else sign if sign in b"- +" else b"x"[0] for sign in range(256)
)
# What every number holds: the search for whole ones takes far longer.
_FIGURES = re.compile(r"\d{3}[-. ]\d{4}|\+\d")
_CALLED = r"(?:tel(?:ephone)?|phone|fax|mobile|cell(?:phone)?|call|dial|text|voicemail|whatsapp)"
# North America: 212-555-0100, (212) 555-0100, 212.555.0100, +1 212 555 0100. No area or exchange starts with 0 or 1.
_AMERICAN = (
    r"(?:\+?1[-. ])?(?:\([2-9]\d\d\) ?[2-9]\d\d[-. ]|[2-9]\d\d(?P<by>[-.])[2-9]\d\d(?P=by)|(?<=\+1[ ])[2-9]\d\d [2-9]\d\d )\d{4}"
)
# Elsewhere, from the plus sign on (E.164): 8 to 15 figures in groups.
_ABROAD = r"\+[1-9]\d{0,2}(?:[-. /]?\(?\d{1,5}\)?){2,6}"
# Without either, only where a word says what it is.
_NAMED = (
    rf"(?<=\b)(?i:{_CALLED})(?:\s+(?i:us|me|them|number|no\.?|at|on|or text|to))*\s*[:.]?\s*(?P<named>\(?0?\d[\d() .-]{{5,16}}\d)"
)
_NUMBER = re.compile(rf"(?<![\w./$€£#=&%-])(?<!\d[ ,])(?:{_AMERICAN}|{_ABROAD})(?![\w/%-]|[.,]\d| ?\d)|{_NAMED}(?![\w/%])")
_TOLL_FREE = re.compile(r"1?8(?:00|33|44|55|66|77|88)")
# 555-0100 to 555-0199 are kept for examples.
_MADE_UP = re.compile(r"(?:1?\d{3})?55501\d\d")
# Raw HTML may leave it open: then the next one ends the search.
_CODE = re.compile(r"<(pre|code)\b[^>]*>(?:(?!<(?:pre|code)\b).)*?</\1>", re.DOTALL)
_ADDRESS = re.compile(r"\b(?:https?://|www\.|doi:)\S+|\b10\.\d{4,9}/\S+|\bISBN\b[ :0-9X-]+", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]*>")
_REMEDY = "Keep it if it is an office's, or if the person has agreed: programs collect what stands here."


def contacts(margin: Margin, rendered: str) -> Iterator[Problem]:
    """A problem for each e-mail address and each telephone number; `rendered` is the parser's output."""
    if "@" in margin.text:
        yield from islice(_addresses(margin, _CODE.sub(" ", rendered)), _MOST)
    if may_hold_number(margin.text):
        yield from islice(_numbers(margin, _CODE.sub(" ", rendered)), _MOST)


def may_hold_number(text: str) -> bool:
    """Whether a telephone number is worth a search, which takes a hundred times as long."""
    # One of these stands in nearly every number.
    if not any(figure in text for figure in "13579"):
        return False
    figures = b"x" + text.encode().translate(_AS_ZEROS)
    return b"+0" in figures or any(three in figures and _are_three(three, figures) for three in (b"000-0000", b"000 0000"))


def _are_three(three: bytes, figures: bytes) -> bool:
    """Whether three figures before four others are ever more than the end of a year."""
    return any(before + three in figures for before in (b"x", b" ", b"-", b"+"))


def _addresses(margin: Margin, rendered: str) -> Iterator[Problem]:
    words = _ENCODED.sub(" ", html.unescape(rendered))
    for address in dict.fromkeys(
        found for at in islice(_SIGN.finditer(words), _LOOKED_AT) if (found := _address(words, at.start()))
    ):
        name, _, domain = address.lower().partition("@")
        if name not in _OFFICES and not _EXAMPLES.fullmatch(domain) and not _is_part(address, margin.text):
            yield Problem("e-mail-address", margin.place(address), f"Here stands an e-mail address, `{address}`.", _REMEDY)


def _is_part(address: str, text: str) -> bool:
    """Whether it belongs to a name such as @writer@example.org or to a web address."""
    at = text.find(address)
    return at > 0 and text[at - 1] in "@/"


def _address(words: str, at: int) -> str:
    """The e-mail address to which the sign at this place belongs; "" if it is no part of one."""
    start = max(0, at - 80)
    # To search around each sign takes a hundredth of the time that a search of the whole text takes.
    found = (each for each in _E_MAIL.finditer(words[start : at + 90]) if each.start() <= at - start < each.end())
    return next((each[1] for each in found), "")


def _numbers(margin: Margin, rendered: str) -> Iterator[Problem]:
    words = html.unescape(_ANY_TAG.sub("\0", rendered))
    for number in dict.fromkeys(
        found for at in islice(_FIGURES.finditer(words), _LOOKED_AT) if (found := _number(words, at.start()))
    ):
        if is_number_of_a_person(number):
            yield Problem("phone-number", margin.place(number), f"Here stands a telephone number, `{number}`.", _REMEDY)


def _number(words: str, at: int) -> str:
    """The telephone number to which the figures at this place belong; "" if they are no part of one."""
    start = max(0, at - 50)
    around = _ADDRESS.sub(lambda address: " " * len(address[0]), words[start : at + 30])
    found = (each for each in _NUMBER.finditer(around) if each.start() <= at - start < each.end())
    return next((each["named"] or each[0] for each in found), "")


def is_number_of_a_person(number: str) -> bool:
    """Whether somebody could be called by it: long enough, no number of an office that is free, and none kept for examples."""
    figures = re.sub(r"\D", "", number)
    return 7 <= len(figures) <= 15 and not _TOLL_FREE.match(figures) and not _MADE_UP.fullmatch(figures)
