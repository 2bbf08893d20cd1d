from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest

from article_archive.engines.mkdocs.policy import guarded, policy


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def sources(page: str, name: str, **more: str) -> str:
    [found] = [rule for rule in policy(page, **more).split("; ") if rule.startswith(f"{name} ")]
    return found.removeprefix(f"{name} ")


def test_a_page_without_scripts_may_run_the_sites_own_files_only() -> None:
    assert sources("<p>Words</p>", "script-src") == "'self'"
    assert sources("<p>Words</p>", "default-src") == "'none'"


def test_each_script_of_the_page_is_named_once_by_its_hash() -> None:
    page = "<script>one()</script><SCRIPT type=module>\n two()</SCRIPT><script>one()</script>"
    assert sources(page, "script-src") == " ".join(("'self'", hashed("one()"), hashed("\n two()")))


@pytest.mark.parametrize(
    "script",
    ['<script src="x.js"></script>', '<script defer src="x.js"> </script>', '<script type="application/json">{"a": 1}</script>'],
)
def test_files_and_data_need_no_hash(script: str) -> None:
    assert sources(script, "script-src") == "'self'"


def test_a_style_that_a_theme_writes_into_the_page_is_named_too() -> None:
    assert sources("<style>p{}</style>", "style-src") == "'self' " + hashed("p{}")


def test_forms_go_to_the_newsletters_host_and_frames_to_the_pages_players() -> None:
    assert sources("", "form-action") == "'self'"
    assert sources("", "form-action", forms="https://example.org") == "'self' https://example.org"
    assert sources("", "frame-src") == "'none'"
    assert sources("", "frame-src", frames="https://example.org") == "https://example.org"


def test_nothing_is_allowed_from_everywhere() -> None:
    rules = policy("<script>x</script><style>y</style>")
    assert not any(word in rules for word in ("*", "unsafe", " https:", " http:"))


def test_the_policy_stands_behind_the_charset_once() -> None:
    page = guarded('<head><meta charset="utf-8"><title>T</title><meta charset="utf-8">')
    assert page.startswith('<head><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src')
    assert page.count("http-equiv") == 1


def test_what_is_no_page_comes_back_as_it_is() -> None:
    assert guarded("<urlset></urlset>") == "<urlset></urlset>"
