"""The sign-up for the newsletter, or the feeds that stand in for it."""

from __future__ import annotations

from .. import addresses
from ..feeds import offers
from ..newsletter import Feed, SignUp
from .page import Site

PRIVACY = "/privacy/"


def sign_up(site: Site, level: int = 2) -> SignUp:
    """What archive/newsletter.html takes; `level` is that of its heading."""
    privacy = addresses.href(PRIVACY, site.settings) if PRIVACY in site.map.addresses else ""
    return SignUp(level, site.sign_up, feeds(site), privacy)


def feeds(site: Site) -> tuple[Feed, ...]:
    """The site's feeds: its articles in each format, and its podcast where there is something to hear."""
    found = [(f"All new articles ({offer.name})", offer.address) for offer in offers.ARTICLES]
    if offers.episodes(site.catalogue):
        found.append(("Recorded voices (podcast)", addresses.PODCAST))
    return tuple(Feed(name, addresses.href(address, site.settings)) for name, address in found)


def every_feed(site: Site) -> tuple[Feed, ...]:
    """The site's feeds, and the list of those of its authors and terms."""
    return (*feeds(site), Feed("All feeds, one for each author and term (OPML)", addresses.href(addresses.OPML, site.settings)))
