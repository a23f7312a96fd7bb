"""A mail server on loopback that behaves as badly as it is told to, and remembers everything."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import SHUT_RDWR
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, Self

DROP = b"\0drop"  # instead of a reply: the connection ends
LOSE = b"\0lose"  # at the final dot: the mail is kept, and the connection ends without an answer
QUIET = b"\0quiet"  # no reply, and the connection stays open

Hook = Callable[["Session", str], bytes | None]  # a verb's argument -> reply; None for the usual one


@dataclass
class Session:
    number: int
    secure: bool = False
    user: str = ""
    sender: str = ""
    recipient: str = ""
    mails: int = 0  # handed over in this session


@dataclass
class Delivery:
    recipient: str
    sender: str
    data: bytes
    answered: bool
    session: int

    @property
    def message_id(self) -> str:
        return next(line[12:] for line in self.data.decode().split("\r\n") if line.startswith("Message-ID: "))


@dataclass
class Manners:
    """`on` maps verbs to hooks: CONNECT, EHLO, MAIL, RCPT, DATA, PART (some bytes of a mail), DOT, AUTH, STARTTLS."""

    banner: bytes = b"220 post.example ESMTP"
    offers: tuple[str, ...] = ("8BITMIME", "ENHANCEDSTATUSCODES")
    tls: ssl.SSLContext | None = None
    implicit: bool = False
    password: str = ""
    on: dict[str, Hook] = field(default_factory=dict)
    after: Callable[[str], None] | None = None  # called with the verb when its reply is out


class PostOffice(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self.deliveries: list[Delivery] = []
        self.heard: list[str] = []  # command lines, of all sessions
        self.sessions = 0
        self._open: set[Any] = set()
        super().__init__(("127.0.0.1", 0), _Clerk)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def recipients(self) -> list[str]:
        return [delivery.recipient for delivery in self.deliveries]

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self._thread.join()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what these tests are about."""


class _Gone(Exception):
    pass


class _Clerk(StreamRequestHandler):
    server: PostOffice
    timeout = 30

    def handle(self) -> None:
        self.server.sessions += 1
        self.session = Session(self.server.sessions)
        manners = self.server.manners
        try:
            if manners.implicit:
                self._encrypt()
            self._reply("CONNECT", "", manners.banner)
            while line := self.rfile.readline(4096):
                self._command(line.decode("utf-8", "replace").rstrip("\r\n"))
        except (_Gone, OSError):
            pass
        finally:
            if isinstance(self.connection, ssl.SSLSocket):
                self.rfile.close()
                self.connection.close()

    def _command(self, line: str) -> None:
        self.server.heard.append(line)
        verb, _, argument = line.partition(" ")
        handler = getattr(self, f"_{verb.lower()}", None)
        if handler is None:
            self._reply(verb, argument, b"502 5.5.1 not known here")
        else:
            handler(argument)

    def _reply(self, verb: str, argument: str, usual: bytes) -> bytes:
        """What was said."""
        hook = self.server.manners.on.get(verb)
        given = hook(self.session, argument) if hook else None
        reply = usual if given is None else given
        if reply == DROP:
            self.connection.shutdown(SHUT_RDWR)
            raise _Gone
        if reply != QUIET:
            self.connection.sendall(reply + b"\r\n")
        if self.server.manners.after:
            self.server.manners.after(verb)
        return reply

    def _ehlo(self, argument: str) -> None:
        manners = self.server.manners
        offers = [*manners.offers]
        if manners.tls and not manners.implicit and not self.session.secure:
            offers.append("STARTTLS")
        if manners.password and self.session.secure:
            offers.append("AUTH PLAIN LOGIN")
        lines = ["post.example", *offers]
        text = "\r\n".join(f"250{'-' if i < len(lines) - 1 else ' '}{line}" for i, line in enumerate(lines))
        self._reply("EHLO", argument, text.encode())

    def _starttls(self, argument: str) -> None:
        if self._reply("STARTTLS", argument, b"220 2.0.0 go ahead").startswith(b"220"):
            self._encrypt()

    def _encrypt(self) -> None:
        assert self.server.manners.tls
        self.connection = self.server.manners.tls.wrap_socket(self.connection, server_side=True)
        self.rfile.close()
        self.rfile = self.connection.makefile("rb")
        self.session.secure = True

    def _auth(self, argument: str) -> None:
        from base64 import b64decode

        mechanism, _, given = argument.partition(" ")
        if mechanism == "LOGIN":
            self.connection.sendall(b"334 VXNlcm5hbWU6\r\n")
            user = b64decode(self.rfile.readline())
            self.connection.sendall(b"334 UGFzc3dvcmQ6\r\n")
            secret = b64decode(self.rfile.readline())
        else:
            _, user, secret = b64decode(given).split(b"\0")
        if secret.decode() == self.server.manners.password:
            self.session.user = user.decode()
            self._reply("AUTH", argument, b"235 2.7.0 welcome")
        else:
            self._reply("AUTH", argument, f"535 5.7.8 not {given}".encode())

    def _mail(self, argument: str) -> None:
        if self._reply("MAIL", argument, b"250 2.1.0 ok").startswith(b"2"):
            self.session.sender = argument.partition("<")[2].partition(">")[0]

    def _rcpt(self, argument: str) -> None:
        recipient = argument.partition("<")[2].partition(">")[0]
        if self._reply("RCPT", recipient, b"250 2.1.5 ok").startswith(b"2"):
            self.session.recipient = recipient

    def _data(self, argument: str) -> None:
        if not self._reply("DATA", self.session.recipient, b"354 go on").startswith(b"354"):
            return
        lines = []
        while (line := self.rfile.readline(2048)) != b".\r\n":
            if not line:
                raise _Gone
            lines.append(line[1:] if line.startswith(b".") else line)
            part = self.server.manners.on.get("PART")
            if part and part(self.session, self.session.recipient) == DROP:
                self.connection.shutdown(SHUT_RDWR)
                raise _Gone
        self._keep(b"".join(lines))

    def _keep(self, data: bytes) -> None:
        session, hook = self.session, self.server.manners.on.get("DOT")
        given = hook(session, session.recipient) if hook else None
        if given in (None, LOSE):
            session.mails += 1
            delivery = Delivery(session.recipient, session.sender, data, given is None, session.number)
            self.server.deliveries.append(delivery)
        if given in (LOSE, DROP):
            self.connection.shutdown(SHUT_RDWR)
            raise _Gone
        if given != QUIET:
            self.connection.sendall((b"250 2.0.0 taken" if given is None else given) + b"\r\n")
        if self.server.manners.after:
            self.server.manners.after("DOT")

    def _rset(self, argument: str) -> None:
        self._reply("RSET", argument, b"250 2.0.0 ok")

    def _quit(self, argument: str) -> None:
        self._reply("QUIT", argument, b"221 2.0.0 bye")
        raise _Gone


@dataclass(frozen=True)
class Certificate:
    """PEM files; `authority` is what a client has to trust."""

    authority: Path
    certificate: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def certificate(folder: Path, names: str = "DNS:localhost,IP:127.0.0.1", days: int = 2) -> Certificate:
    """Signed by an authority of its own, for these names; made by the openssl command."""
    folder.mkdir(parents=True, exist_ok=True)

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    ca = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")
    own = ("-subj", "/CN=authority", *(part for line in ca for part in ("-addext", line)))
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "9", *own)
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=post")
    (folder / "names").write_text(f"subjectAltName={names}\n")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", str(days), "-extfile", "names")
    openssl("x509", "-req", "-in", "server.csr", "-out", "server.pem", *signed)
    return Certificate(folder / "ca.pem", folder / "server.pem", folder / "server.key")
