"""The sign-up for the newsletter, or the feeds that stand in for it."""

from __future__ import annotations

from .. import addresses
from ..newsletter import Feed, SignUp
from .page import Site

PRIVACY = "/privacy/"


def sign_up(site: Site, level: int = 2) -> SignUp:
    """What archive/newsletter.html takes; `level` is that of its heading."""
    privacy = addresses.href(PRIVACY, site.settings) if PRIVACY in site.map.addresses else ""
    return SignUp(level, site.sign_up, feeds(site), privacy)


def feeds(site: Site) -> tuple[Feed, ...]:
    """The site's feeds."""
    return (Feed("All new articles (RSS)", addresses.href(addresses.FEED, site.settings)),)
