"""A real HTTP server on loopback that answers as each path was told to: properly, or as badly as servers do."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Self

Behaviour = Callable[["Request", socket.socket], None]


@dataclass(frozen=True)
class Request:
    """What was asked: header names are lower-case."""

    path: str
    headers: Mapping[str, str]
    at: float = field(default_factory=monotonic)


def answer(status: int = 200, body: bytes = b"", *, length: int = -1, **headers: str) -> bytes:
    """A whole answer; `content_type` is the header Content-Type, and so on."""
    head = {"content-length": str(len(body) if length < 0 else length), "content-type": "text/html; charset=utf-8"}
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} So", *(f"{name}: {value}" for name, value in head.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(*pieces: bytes, end: bool = True) -> bytes:
    """An answer in chunks; without `end` the last chunk never comes."""
    head = answer(200, b"", content_length="", transfer_encoding="chunked")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return head + chunks + (b"0\r\n\r\n" if end else b"")


class Server:
    """Listens on a free port of 127.0.0.1 while it is a context; `asked` are the requests in their order."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._paths: dict[str, bytes | Behaviour] = {"/robots.txt": answer(404)}
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self.asked: list[Request] = []
        self.at_once, self.most_at_once = 0, 0

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    @property
    def site(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def on(self, path: str, does: bytes | Behaviour) -> str:
        """The URL of the path, which from now on answers so."""
        self._paths[path] = does
        return self.site + path

    def asked_for(self, path: str) -> list[Request]:
        return [request for request in self.asked if request.path == path]

    def drip(self, before: bytes, piece: bytes, every: float = 0.05) -> Behaviour:
        """Sends the piece again and again until the other side has enough."""

        def drop(_: Request, connection: socket.socket) -> None:
            connection.sendall(before)
            while not self.closing.wait(every):
                connection.sendall(piece)

        return drop

    def silence(self, before: bytes = b"") -> Behaviour:
        """Sends the beginning and then nothing, without closing."""

        def wait(_: Request, connection: socket.socket) -> None:
            connection.sendall(before)
            with suppress(OSError):
                connection.recv(1)  # until the other side goes

        return wait

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._socket.close()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._start(self._serve, connection)

    def _serve(self, raw: socket.socket) -> None:
        connection = raw
        with self._lock:
            self._open.add(raw)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with suppress(OSError):
                if self._tls:
                    connection = self._tls.wrap_socket(raw, server_side=True)
                if request := _request(connection):
                    self.asked.append(request)
                    self._do(request, connection)
        finally:
            with self._lock:
                self._open.discard(raw)
                self.at_once -= 1
            connection.close()
            raw.close()

    def _do(self, request: Request, connection: socket.socket) -> None:
        does = self._paths.get(request.path.partition("?")[0], answer(404, b"nothing here"))
        if isinstance(does, bytes):
            connection.sendall(does)
        else:
            does(request, connection)


def reset(_: Request, connection: socket.socket) -> None:
    """Ends the connection with a reset in place of the rest of the answer."""
    connection.sendall(answer(200, b"the beginning", length=1_000))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def echo(request: Request, connection: socket.socket) -> None:
    """The headers of the request as the body."""
    connection.sendall(answer(200, "\n".join(f"{name}: {value}" for name, value in request.headers.items()).encode()))


def _request(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return None
        data += piece
        if data[:1] == b"\x16":  # a greeting of TLS
            connection.sendall(answer(400))
            return None
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Request(first.split()[1], {name.lower(): value.strip() for name, _, value in pairs})
