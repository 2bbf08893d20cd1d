from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.links import Destination, Map, destination

SOURCE = "docs/articles/2016/typo.md"
KNOWN = Map(
    pages={
        "docs/articles/2016/typo.md": "/articles/typo/",
        "docs/articles/2017/desks/index.md": "/articles/desks/",
        "docs/about.md": "/about/",
        "authors/writer-one.md": "/authors/writer-one/",
        "docs/articles/2016/a b ü.md": "/articles/a-b/",
    },
    unpublished=frozenset({"docs/articles/2016/draft.md"}),
    broken=frozenset({"docs/articles/2016/broken.md"}),
    files=frozenset({"docs/articles/2017/desks/desk.png", "docs/articles/2016/plan.pdf"}),
    addresses=frozenset({"/", "/about/", "/articles/typo/", "/sitemap.xml"}),
    by_last_step={},
)


@pytest.mark.parametrize(
    ("target", "to"),
    [
        ("typo.md", Destination("page", SOURCE)),
        ("./typo.md#one", Destination("page", SOURCE, "one")),
        ("../2017/desks/index.md", Destination("page", "docs/articles/2017/desks/index.md")),
        ("../2017/desks", Destination("page", "docs/articles/2017/desks/index.md")),
        ("../2017/desks/", Destination("page", "docs/articles/2017/desks/index.md")),
        ("../../about.md", Destination("page", "docs/about.md")),
        ("../../../authors/writer-one.md", Destination("page", "authors/writer-one.md")),
        ("a%20b%20%C3%BC.md", Destination("page", "docs/articles/2016/a b ü.md")),
        ("a b ü.md", Destination("page", "docs/articles/2016/a b ü.md")),
        ("draft.md", Destination("unpublished", "docs/articles/2016/draft.md")),
        ("plan.pdf", Destination("file", "docs/articles/2016/plan.pdf")),
        ("plan.pdf?download#page=2", Destination("file", "docs/articles/2016/plan.pdf")),
        ("../2017/desks/desk.png", Destination("file", "docs/articles/2017/desks/desk.png")),
        ("#one", Destination("here", SOURCE, "one")),
        ("#%C3%BC", Destination("here", SOURCE, "ü")),
        ("", Destination("here", SOURCE)),
        ("?page=2", Destination("here", SOURCE)),
        ("/about/", Destination("address", "/about/")),
        ("/about", Destination("address", "/about/")),
        ("/about/#team", Destination("address", "/about/", "team")),
        ("/sitemap.xml", Destination("address", "/sitemap.xml")),
        ("/", Destination("address", "/")),
        ("/nowhere/", Destination("nowhere", "/nowhere/")),
        ("nowhere.md", Destination("nowhere", "docs/articles/2016/nowhere.md")),
        ("Typo.md", Destination("nowhere", "docs/articles/2016/Typo.md")),
    ],
)
def test_a_link_leads_where_its_writer_meant(target: str, to: Destination) -> None:
    assert destination(target, SOURCE, KNOWN) == to


@pytest.mark.parametrize(
    "target",
    [
        "../../../../etc/passwd",
        "../../../../../../../x.md",
        "..\\..\\x.md",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/x",
        "a%00.md",
        "a%5Cb.md",
    ],
)
def test_a_link_out_of_the_archive_leads_outside(target: str) -> None:
    assert destination(target, SOURCE, KNOWN).leads == "outside"


@pytest.mark.parametrize("target", ["../../../mkdocs.yml", "../../../.git/config", "../../../authors/secret.txt"])
def test_a_link_to_a_file_that_is_no_content_leads_nowhere(target: str) -> None:
    assert destination(target, SOURCE, KNOWN).leads == "nowhere"


@given(st.text(st.one_of(st.sampled_from(list("./%2e\\#?:ab")), st.characters(exclude_categories=["Cs"]))))
def test_no_link_leads_to_a_file_that_is_not_known(target: str) -> None:
    try:
        to = destination(target, SOURCE, KNOWN)
    except ValueError as reason:
        pytest.fail(f"{target!r}: {reason}")
    if to.leads in ("page", "file", "unpublished"):
        assert to.path in {*KNOWN.pages, *KNOWN.files, *KNOWN.unpublished}
    if to.leads == "address":
        assert to.path in KNOWN.addresses


@pytest.mark.parametrize("target", ["//[x", "http://[", "//a]b/", "//x[/y.md"])
def test_a_link_with_half_a_bracket_leads_nowhere(target: str) -> None:
    assert destination(target, SOURCE, KNOWN).leads in ("nowhere", "outside")
