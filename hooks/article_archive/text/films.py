"""The address of a film -> its host and the host's name for it."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import parse_qs, urlsplit

Host = Literal["", "YouTube", "Vimeo"]

_YOUTUBE = ("youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com", "youtu.be")
_VIMEO = ("vimeo.com", "www.vimeo.com", "player.vimeo.com")
_YOUTUBE_NAME = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO_PATH = re.compile(r"/(?:video/)?([0-9]{1,12})(?:/([0-9a-f]{6,20}))?/?", re.ASCII)

# What a page that shows a film may load after the click: the hosts' players that set no cookies before they play.
PLAYERS: dict[str, str] = {"YouTube": "https://www.youtube-nocookie.com", "Vimeo": "https://player.vimeo.com"}


def film(address: str) -> tuple[Host, str]:
    """The host of films that an address belongs to, or "", and the film's name there, or "" where it leads to no film."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    if parts.scheme not in ("http", "https"):
        return "", ""
    if parts.hostname in _YOUTUBE:
        return "YouTube", _on_youtube(parts.hostname, parts.path, parts.query)
    if parts.hostname in _VIMEO:
        found = _VIMEO_PATH.fullmatch(parts.path)
        return "Vimeo", "/".join(filter(None, found.groups())) if found else ""
    return "", ""


def player(host: str, name: str) -> str:
    """The address of the player that shows the film."""
    if host == "YouTube":
        return f"{PLAYERS[host]}/embed/{name}?autoplay=1"
    number, _, key = name.partition("/")
    return f"{PLAYERS[host]}/video/{number}?autoplay=1&dnt=1" + (f"&h={key}" if key else "")


def _on_youtube(host: str, path: str, query: str) -> str:
    """The film's name: eleven signs, in `v` or at the end of a path such as /embed/, /shorts/, /live/."""
    steps = path.strip("/").split("/")
    if host == "youtu.be":
        name = steps[0]
    elif steps[0] == "watch":
        name = parse_qs(query).get("v", [""])[0]
    else:
        name = steps[1] if len(steps) == 2 and steps[0] in ("embed", "shorts", "live", "v") else ""
    return name if _YOUTUBE_NAME.fullmatch(name) else ""
