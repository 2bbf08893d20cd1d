"""A small server on this machine's own address: one thread a visitor, HTTP/1.1 (RFC 9112) and server-sent events (HTML)."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from msgspec import json

from .. import reading
from ..saying import Stopped
from .answers import EVENTS, Answer, Asked, answer, is_here, path_of
from .edition import Lying
from .session import Session

# Whether somebody still listens is seen when something is sent (seconds).
_PULSE = 15.0
_PIECE = 256 * 1024
# Sent with everything: types are as they are said, and no other site may use what is here.
_ALWAYS = (("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin"))


class Server(ThreadingHTTPServer):
    """Answers for a session. Raises Stopped where the address can't be served at."""

    daemon_threads = True
    # Elsewhere it keeps a port from waiting after the last server; on Windows it would let two have the same.
    allow_reuse_address = os.name != "nt"

    def __init__(self, host: str, port: int, session: Session) -> None:
        self.session = session
        self._is_begun = False
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), _Visit)
        except OSError as reason:
            raise Stopped(_why(host, port, reason)) from None
        except OverflowError:
            raise Stopped(f"{port} is no port: they go from 1 to 65535.") from None

    @property
    def address(self) -> str:
        """Where the site's root is served, without a slash at the end."""
        host = str(self.server_address[0])
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_port}"

    def begin(self) -> None:
        """Answer from now on, in threads of their own."""
        self._is_begun = True
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def end(self) -> None:
        """Answer no more."""
        self.session.close()
        if self._is_begun:
            self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers leave when they have seen enough; anything else is ours to mend."""
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def server_bind(self) -> None:
        """Bind without asking for this machine's name, which can take seconds."""
        socket_bound = self.socket
        if self.allow_reuse_address:
            socket_bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        socket_bound.bind(self.server_address)
        self.server_address = socket_bound.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])


def place(address: str) -> tuple[str, int]:
    """The host and port that an address such as 127.0.0.1:8000 names; raises Stopped where it is not this machine's own."""
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not port.isdecimal() or not host:
        raise Stopped(f"`{address}` is no address to serve at. Write it as 127.0.0.1:8000.")
    host = "127.0.0.1" if host.lower() == "localhost" else host
    with suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return host, int(port)
    raise Stopped(f"The preview is for this machine only, and `{host}` is open to others. Write 127.0.0.1:{port}.")


def _why(host: str, port: int, reason: OSError) -> str:
    import errno

    if reason.errno == errno.EADDRINUSE:
        remedy = f"End the other program, or write `--address {host}:{port + 1}`."
        return f"Another program is served at {host}:{port} already. {remedy}"
    return f"Nothing can be served at {host}:{port}: {reason.strerror}."


class _Visit(BaseHTTPRequestHandler):
    """One visitor, who may ask for one thing after the other."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "archive", ""
    timeout = 60
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == EVENTS and is_here(self.headers.get("Host", "")):
            self._tell(parse_qs(query).get("page", [""])[0], parse_qs(query).get("state", [""])[0])
        else:
            self._send(self._answer())

    def do_HEAD(self) -> None:
        self._send(self._answer(), with_contents=False)

    def _answer(self) -> Answer:
        heard = self.headers
        asked = Asked(self.path, heard.get("Host", ""), heard.get("Range", ""), heard.get("If-None-Match", ""))
        return answer(asked, self.server.session.shown)

    def _send(self, found: Answer, *, with_contents: bool = True) -> None:
        self.send_response(found.status)
        for name, value in (*found.headers, *_ALWAYS):
            self.send_header(name, value)
        if found.status != 304:
            self.send_header("Content-Length", str(found.length))
        self.end_headers()
        for piece in _pieces(found) if with_contents else ():
            self.wfile.write(piece)
        self.wfile.flush()

    def _tell(self, page: str, state: str) -> None:
        """Send what is new for as long as the page is open."""
        self.close_connection = True
        self.send_response(200)
        for name, value in (("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), ("Connection", "close")):
            self.send_header(name, value)
        for name, value in _ALWAYS:
            self.send_header(name, value)
        self.end_headers()
        session = self.server.session
        edition = session.shown.edition
        path = path_of(page, edition.archive.settings.base if edition else "/")
        with session.visited(path or ""):
            while not session.is_closed:
                told = session.next(state, _PULSE)
                state = told.state if told else state
                self.wfile.write(b"retry: 300\ndata: " + json.encode(told) + b"\n\n" if told else b":\n\n")
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for mistakes."""


def _pieces(found: Answer) -> Iterator[bytes]:
    if isinstance(found.contents, bytes):
        yield found.contents[found.start : found.start + found.length]
        return
    lying: Lying = found.contents
    for start in range(found.start, found.start + found.length, _PIECE):
        length = min(_PIECE, found.start + found.length - start)
        yield reading.stretch(lying.folder, lying.path, start, length)
