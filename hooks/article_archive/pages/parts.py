"""The parts of a text -> plain data for their templates."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from .. import addresses
from ..links import Destination, destination
from ..media import Shown
from ..model import Alert, Body, Film, Html, Image, Mention, Part, Picture, Reflections, Statements, Turn
from ..text import films
from ..text.markdown import Seen, is_elsewhere, resolved
from .page import Site
from .player import player, told_apart

# How wide a picture stands: the column of the text, or the whole of a narrow screen.
COLUMN = "(min-width: 45em) 33rem, 94vw"
THOUSAND = 1000

Data = dict[str, Any]


def parts(body: Iterable[Part], path: str, site: Site) -> list[Data]:
    """The parts of a text written in the file at `path`, their links led to addresses."""
    return told_apart([_part(part, path, site) for part in body])


def players(body: Body) -> tuple[str, ...]:
    """The origins of the players that a text may load after a click."""
    return tuple(sorted(films.PLAYERS[host] for host in body.players))


def led(body: Body, image: Image | None, path: str, site: Site) -> list[Any]:
    """All that a text shows of other files, by its links: addresses, sizes of pictures, slides, whole clips."""
    targets = [link.target for link in body.links]
    if image is not None and not is_elsewhere(image.src):
        targets.append(image.src)
    return [_led(target, path, site) for target in targets]


def _led(target: str, path: str, site: Site) -> tuple[Any, ...]:
    to = destination(target, path, site.map)
    if to.leads == "page" and to.path in site.clips:
        return target, player(site.clips[to.path], site)
    shown = (site.media.pictures.get(to.path), site.media.decks.get(to.path), site.media.sizes.get(to.path))
    return target, _address(to, site), shown if to.leads == "file" else ()


def href(target: str, path: str, site: Site) -> str | None:
    """The link to print for an inner target, or None where nothing is there."""
    to = destination(target, path, site.map)
    address = _address(to, site)
    if address is None:
        return None
    return addresses.href(address, site.settings) + (f"#{to.anchor}" if to.anchor and to.leads != "file" else "")


def picture(image: Image | None, path: str, site: Site) -> Data | None:
    """A picture named in a field; one on another host is a link."""
    if image is None:
        return None
    remote = image.src if is_elsewhere(image.src) else ""
    caption = Markup(image.caption.html) if image.caption else Markup("")
    return _picture("" if remote else image.src, image.alt, caption, remote, path, site) | {"is_first": True}


def shown(found: Shown, site: Site) -> Data:
    """A picture's files as links: the one for every browser, its size in pixels, and the smaller ones."""
    smaller = ", ".join(f"{addresses.href(size.address, site.settings)} {size.width}w" for size in found.sizes)
    return {
        "src": addresses.href(found.address, site.settings),
        "width": found.width,
        "height": found.height,
        "type": found.type,
        "srcset": smaller,
        "sizes": COLUMN,
    }


def bytes_in_words(count: int) -> str:
    """A file's size as readers meet it, in powers of a thousand: 812 bytes, 34 KB, 1.2 MB."""
    if count < THOUSAND:
        return f"{count} byte{'s' if count != 1 else ''}"
    if count < THOUSAND**2:
        return f"{round(count / THOUSAND)} KB"
    return f"{count / THOUSAND**2:.1f} MB"


def _part(part: Part, path: str, site: Site) -> Data:
    match part:
        case Html():
            return {"kind": "html", "html": _html(part, path, site)}
        case Picture():
            return _picture(part.src, part.alt, Markup(part.caption), part.remote, path, site)
        case Alert():
            return {"kind": "alert", "alert": part.kind, "title": part.title, "parts": _each(part.parts, path, site)}
        case Film():
            return _film(part, path, site)
        case Mention():
            return _mention(part, path, site)
        case Turn():
            return {"kind": "turn", "speaker": part.speaker, "parts": _each(part.parts, path, site)}
        case Reflections():
            columns = zip(part.headings, (part.back, part.forward), strict=True)
            return {"kind": "reflections", "columns": [(words, _html(cells, path, site)) for words, cells in columns]}
        case Statements():
            return {"kind": "statements", "list": _html(part.list, path, site), "count": part.count}


def _html(part: Html, path: str, site: Site) -> Markup:
    page = addresses.href(site.map.pages[path], site.settings) if site.settings.is_whole else ""
    return Markup(resolved(part, lambda target: href(target, path, site), lambda target: _seen(target, path, site), page))


def _each(found: Iterable[Html], path: str, site: Site) -> list[Markup]:
    return [_html(part, path, site) for part in found]


def _address(to: Destination, site: Site) -> str | None:
    if to.leads == "file":
        return site.media.addresses.get(to.path)
    if to.leads == "page":
        return site.map.pages.get(to.path)
    return to.path if to.leads == "address" else None


def _file(target: str, path: str, site: Site) -> Shown | None:
    """The picture that a target leads to, where it can be shown."""
    to = destination(target, path, site.map)
    return site.media.pictures.get(to.path) if to.leads == "file" else None


def _seen(target: str, path: str, site: Site) -> Seen | None:
    found = _file(target, path, site)
    return Seen(addresses.href(found.address, site.settings), found.width, found.height) if found else None


def _picture(src: str, alt: str, caption: Markup, remote: str, path: str, site: Site) -> Data:
    found = _file(src, path, site) if src else None
    files = shown(found, site) if found else {"src": ""}
    return {"kind": "picture", "alt": alt, "caption": caption, "remote": remote, "is_first": False, **files}


def _film(part: Film, path: str, site: Site) -> Data:
    poster = _file(part.poster, path, site) if part.poster else None
    return {
        "kind": "video",
        "title": part.title,
        "host": part.host,
        "href": part.address,
        "player": films.player(part.host, part.id),
        "poster": shown(poster, site) | {"alt": part.poster_alt, "is_first": False} if poster else None,
    }


def _mention(part: Mention, path: str, site: Site) -> Data:
    """A link alone in its paragraph: as the clip or the file that it leads to, or as it stands."""
    to = destination(part.target, path, site.map)
    if to.leads == "page" and to.path in site.clips:
        return player(site.clips[to.path], site)
    address = _address(to, site) if to.leads == "file" else None
    if address is None or to.path in site.media.pictures:
        return {"kind": "html", "html": _html(part.link, path, site)}
    return {
        "kind": "slides" if part.is_deck and to.path in site.media.decks else "file",
        "title": part.title or posixpath.basename(to.path),
        "note": part.note,
        "href": addresses.href(address, site.settings),
        "type": posixpath.splitext(to.path)[1].removeprefix(".").upper(),
        "size": bytes_in_words(site.media.sizes[to.path]),
        "slides": [
            {"number": slide.number, "title": slide.title, "lines": slide.lines, "picture": shown(slide.picture, site)}
            for slide in site.media.decks.get(to.path, ())
        ],
    }
