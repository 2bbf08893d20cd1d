from __future__ import annotations

from html.parser import HTMLParser

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined

from article_archive.newsletter import Buttondown, Feed, Form, Kit, Listmonk, Mailchimp, Newsletter, SignUp, form

FIRST, SECOND = "c0ffee00-0000-4000-8000-000000000001", "c0ffee00-0000-4000-8000-000000000002"
EACH: tuple[Newsletter, ...] = (
    Buttondown("writer-one", "archive"),
    Mailchimp("writer-one", "us21", "a1b2", "c3d4"),
    Kit("1234567"),
    Listmonk("https://lists.example.org/mail/", (FIRST, SECOND)),
)
FEEDS = (Feed("RSS", "/feed.xml"), Feed("Atom", "/atom.xml"))


class Tags(HTMLParser):
    """Every start tag of a fragment with its attributes."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def formed(newsletter: Newsletter) -> Form:
    found = form(newsletter)
    assert found is not None
    return found


def printed(sign_up: SignUp) -> str:
    environment = Environment(
        loader=PackageLoader("article_archive", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("archive/newsletter.html").render(newsletter=sign_up)


def test_a_form_at_buttondown() -> None:
    sent = formed(Buttondown("writer-one", "archive"))
    assert (sent.action, sent.origin) == (
        "https://buttondown.com/api/emails/embed-subscribe/writer-one",
        "https://buttondown.com",
    )
    assert [field.name for field in sent.inputs] == ["email"]
    assert (sent.hidden, sent.empty, sent.keeper) == ((("embed", "1"), ("tag", "archive")), "", "Buttondown")


def test_a_form_at_buttondown_without_a_tag() -> None:
    assert formed(Buttondown("writer-one")).hidden == (("embed", "1"),)


def test_a_form_at_mailchimp() -> None:
    sent = formed(Mailchimp("writer-one", "us21", "a1b2", "c3d4"))
    assert sent.origin == "https://writer-one.us21.list-manage.com"
    assert sent.action == f"{sent.origin}/subscribe/post?u=a1b2&id=c3d4"
    assert [field.name for field in sent.inputs] == ["EMAIL", "FNAME", "LNAME"]
    assert (sent.hidden, sent.empty) == ((), "b_a1b2_c3d4")


def test_a_form_at_kit() -> None:
    sent = formed(Kit("1234567"))
    assert (sent.action, sent.origin) == ("https://app.kit.com/forms/1234567/subscriptions", "https://app.kit.com")
    assert [field.name for field in sent.inputs] == ["email_address", "fields[first_name]"]
    assert (sent.hidden, sent.empty) == ((), "")


@pytest.mark.parametrize("root", ["https://lists.example.org:8443/mail", "https://lists.example.org:8443/mail/"])
def test_a_form_at_ones_own_listmonk(root: str) -> None:
    sent = formed(Listmonk(root, (FIRST, SECOND)))
    assert sent.action == "https://lists.example.org:8443/mail/subscription/form"
    assert (sent.origin, sent.keeper) == ("https://lists.example.org:8443", "lists.example.org")
    assert [field.name for field in sent.inputs] == ["email", "name"]
    assert (sent.hidden, sent.empty) == ((("l", FIRST), ("l", SECOND)), "nonce")


def test_no_newsletter_has_no_form() -> None:
    assert form(None) is None


@pytest.mark.parametrize("newsletter", EACH, ids=lambda each: type(each).__name__)
def test_only_the_address_is_asked_for_and_it_comes_first(newsletter: Newsletter) -> None:
    first, *others = formed(newsletter).inputs
    assert (first.type, first.autocomplete, first.is_required) == ("email", "email", True)
    assert not [field for field in others if field.is_required]


@pytest.mark.parametrize("newsletter", EACH, ids=lambda each: type(each).__name__)
def test_every_field_that_a_reader_sees_has_a_label(newsletter: Newsletter) -> None:
    tags = Tags(printed(SignUp(form=form(newsletter), feeds=FEEDS, privacy="/privacy/")))
    labelled = {label["for"] for label in tags.all("label")}
    assert {field["id"] for field in tags.all("input") if field["type"] != "hidden"} == labelled


@pytest.mark.parametrize("newsletter", EACH, ids=lambda each: type(each).__name__)
def test_every_id_of_the_sign_up_is_one_of_the_chrome(newsletter: Newsletter) -> None:
    tags = Tags(printed(SignUp(form=form(newsletter), feeds=FEEDS)))
    ids = [attributes["id"] or "" for _, attributes in tags.found if "id" in attributes]
    assert len(ids) == len({*ids})
    assert all(name.startswith("__") for name in ids)


@pytest.mark.parametrize("newsletter", EACH, ids=lambda each: type(each).__name__)
def test_consent_is_asked_for_and_not_sent(newsletter: Newsletter) -> None:
    (box,) = (field for field in Tags(printed(SignUp(form=form(newsletter)))).all("input") if field["type"] == "checkbox")
    assert "required" in box
    assert "checked" not in box
    assert "name" not in box


@pytest.mark.parametrize("newsletter", [each for each in EACH if formed(each).empty], ids=lambda each: type(each).__name__)
def test_the_field_for_machines_is_out_of_a_readers_way(newsletter: Newsletter) -> None:
    page = printed(SignUp(form=form(newsletter)))
    (trap,) = (field for field in Tags(page).all("input") if field.get("id") == "__newsletter-empty")
    assert (trap["name"], trap["value"], trap["tabindex"], trap["autocomplete"]) == (formed(newsletter).empty, "", "-1", "off")
    assert '<div class="a-newsletter__empty" aria-hidden="true">' in page


def test_the_form_says_who_keeps_the_address_who_may_subscribe_and_what_happens_next() -> None:
    page = printed(SignUp(form=form(Kit("1")), feeds=FEEDS, privacy="/archive/privacy/"))
    assert "Kit keeps my address" in page
    assert "13 or older" in page
    assert "mail with a link to confirm" in page
    assert [link["href"] for link in Tags(page).all("a")] == ["/archive/privacy/", "/feed.xml", "/atom.xml"]


def test_without_a_provider_the_feeds_are_offered() -> None:
    page = printed(SignUp(feeds=FEEDS, privacy="/privacy/"))
    assert "<form" not in page
    assert [link["href"] for link in Tags(page).all("a")] == ["/feed.xml", "/atom.xml"]


def test_without_a_provider_and_without_feeds_nothing_is_offered() -> None:
    assert printed(SignUp(privacy="/privacy/")).strip() == ""


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_heading_has_the_level_of_its_place(level: int) -> None:
    assert f'<h{level} class="a-newsletter__title">Newsletter</h{level}>' in printed(SignUp(level, form(Kit("1"))))


def test_a_page_with_a_heading_of_its_own_gets_no_second() -> None:
    page = printed(SignUp(0, form(Kit("1"))))
    assert not [tag for tag, _ in Tags(page).found if tag.startswith("h")]
    assert "<form" in page


def test_every_value_is_escaped() -> None:
    page = printed(SignUp(form=form(Buttondown("w", '"><script>')), feeds=(Feed("<b>", '"x'),), privacy='"y'))
    tags = Tags(page)
    assert {tag for tag, _ in tags.found} <= {"section", "h2", "form", "div", "label", "input", "button", "span", "p", "a"}
    assert ("tag", '"><script>') in [(field.get("name"), field.get("value")) for field in tags.all("input")]
