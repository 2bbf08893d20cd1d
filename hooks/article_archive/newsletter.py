"""A provider's settings -> its sign-up form, as data.

What stands in mkdocs.yml under `extra.archive.newsletter` beside `provider`, and where the provider shows it:

| provider | setting | where an editor finds it |
| --- | --- | --- |
| buttondown | user | the last step of the newsletter's address, buttondown.com/USER |
| | tag | optional: a tag that new subscribers get |
| mailchimp | account, server | the embedded form's address: ACCOUNT.SERVER.list-manage.com, the server is like us21 |
| | u, id | the same address: ?u=U&id=ID |
| kit | form | the number in the form's address, app.kit.com/forms/FORM |
| listmonk | root | the address of the installation, such as https://lists.example.org |
| | lists | the UUID of a public list, or several |

Each provider must be told to ask for a confirmation by mail (double opt-in): the form promises it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct


class Buttondown(Struct, frozen=True, tag=True):
    """A newsletter at Buttondown."""

    user: str
    tag: str = ""


class Mailchimp(Struct, frozen=True, tag=True):
    """An audience at Mailchimp, by the parts of its form's address."""

    account: str
    server: str
    u: str
    id: str


class Kit(Struct, frozen=True, tag=True):
    """A form at Kit, by its number."""

    form: str


class Listmonk(Struct, frozen=True, tag=True):
    """Lists of a listmonk of one's own."""

    root: str
    lists: tuple[str, ...]


Newsletter = Buttondown | Mailchimp | Kit | Listmonk


class Key(Struct, frozen=True):
    """One setting of a provider: how it looks (a pattern for all of it), what it is, an example."""

    pattern: str
    meaning: str
    example: str
    is_required: bool = True
    is_number: bool = False
    may_be_many: bool = False


class Provider(Struct, frozen=True):
    """A company or program that sends newsletters: its name, its value, the settings that this needs."""

    name: str
    make: type[Newsletter]
    keys: Mapping[str, Key]


_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# Without encryption on the reader's own machine only: that is where a listmonk is tried out.
_ROOT = r"(?:https://[\w-]+(?:\.[\w-]+)+|http://(?:localhost|127\.0\.0\.1))(?::\d{1,5})?(?:/[\w.~-]+)*/?"

PROVIDERS: Mapping[str, Provider] = {
    "buttondown": Provider(
        "Buttondown",
        Buttondown,
        {
            "user": Key(r"[\w][\w.-]{0,99}", "It is the last step of the newsletter's address.", "writer-one"),
            "tag": Key(r"\S(?:.{0,98}\S)?", "It is one tag, on one line.", "archive", is_required=False),
        },
    ),
    "mailchimp": Provider(
        "Mailchimp",
        Mailchimp,
        {
            "account": Key(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", "The form's address starts with it.", "writer-one"),
            "server": Key(r"us\d{1,3}", "It follows the account in the form's address.", "us21"),
            "u": Key(r"[0-9A-Za-z]{1,64}", "It follows u= in the form's address, in letters and digits.", "a1b2c3d4e5"),
            "id": Key(r"[0-9A-Za-z]{1,64}", "It follows id= in the form's address, in letters and digits.", "f6a7b8c9d0"),
        },
    ),
    "kit": Provider("Kit", Kit, {"form": Key(r"\d{1,12}", "It is the number in the form's address.", "1234567", is_number=True)}),
    "listmonk": Provider(
        "listmonk",
        Listmonk,
        {
            "root": Key(_ROOT, "It starts with https:// and has neither ? nor #.", "https://lists.example.org"),
            "lists": Key(_UUID, "It is a list's UUID.", "[c0ffee00-0000-4000-8000-000000000001]", may_be_many=True),
        },
    ),
}


class Input(Struct, frozen=True):
    """A field that the reader fills in; `autocomplete` is a token of the HTML standard."""

    label: str
    name: str
    type: str = "text"
    autocomplete: str = "off"
    is_required: bool = False


class Form(Struct, frozen=True):
    """A sign-up form, always sent by POST.

    `origin` is what the Content-Security-Policy's form-action must allow, beside 'self': browsers hold redirects to it too, so
    a page of thanks stands at the provider or on this site. `keeper` is who stores the address, in words.
    `hidden` are names with values; `empty` is the name of the field that only a machine fills in, "" where there is none.
    """

    keeper: str
    origin: str
    action: str
    inputs: tuple[Input, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    empty: str = ""


class Feed(Struct, frozen=True):
    """A feed as the alternative: its name in words, its link."""

    name: str
    href: str


class SignUp(Struct, frozen=True):
    """What the template archive/newsletter.html takes, under the name `newsletter`.

    `level` is that of the heading, 0 for none; without a `form` it offers the feeds, and without both it is empty.
    `privacy` is the link to the privacy page, "" where the site has none.
    """

    level: int = 2
    form: Form | None = None
    feeds: tuple[Feed, ...] = ()
    privacy: str = ""


def form(newsletter: Newsletter | None) -> Form | None:
    """The form of the chosen provider, by its own documentation; None where none is chosen."""
    match newsletter:
        case Buttondown():
            return _buttondown(newsletter)
        case Mailchimp():
            return _mailchimp(newsletter)
        case Kit():
            return _kit(newsletter)
        case Listmonk():
            return _listmonk(newsletter)
    return None


def _email(name: str) -> Input:
    return Input("E-mail address", name, "email", "email", True)


def _buttondown(at: Buttondown) -> Form:
    origin = "https://buttondown.com"
    hidden = (("embed", "1"), *((("tag", at.tag),) if at.tag else ()))
    return Form("Buttondown", origin, f"{origin}/api/emails/embed-subscribe/{at.user}", (_email("email"),), hidden)


def _mailchimp(at: Mailchimp) -> Form:
    origin = f"https://{at.account}.{at.server}.list-manage.com"
    names = (Input("First name", "FNAME", autocomplete="given-name"), Input("Last name", "LNAME", autocomplete="family-name"))
    action = f"{origin}/subscribe/post?u={at.u}&id={at.id}"
    return Form("Mailchimp", origin, action, (_email("EMAIL"), *names), empty=f"b_{at.u}_{at.id}")


def _kit(at: Kit) -> Form:
    origin = "https://app.kit.com"
    name = Input("First name", "fields[first_name]", autocomplete="given-name")
    return Form("Kit", origin, f"{origin}/forms/{at.form}/subscriptions", (_email("email_address"), name))


def _listmonk(at: Listmonk) -> Form:
    parts = urlsplit(at.root)
    name = Input("Name", "name", autocomplete="name")
    hidden = tuple(("l", each) for each in at.lists)
    # A program of one's own: readers know the host, not the program.
    return Form(
        parts.hostname or "",
        f"{parts.scheme}://{parts.netloc}",
        f"{at.root.rstrip('/')}/subscription/form",
        (_email("email"), name),
        hidden,
        "nonce",
    )
