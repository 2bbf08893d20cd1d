"""Every count on every page, against a count by hand over the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from hypothesis import HealthCheck, given, settings

from article_archive.catalogue import A_PAIR
from article_archive.pages import of_lists, of_no_cards
from article_archive.rendering import Press

from ..random_archives import TERMS, Told, archives, site, traits

# A link and the count behind it, and a page's own count.
_COUNTED = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(?:(?!</a>).)*</a>,? *<span class="a-count">([\d,]+)', re.DOTALL)
_PANEL = re.compile(r'href="(/[a-z]+/[a-z]+/)">[^<]*</a></h[23]>(?:(?!<li).)*?<p class="a-meta">([\d,]+) article', re.DOTALL)
_OWN = re.compile(r'<p class="a-meta">([\d,]+) article')


def by_hand(address: str, found: list[Told]) -> int | None:
    """How many articles an address stands for; None where it stands for no list of them."""
    parts = urlsplit(address)
    steps = [step for step in parts.path.split("/") if step]
    wanted: list[tuple[str, str]] = []
    match steps:
        case ["browse"] if parts.query:
            wanted = parse_qsl(parts.query)
        case ["authors", name]:
            wanted = [("author", name)]
        case ["archive", year]:
            wanted = [("year", year)]
        case ["articles"]:
            wanted = []
        case [facet, name] if facet in TERMS:
            wanted = [(facet, name)]
        case [facet, name, other, second] if facet in TERMS and other in TERMS:
            wanted = [(facet, name), (other, second)]
        case _:
            return None
    return sum(all(value in traits(each)[name] for name, value in wanted) for each in found)


def counts(html: str) -> Iterator[tuple[str, int]]:
    for href, count in (*_COUNTED.findall(html), *_PANEL.findall(html)):
        yield unescape(href), int(count.replace(",", ""))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(archives(40))
def test_every_count_on_every_page_is_the_count_over_the_sources(found: list[Told]) -> None:
    made = site(found)
    press = Press((), made, {})
    for page in (draft.lay_out() for draft in (*of_lists(made), *of_no_cards(made))):
        html = press.fragment(page)
        for href, count in counts(html):
            expected = by_hand(href, found)
            if expected is not None and "#" not in href and "/page/" not in href:
                assert count == expected, (page.address, href)
        expected = by_hand(re.sub(r"page/\d+/$", "", page.address), found)
        if expected is not None:
            own = _OWN.search(html)
            assert own is not None, page.address
            assert int(own[1].replace(",", "")) == expected, page.address


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(archives(40))
def test_each_pair_of_terms_with_enough_articles_has_one_page_linked_from_both_sides(found: list[Told]) -> None:
    made = site(found)
    press = Press((), made, {})
    html = {page.address: press.fragment(page) for page in (draft.lay_out() for draft in (*of_lists(made), *of_no_cards(made)))}
    facets = list(TERMS)
    for n, facet in enumerate(facets):
        for other in facets[n + 1 :]:
            for name in TERMS[facet]:
                for second in TERMS[other]:
                    address = f"/{facet}/{name}/{other}/{second}/"
                    is_page = (by_hand(address, found) or 0) >= A_PAIR
                    assert (address in html) == is_page
                    assert f"/{other}/{second}/{facet}/{name}/" not in html
                    for side in (f"/{facet}/{name}/", f"/{other}/{second}/"):
                        assert (f'href="{address}"' in html[side]) == is_page
