"""SMTP submission (RFC 5321, 6409): encrypted and verified before anything is said, every wait and reply bounded.

Not smtplib: it reads as many lines of a reply as a server likes, at any speed, takes only ASCII passwords, and does not
tell whether a connection ended before the final dot or after it. A mail whose answer is lost may have arrived.
"""

from __future__ import annotations

import re
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from briefing.config import MailSettings
from briefing.errors import ConfigError, EnvironmentProblem
from briefing.mail.addresses import address
from briefing.mail.message import Mail
from briefing.mail.receipts import Receipt, Verdict
from briefing.mail.secrets import password, without

PORTS = {"starttls": 587, "tls": 465, "none": 25}
LINE, LINES = 4_096, 100  # bytes and lines of one reply; RFC 5321 4.5.3.1.5 asks for 512 bytes
CHUNK = 65_536  # bytes of a mail under one timeout
THINKING = 10  # times the usual wait for the answer to a whole mail: 10 minutes by default, RFC 5321 4.5.3.2.6
LOSSES = 3  # sessions lost one after the other before the rest waits
SHOWN = 300  # characters of a reply that are kept

_REPLY = re.compile(r"[2-5][0-9][0-9](?:[ -]|$)")  # RFC 5321 4.2
_CLOSING, _SYNTAX = 421, 500
_FULL_FOR_NOW, _TOO_BIG = 452, 552


Answer = tuple[Verdict, int, str]  # with the code and text of the reply


class _Unreachable(Exception):
    """The server could not be spoken to; `code` is its reply's, or 0."""

    def __init__(self, reason: str, code: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


class Smtp:
    """One session for as many mails as the server likes; a new one where it ended."""

    def __init__(self, settings: MailSettings, environ: Mapping[str, str] | None = None) -> None:
        self._settings = settings
        self._password = password(settings, environ)
        self._wire: _Wire | None = None
        self._losses = 0
        self._given_up: Receipt | None = None
        _check(settings, self._password)
        self._context = _context(settings) if settings.security != "none" else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def send(self, mail: Mail) -> Receipt:
        """Once no session can be had, it is not tried again: the others are unreachable for the same reason."""
        if self._wire and not self._wire.is_quiet():
            self._end()  # the server closed it between two mails
        is_used = self._wire is not None
        receipt = self._once(mail)
        if is_used and (receipt.verdict == "unreachable" or receipt.code == _FULL_FOR_NOW):
            return self._once(mail)  # what ends a session need not keep the mail waiting
        return receipt

    def _once(self, mail: Mail) -> Receipt:
        if self._given_up:
            return self._given_up
        try:
            wire = self._wire or self._session()
        except _Unreachable as error:
            self._given_up = self._receipt("unreachable", error.code, error.reason)
            return self._given_up
        receipt = self._receipt(*_transaction(wire, mail))
        self._after(wire, receipt)
        return receipt

    def _after(self, wire: _Wire, receipt: Receipt) -> None:
        """Ready for the next mail: the session cleared, or closed where it is of no use."""
        lost = receipt.verdict in ("unreachable", "unanswered")
        self._losses = self._losses + 1 if lost else 0
        if self._losses >= LOSSES or wire.is_refused:
            self._given_up = Receipt("unreachable", receipt.code, receipt.reply)
        if lost or receipt.code in (_CLOSING, _FULL_FOR_NOW):
            self._end()
        elif receipt.verdict != "accepted":
            try:
                wire.ask("RSET")
            except _Unreachable:
                self._end()

    def _receipt(self, verdict: Verdict, code: int, reply: str) -> Receipt:
        settings = self._settings
        told = without(reply, self._password, f"\0{settings.user}\0{self._password}")
        shown = " ".join("".join(c if c.isprintable() else " " for c in told).split())[:SHOWN]
        return Receipt(verdict, code, shown)

    def _end(self) -> None:
        wire, self._wire = self._wire, None
        if wire:
            wire.leave()

    def _session(self) -> _Wire:
        settings = self._settings
        wire = _Wire(settings, self._context)
        try:
            wire.open()
            if settings.user:
                wire.log_in(settings.user, self._password)
        except BaseException:
            wire.close()
            raise
        self._wire = wire
        return wire


def _check(settings: MailSettings, secret: str) -> None:
    """ConfigError for what can never work, before a connection is made."""
    if settings.security == "none" and not _is_loopback(settings.host):
        raise ConfigError(
            f'mail.security = "none" with the server {settings.host}',
            why="mails would cross the network for everybody to read",
            hint='Only a server on this machine may do without; write "starttls" or "tls"',
        )
    if settings.user and settings.security == "none":
        raise ConfigError("mail.user is set, but the connection is not encrypted", why="the password could be read")
    if settings.user and not secret:
        hint = "Set BRIEFING_MAIL_PASSWORD, or mail.password_file to a file that only you can read"
        raise ConfigError("mail.user is set, but there is no password", hint=hint)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


# --- one mail ------------------------------------------------------------------------------------------------


def _transaction(wire: _Wire, mail: Mail) -> Answer:
    """What the server says to the mail, or why it cannot be asked."""
    data = mail.data
    if wire.size_limit and len(data) > wire.size_limit:
        most, has = _megabytes(wire.size_limit), _megabytes(len(data))
        return "never", _TOO_BIG, f"the mail has {has} and the server takes {most}: send without the PDF"
    try:
        refusal = _envelope(wire, mail, len(data))
        if refusal:
            return refusal
        wire.give(data)
    except _Unreachable as error:
        return "unreachable", error.code, error.reason
    try:
        return _verdict(*wire.answer(), {2: "accepted", **_REFUSALS})
    except _Unreachable as error:
        return "unanswered", error.code, error.reason


def _envelope(wire: _Wire, mail: Mail, size: int) -> Answer | None:
    """Sender, recipient and DATA; what the server has against one of them."""
    option = f" SIZE={size}" if "SIZE" in wire.offers else ""
    code, reply = wire.ask(f"MAIL FROM:<{mail.sender}>{option}")
    if code >= _SYNTAX and code != _TOO_BIG:  # it is the account or its owner's address that is refused, for all mails
        wire.is_refused = True
        raise _Unreachable(f"the server refuses {mail.sender} as the sender: {reply}", code)
    if code // 100 != 2:
        return _verdict(code, reply, _REFUSALS)
    for command in (f"RCPT TO:<{mail.recipient}>", "DATA"):
        code, reply = wire.ask(command)
        if code // 100 != (3 if command == "DATA" else 2):
            return _verdict(code, reply, _REFUSALS)
    return None


_REFUSALS: Mapping[int, Verdict] = {4: "later", 5: "never"}


def _verdict(code: int, reply: str, kinds: Mapping[int, Verdict]) -> Answer:
    """Of a reply; one that means nothing here leaves server and us out of step, such as a 250 to DATA."""
    if code // 100 not in kinds:
        raise _Unreachable(f"an answer that fits no question: {code} {reply}", code)
    return kinds[code // 100], code, reply


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


# --- the line to the server -------------------------------------------------------------------------------------


class _Wire:
    """Commands and their replies, which end in time; raises _Unreachable."""

    def __init__(self, settings: MailSettings, context: ssl.SSLContext | None) -> None:
        self._settings, self._context, self._patience = settings, context, settings.timeout_seconds
        self._sock: socket.socket | None = None
        self._unread = b""
        self.offers: dict[str, str] = {}  # of EHLO, by keyword
        self.is_refused = False  # whom we are: no mail of ours will be taken

    @property
    def size_limit(self) -> int:
        """Bytes of a mail; 0 where the server does not say."""
        said = self.offers.get("SIZE", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0

    def open(self) -> None:
        """Connected, greeted, and encrypted as the settings ask."""
        settings = self._settings
        port = settings.port or PORTS[settings.security]
        try:
            self._sock = sock = socket.create_connection((settings.host, port), self._patience)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a final dot waits for the server's ACK
            peer = ip_address(sock.getpeername()[0].partition("%")[0])
        except (OSError, UnicodeError) as error:
            raise _Unreachable(f"no connection to {settings.host}, port {port}: {_why(error)}") from error
        if settings.security == "none" and not peer.is_loopback:
            raise _Unreachable(f"{settings.host} is not this machine, and the connection would not be encrypted")
        if settings.security == "tls":
            self._encrypt()
        code, reply = self._reply()
        if code != 220:
            raise _Unreachable(f"the server does not want to talk: {code} {reply}", code)
        self._greet()
        if settings.security == "starttls":
            self._start_tls()

    def _greet(self) -> None:
        """EHLO; our host's name is told nobody."""
        code, reply = self.ask(f"EHLO {address(self._settings.from_address).domain}")
        if code != 250:
            raise _Unreachable(f"the server does not know EHLO: {code} {reply}", code)
        offers = (line.partition(" ") for line in reply.split("\n")[1:])
        self.offers = {keyword.upper(): value.strip() for keyword, _, value in offers}

    def _start_tls(self) -> None:
        if "STARTTLS" not in self.offers:
            raise _Unreachable(
                "the server offers no STARTTLS, or somebody on the way took the offer out; nothing was sent"
            )
        code, reply = self.ask("STARTTLS")
        if code != 220:
            raise _Unreachable(f"the server refuses STARTTLS: {code} {reply}", code)
        if self._unread:  # words put in before the encryption would count as said within it (CVE-2011-0411)
            raise _Unreachable("the server went on talking before the encryption began; nothing was sent")
        self._encrypt()
        self._greet()

    def _encrypt(self) -> None:
        assert self._sock is not None and self._context is not None  # noqa: S101, PT018
        try:
            self._sock = self._context.wrap_socket(self._sock, server_hostname=self._settings.host)
        except ssl.SSLCertVerificationError as error:
            raise _Unreachable(f"the server's certificate does not stand: {error.verify_message}") from error
        except (OSError, ValueError) as error:
            raise _Unreachable(f"no encrypted connection: {_why(error)}") from error

    def log_in(self, user: str, secret: str) -> None:
        """PLAIN (RFC 4616) or LOGIN, within the encryption."""
        offered = self.offers.get("AUTH", "").upper().split()
        if "PLAIN" in offered:
            code, reply = self.ask(f"AUTH PLAIN {_base64(f'{chr(0)}{user}{chr(0)}{secret}')}")
        elif "LOGIN" in offered:
            code, reply = self.ask("AUTH LOGIN")
            for word in (user, secret):
                code, reply = self.ask(_base64(word)) if code == 334 else (code, reply)
        else:
            raise _Unreachable("the server offers neither AUTH PLAIN nor LOGIN")
        if code != 235:
            raise _Unreachable(f"the server does not take mail.user and its password: {code} {reply}", code)

    def ask(self, command: str) -> tuple[int, str]:
        """The reply to a command; _Unreachable where the server closes (421) or answers nothing sensible."""
        self._expect_silence()
        self._write(f"{command}\r\n".encode("ascii"))
        code, reply = self._reply()
        if code == _CLOSING:
            raise _Unreachable(f"the server closes the connection: {code} {reply}", code)
        return code, reply

    def give(self, data: bytes) -> None:
        """All of a mail with its final dot; when this fails, that dot has not left."""
        quoted = re.sub(rb"(?m)^\.", b"..", data)  # RFC 5321 4.5.2
        for start in range(0, len(quoted), CHUNK):
            self._write(quoted[start : start + CHUNK])
        if not quoted.endswith(b"\r\n"):
            self._write(b"\r\n")
        self._expect_silence()
        self._write(b".\r\n")

    def answer(self) -> tuple[int, str]:
        """The reply to the final dot; a connection that is lost now leaves it open who has the mail."""
        return self._reply(self._patience * THINKING)

    def is_quiet(self) -> bool:
        """Open, and nothing is said that was not asked for: an answer too many would stand for the next question."""
        if self._sock is None or self._unread:
            return False
        try:
            self._sock.settimeout(0)
            self._unread = self._sock.recv(LINE)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False

    def _expect_silence(self) -> None:
        if self._sock is not None and not self.is_quiet():
            said = self._unread[:60].decode("utf-8", "replace")
            raise self._lost(f"the server spoke out of turn: {said!r}" if said else "the server closed the connection")

    def leave(self) -> None:
        """QUIT, without waiting long for the answer."""
        self._patience = min(self._patience, 2.0)
        try:
            self.ask("QUIT")
        except _Unreachable:
            pass
        finally:
            self.close()

    def close(self) -> None:
        sock, self._sock = self._sock, None
        if sock:
            sock.close()

    def _write(self, data: bytes) -> None:
        if self._sock is None:
            raise _Unreachable("the connection is closed")
        try:
            self._sock.settimeout(self._patience)
            self._sock.sendall(data)
        except OSError as error:
            raise self._lost(_why(error)) from error

    def _reply(self, patience: float = 0.0) -> tuple[int, str]:
        """Code and text of one reply of any number of lines."""
        end = monotonic() + (patience or self._patience)
        code, lines = "", list[str]()
        while len(lines) < LINES:
            line = self._line(end)
            if not _REPLY.match(line):
                raise self._lost(f"not an answer of a mail server: {line[:60]!r}")
            code = code or line[:3]
            if line[:3] != code:
                raise self._lost(f"an answer with two codes, {code} and {line[:3]}")
            lines.append(line[4:].strip())
            if line[3:4] != "-":
                return int(code), "\n".join(lines)
        raise self._lost(f"an answer of more than {LINES} lines")

    def _line(self, end: float) -> str:
        while b"\n" not in self._unread:
            if len(self._unread) > LINE:
                raise self._lost(f"an answer with a line of more than {LINE} bytes")
            self._unread += self._received(end)
        line, _, self._unread = self._unread.partition(b"\n")
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def _received(self, end: float) -> bytes:
        left = end - monotonic()
        if self._sock is None or left <= 0:
            raise self._lost(f"no answer in time (mail.timeout_seconds is {self._patience:g})")
        try:
            self._sock.settimeout(left)
            data = self._sock.recv(LINE)
        except TimeoutError as error:
            raise self._lost(f"no answer in time (mail.timeout_seconds is {self._patience:g})") from error
        except OSError as error:
            raise self._lost(_why(error)) from error
        if not data:
            raise self._lost("the server closed the connection")
        return data

    def _lost(self, reason: str) -> _Unreachable:
        self.close()
        return _Unreachable(reason)


def _context(settings: MailSettings) -> ssl.SSLContext:
    """Certificates and host names verified, TLS 1.2 or newer."""
    if settings.ca_file and not Path(settings.ca_file).is_file():
        raise ConfigError(f"mail.ca_file: {Path(settings.ca_file).name} does not exist")
    try:
        return ssl.create_default_context(cafile=settings.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise EnvironmentProblem("mail.ca_file holds no certificates", why=_why(error)) from error


def _why(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "it takes too long"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()
