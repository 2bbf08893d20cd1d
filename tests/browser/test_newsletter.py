"""The sign-up form in a real browser: what it sends to each provider, and what it refuses to send."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import Struct
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from article_archive.newsletter import Buttondown, Feed, Form, Kit, Listmonk, Mailchimp, Newsletter, SignUp, form

ASSETS = Path(__file__).parent.parent.parent / "hooks" / "article_archive" / "assets"
FIRST, SECOND = "c0ffee00-0000-4000-8000-000000000001", "c0ffee00-0000-4000-8000-000000000002"
MAIL = "writer.one@example.org"
PAGES = count()


class Sent(Struct, frozen=True):
    """What a provider must get: where, and the fields in their order."""

    newsletter: Newsletter
    address: str
    fields: list[tuple[str, str]]


HOSTED = {
    "buttondown": Sent(
        Buttondown("writer-one", "from the archive"),
        "https://buttondown.com/api/emails/embed-subscribe/writer-one",
        [("embed", "1"), ("tag", "from the archive"), ("email", MAIL)],
    ),
    "mailchimp": Sent(
        Mailchimp("writer-one", "us21", "a1b2", "c3d4"),
        "https://writer-one.us21.list-manage.com/subscribe/post?u=a1b2&id=c3d4",
        [("EMAIL", MAIL), ("FNAME", "Writer"), ("LNAME", "Writer"), ("b_a1b2_c3d4", "")],
    ),
    "kit": Sent(
        Kit("1234567"),
        "https://app.kit.com/forms/1234567/subscriptions",
        [("email_address", MAIL), ("fields[first_name]", "Writer")],
    ),
}


class Receiver(SimpleHTTPRequestHandler):
    """A file server that also takes forms, and remembers them."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, self.headers["Content-Type"], body.decode()))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Taken</title>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newsletter")
    (chrome,) = Path(str(files("material"))).glob("templates/assets/stylesheets/main.*.min.css")
    for style in (chrome, ASSETS / "archive.css", ASSETS / "newsletter.css"):
        (folder / f"{style.name.split('.')[0]}.css").write_bytes(style.read_bytes())
    return folder


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Receiver, directory=str(site)))
    server.got = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=[True, False], ids=["with-script", "without-script"])
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context
    context.close()


def address_of(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def published(site: Path, newsletter: Newsletter) -> str:
    """A page with the form, under the policy that its host needs; its path, which a browser has not seen before."""
    environment = Environment(loader=PackageLoader("article_archive", "templates"), autoescape=True, undefined=StrictUndefined)
    sent = formed(newsletter)
    sign_up = SignUp(form=sent, feeds=(Feed("RSS", "/feed.xml"), Feed("Atom", "/atom.xml")), privacy="/privacy/")
    policy = f"default-src 'none'; style-src 'self'; form-action {sent.origin}"
    (site / "index.html").write_text(
        "<!doctype html><html lang=en><meta name=viewport content='width=device-width,initial-scale=1'>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>A page</title>'
        '<link rel=stylesheet href="main.css"><link rel=stylesheet href="archive.css"><link rel=stylesheet href="newsletter.css">'
        '<body><main class="a-page md-typeset"><h1>A page</h1>'
        + environment.get_template("archive/newsletter.html").render(newsletter=sign_up)
        + "</main>",
        encoding="utf-8",
    )
    return f"/index.html?{next(PAGES)}"


def formed(newsletter: Newsletter) -> Form:
    found = form(newsletter)
    assert found is not None
    return found


def fill(page: Page) -> None:
    for box in page.locator(".a-newsletter__input input").all():
        box.fill(MAIL if box.get_attribute("type") == "email" else "Writer")


@pytest.mark.parametrize("name", HOSTED)
def test_a_provider_gets_its_fields_and_no_other(page: Page, server: ThreadingHTTPServer, site: Path, name: str) -> None:
    wanted, asked = HOSTED[name], list[Request]()

    def take(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Taken</title>")

    page.route(lambda url: not url.startswith(address_of(server)), take)
    page.goto(address_of(server) + published(site, wanted.newsletter))
    assert asked == []
    fill(page)
    page.get_by_role("checkbox").check()
    with page.expect_navigation(url=wanted.address):
        page.get_by_role("button", name="Subscribe").click()
    (request,) = (request for request in asked if request.is_navigation_request())
    assert (request.method, request.url) == ("POST", wanted.address)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(request.post_data or "", keep_blank_values=True) == wanted.fields


def test_a_listmonk_of_ones_own_gets_its_fields_and_no_other(page: Page, server: ThreadingHTTPServer, site: Path) -> None:
    got = server.got  # type: ignore[attr-defined]
    got.clear()
    page.goto(address_of(server) + published(site, Listmonk(f"{address_of(server)}/mail/", (FIRST, SECOND))))
    fill(page)
    page.get_by_role("checkbox").check()
    with page.expect_navigation(url="**/mail/subscription/form"):
        page.get_by_role("textbox", name="E-mail address").press("Enter")
    ((path, kind, body),) = got
    assert (path, kind) == ("/mail/subscription/form", "application/x-www-form-urlencoded")
    assert parse_qsl(body, keep_blank_values=True) == [
        ("l", FIRST),
        ("l", SECOND),
        ("email", MAIL),
        ("name", "Writer"),
        ("nonce", ""),
    ]


@pytest.mark.parametrize(
    ("mail", "is_willing"), [("", True), ("writer.one", True), (MAIL, False)], ids=["no-mail", "no-address", "no-consent"]
)
def test_the_browser_refuses_what_is_not_filled_in(
    page: Page, server: ThreadingHTTPServer, site: Path, mail: str, is_willing: bool
) -> None:
    got = server.got  # type: ignore[attr-defined]
    got.clear()
    page.goto(address_of(server) + published(site, Listmonk(address_of(server), (FIRST,))))
    page.get_by_role("textbox", name="E-mail address").fill(mail)
    page.get_by_role("checkbox").set_checked(is_willing)
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_role("textbox", name="Name").fill("The page is still here")
    assert got == []
    assert page.locator(":invalid:not(form)").count() == 1


def test_the_form_is_filled_in_and_sent_by_keyboard_alone(page: Page, server: ThreadingHTTPServer, site: Path) -> None:
    got = server.got  # type: ignore[attr-defined]
    got.clear()
    page.goto(address_of(server) + published(site, Listmonk(address_of(server), (FIRST,))))
    for key in ("Tab", "w@example.org", "Tab", "Writer", "Tab", "Space", "Tab"):
        page.keyboard.press(key) if key in ("Tab", "Space") else page.keyboard.type(key)
    with page.expect_navigation(url="**/subscription/form"):
        page.keyboard.press("Enter")
    ((_, _, body),) = got
    assert ("nonce", "") in parse_qsl(body, keep_blank_values=True)
    assert ("email", "w@example.org") in parse_qsl(body)


@pytest.mark.parametrize("name", HOSTED)
def test_fields_and_button_are_large_enough_and_fit(page: Page, server: ThreadingHTTPServer, site: Path, name: str) -> None:
    page.goto(address_of(server) + published(site, HOSTED[name].newsletter))
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for box in (*page.locator(".a-newsletter__input input").all(), page.get_by_role("button")):
            size = box.bounding_box()
            assert size is not None
            assert size["height"] >= 44
            assert size["x"] >= 0
            assert size["x"] + size["width"] <= width
        for box in page.locator(".a-newsletter :is(a, [type=checkbox])").all():
            size = box.bounding_box()
            assert size is not None
            assert size["height"] >= 24
