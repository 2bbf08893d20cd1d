from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from article_archive.engines.mkdocs.purge import classes, minified, properties, purged, without_idle, words

NAMES = st.sampled_from(["one", "two", "three"])
RULES = st.lists(st.lists(NAMES, min_size=1, max_size=3), max_size=8)


def test_a_rule_for_a_class_that_occurs_nowhere_goes() -> None:
    assert purged(".one{a:b}.two{c:d}", {"two"}) == ".two{c:d}"


def test_a_selector_goes_alone_where_others_of_its_rule_stay() -> None:
    assert purged(".one,.two .three,p{a:b}", {"one"}) == ".one,p{a:b}"


def test_every_class_of_a_selector_is_needed() -> None:
    assert purged(".one.two>.three:hover{a:b}", {"one", "two"}) == ""


def test_what_a_selector_excludes_or_offers_is_not_needed() -> None:
    css = ".one:not(.gone){a:b}.one:is(.gone,.two:not(.gone)){c:d}"
    assert purged(css, {"one"}) == css


def test_conditions_are_looked_into_and_go_when_they_are_empty() -> None:
    css = "@media print{.one{a:b}@supports (c:d){.two{e:f}}}@media screen{.three{g:h}}"
    assert purged(css, {"two"}) == "@media print{@supports (c:d){.two{e:f}}}"


def test_statements_faces_and_page_rules_stay() -> None:
    css = '@charset "UTF-8";@font-face{font-family:x}@page{margin:1cm}:root{--x:1}'
    assert purged(css, set()) == css


def test_braces_and_commas_in_strings_are_no_rules() -> None:
    css = """p:after{content:"}.one{"}a[href="x,.gone"],b{c:url('data:image/svg+xml;x{}')}"""
    assert purged(css, set()) == css


def test_an_attribute_that_only_the_chrome_could_set_is_needed_with_its_value() -> None:
    css = "[data-x=on] p{a:b}[data-x=off] p{c:d}[role=tab]{e:f}[align=left]{g:h}[dir=rtl] p{i:j}[dir=ltr] p{k:l}"
    known = classes('<html dir="ltr"><p data-x="on">')
    assert purged(css, known) == "[data-x=on] p{a:b}[align=left]{g:h}[dir=ltr] p{k:l}"


def test_a_page_is_searched_for_classes_and_a_template_for_words() -> None:
    assert classes("<p class=\"one two\"><b class='three'>four</b>") == {"one", "two", "three"}
    assert words('<p class="a-{{ kind }} b--c">') >= {"p", "class", "kind", "b--c"}


def test_properties_that_nothing_asks_for_go_and_then_those_that_they_asked_for() -> None:
    css = ":root{--a:var(--b);--b:1;--c:2;--d:3}p{color:var(--c,var(--e))}.x--y:hover{f:g}"
    assert without_idle(css, {"--d"}) == ":root{--c:2;--d:3}p{color:var(--c,var(--e))}.x--y:hover{f:g}"


def test_icons_in_properties_are_whole() -> None:
    icon = """url("data:image/svg+xml;charset=utf-8,<svg xmlns='x'><path d='M1;2}'/></svg>")"""
    assert without_idle(f"p{{}}:root{{--icon:{icon};--b:1}}q{{mask:var(--b)}}", set()) == "p{}:root{--b:1}q{mask:var(--b)}"


def test_animations_that_nothing_plays_go() -> None:
    css = "@keyframes one{0%{a:b}to{c:d}}@keyframes two{to{e:f}}p{animation:two 1s}"
    assert without_idle(css, set()) == "@keyframes two{to{e:f}}p{animation:two 1s}"


def test_asking_for_a_property_is_not_setting_it() -> None:
    assert properties("x.style.setProperty('--a', 1); p { --b: 1; color: var(--c) }") == {"--a", "--c"}


def test_white_space_that_means_something_stays() -> None:
    css = """
    /* a note */
    p  :is(a, b) > i { margin: calc(1px + 2px) ; content: "a  /* b */ { c" }
    @media (min-width: 1em) and (hover) { a :hover { --x:  y z } }
    """
    assert minified(css) == (
        """p :is(a,b) > i{margin:calc(1px + 2px);content:"a  /* b */ { c"}"""
        "@media (min-width: 1em) and (hover){a :hover{--x:y z}}"
    )


@given(RULES, st.sets(NAMES))
def test_exactly_the_rules_that_can_match_are_kept_in_their_order(rules: list[list[str]], known: set[str]) -> None:
    def sheet(kept: list[list[str]]) -> str:
        return "".join("." + ".".join(names) + "{a:b}" for names in kept)

    assert purged(sheet(rules), known) == sheet([names for names in rules if known.issuperset(names)])


@given(st.text(st.characters(codec="utf-8", exclude_characters="{}\"'\\;")))
def test_words_outside_of_rules_are_never_lost_to_an_exception(text: str) -> None:
    assert isinstance(minified(purged(text, set())), str)
