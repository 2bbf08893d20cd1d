from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.text.films import PLAYERS, film, player

NAME = "dQ-4_9WgXcQ"


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/watch?v={NAME}",
        f"http://youtube.com/watch?v={NAME}",
        f"HTTPS://WWW.YouTube.com/watch?v={NAME}",
        f"https://m.youtube.com/watch?app=desktop&v={NAME}&t=42s",
        f"https://www.youtube.com/watch?v={NAME}&list=PL123&v=other",
        f"https://www.youtube.com/watch?v={NAME}#t=42",
        f"https://www.youtube.com/watch/?v={NAME}",
        f"https://youtu.be/{NAME}",
        f"https://youtu.be/{NAME}?si=abc",
        f"https://youtu.be/{NAME}/",
        f"https://www.youtube.com/embed/{NAME}",
        f"https://www.youtube.com/shorts/{NAME}",
        f"https://www.youtube.com/live/{NAME}?feature=share",
        f"https://www.youtube.com/v/{NAME}",
        f"https://www.youtube-nocookie.com/embed/{NAME}?rel=0",
    ],
)
def test_a_film_on_youtube_is_known_by_its_name_there(address: str) -> None:
    assert film(address) == ("YouTube", NAME)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://vimeo.com/76979871", "76979871"),
        ("https://www.vimeo.com/76979871/", "76979871"),
        ("https://vimeo.com/76979871#t=1m", "76979871"),
        ("https://player.vimeo.com/video/76979871?title=0", "76979871"),
        ("https://vimeo.com/76979871/0123456789", "76979871/0123456789"),
    ],
)
def test_a_film_on_vimeo_is_known_by_its_number_and_its_key(address: str, name: str) -> None:
    assert film(address) == ("Vimeo", name)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.youtube.com/", "YouTube"),
        ("https://www.youtube.com/watch", "YouTube"),
        ("https://www.youtube.com/watch?v=", "YouTube"),
        ("https://www.youtube.com/watch?v=short", "YouTube"),
        (f"https://www.youtube.com/watch?v={NAME}x", "YouTube"),
        (f"https://www.youtube.com/watch?V={NAME}", "YouTube"),
        ("https://www.youtube.com/@writerone", "YouTube"),
        ("https://www.youtube.com/playlist?list=PL123", "YouTube"),
        (f"https://www.youtube.com/embed/{NAME}/more", "YouTube"),
        (f'https://youtu.be/{NAME}"onclick="alert(1)', "YouTube"),
        ("https://youtu.be/aaaaaaaaaa%22", "YouTube"),
        ("https://www.youtube.com/watch?v=%22onclick%3Da", "YouTube"),
        ("https://www.youtube.com/watch?v=ααααααααααα", "YouTube"),
        ("https://youtu.be/", "YouTube"),
        ("https://vimeo.com/", "Vimeo"),
        ("https://vimeo.com/writerone", "Vimeo"),
        ("https://vimeo.com/channels/staffpicks/76979871", "Vimeo"),
        ("https://vimeo.com/١٢٣", "Vimeo"),
        ("https://vimeo.com/76979871/0123456789;h=1", "Vimeo"),
        ("https://vimeo.com/1234567890123", "Vimeo"),
    ],
)
def test_a_page_of_a_host_of_films_that_shows_no_single_film_has_no_name(address: str, host: str) -> None:
    assert film(address) == (host, "")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "film.mp4",
        f"/watch?v={NAME}",
        f"//www.youtube.com/watch?v={NAME}",
        f"www.youtube.com/watch?v={NAME}",
        f"ftp://www.youtube.com/watch?v={NAME}",
        f"javascript:alert(1)//https://youtu.be/{NAME}",
        f"JavaScript://youtu.be/{NAME}%0Aalert(1)",
        f"data:text/html,https://youtu.be/{NAME}",
        f"https://youtube.com.example.org/watch?v={NAME}",
        f"https://notyoutube.com/watch?v={NAME}",
        f"https://example.org/youtu.be/{NAME}",
        f"https://example.org/?https://youtu.be/{NAME}",
        f"https://www.youtube.com@example.org/watch?v={NAME}",
        f"https://www.youtube.com\\@example.org/watch?v={NAME}",
        f"https://[www.youtube.com/watch?v={NAME}",
        f"https://youtu.be]/{NAME}",
        f"https://youtu.be./{NAME}",
    ],
)
def test_every_other_address_is_none_of_a_film(address: str) -> None:
    assert film(address) == ("", "")


@pytest.mark.parametrize(
    ("host", "name", "address"),
    [
        ("YouTube", NAME, f"https://www.youtube-nocookie.com/embed/{NAME}?autoplay=1"),
        ("Vimeo", "76979871", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        ("Vimeo", "76979871/0123456789", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1&h=0123456789"),
    ],
)
def test_the_player_is_the_one_that_follows_nobody(host: str, name: str, address: str) -> None:
    assert player(host, name) == address


PIECES = ["https://", "http:", "//", "youtu.be", "www.youtube.com", "vimeo.com", "/", "watch?v=", "?", "&v=", "#", "@", NAME]
ATTACKS = ["1234", "abcdef", "javascript:", '"', "'", "<", "\n", "\r", "\t", "\\", "%22", "[", "]", ":99999", " "]
ADDRESSES = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(ATTACKS), st.text(max_size=4)), max_size=9).map("".join)


@given(ADDRESSES)
def test_whatever_the_address_the_player_is_one_of_two_hosts_and_its_name_is_plain(address: str) -> None:
    host, name = film(address)
    assert re.fullmatch(r"[\w/-]*", name, re.ASCII)
    assert not name or host
    if name:
        shown = urlsplit(player(host, name))
        assert f"{shown.scheme}://{shown.netloc}" == PLAYERS[host]
        assert re.fullmatch(r"[\w/?=&-]+", f"{shown.path}?{shown.query}", re.ASCII)
        assert re.match(r"\s*https?:", address, re.IGNORECASE)
