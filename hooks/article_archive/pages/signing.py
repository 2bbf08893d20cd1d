"""The sign-up for the newsletter, or the feeds that stand in for it."""

from __future__ import annotations

from .. import addresses, offers
from ..newsletter import Feed, SignUp
from .page import Site

PRIVACY = "/privacy/"


def sign_up(site: Site, level: int = 2) -> SignUp:
    """What archive/newsletter.html takes; `level` is that of its heading."""
    privacy = addresses.href(PRIVACY, site.settings) if PRIVACY in site.map.addresses else ""
    return SignUp(level, site.sign_up, feeds(site), privacy)


def feeds(site: Site) -> tuple[Feed, ...]:
    """The site's feeds by their formats, and its podcast where there is something to hear."""
    return tuple(_feed(offer.name, offer.address, site) for offer in offers.of_site(site.catalogue))


def every_feed(site: Site) -> tuple[Feed, ...]:
    """The site's feeds, each with what it holds, and the list of those of its authors and terms."""
    found = [(f"{offer.holds} ({offer.name})", offer.address) for offer in offers.of_site(site.catalogue)]
    rows = (*found, ("All feeds, one for each author and term (OPML)", addresses.OPML))
    return tuple(_feed(name, address, site) for name, address in rows)


def _feed(name: str, address: str, site: Site) -> Feed:
    return Feed(name, addresses.href(address, site.settings))
