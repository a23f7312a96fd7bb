"""A real server: what was sent is read back from the Maildir of OpenSMTPD, part by part.

Debian 12's OpenSMTPD 6.8 cannot use a private key with OpenSSL 3 (its issue 1171), so its encryption is done before it.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import select
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from dataclasses import replace as changed
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any, Self

import pytest
from msgspec.structs import replace

from briefing.config import Config, MailSettings
from briefing.job.sending import mail_for, queue, send
from briefing.mail.message import body_of
from briefing.mail.senders import sender_of
from briefing.readback.letter import parts
from briefing.render.letter import letter
from briefing.store import Store
from tests.briefs import small_document
from tests.mail.letters import NOW, a_mail, readers
from tests.mail.letters import settings as set_up
from tests.mail.post_office import Certificate

SERVER = shutil.which("smtpd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""
SOCKET = Path("/var/run/smtpd.sock")  # of the one OpenSMTPD that a machine may run
USER = "nobody"
EDITION = "2026-11-22 morning"

pytestmark = [
    pytest.mark.skipif(not SERVER, reason="OpenSMTPD (smtpd) is not installed"),
    pytest.mark.skipif(os.geteuid() != 0, reason="OpenSMTPD starts as root only"),
]

CONFIGURATION = """
listen on 127.0.0.1 port {port}
smtp max-message-size {size}
action "local" maildir "{folder}/maildir" virtual {{ "@example.org" = {user} }}
match from any for domain "example.org" action "local"
"""
SIZE = 2_000_000


@dataclass(frozen=True)
class Server:
    folder: Path
    port: int

    @property
    def inbox(self) -> Path:
        return self.folder / "maildir" / "new"

    @property
    def settings(self) -> MailSettings:
        return set_up(None, host="localhost", port=self.port, timeout_seconds=30.0)

    def mails(self, number: int) -> list[bytes]:
        """So many mails, taken out of the Maildir; the queue runner may take a moment."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            found = sorted(self.inbox.glob("*")) if self.inbox.is_dir() else []
            if len(found) >= number:
                break
            time.sleep(0.05)
        data = [path.read_bytes() for path in found]
        for path in found:
            path.unlink()
        return data


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One at a time on a machine, so one test process after the other."""
    with tempfile.TemporaryDirectory() as name, (Path(tempfile.gettempdir()) / "opensmtpd.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _answers():
            pytest.skip("another OpenSMTPD runs on this machine")
        if not all(parent.stat().st_mode & 1 for parent in Path(name).resolve().parents):
            pytest.skip("the folder for temporary files is closed to the user who gets the mails")
        server = Server(Path(name), _free_port())
        _furnish(server)
        with _running(server):
            yield server


def _furnish(server: Server) -> None:
    server.folder.chmod(0o755)
    (server.folder / "maildir").mkdir()
    owner = pwd.getpwnam(USER)
    os.chown(server.folder / "maildir", owner.pw_uid, owner.pw_gid)
    text = CONFIGURATION.format(folder=server.folder, user=USER, port=server.port, size=SIZE)
    (server.folder / "smtpd.conf").write_text(text)
    (server.folder / "smtpd.conf").chmod(0o600)


@pytest.fixture
def encrypted(server: Server, trusted: Certificate) -> Iterator[MailSettings]:
    """The same server behind TLS."""
    with Encryption(server.port, trusted.context) as front:
        ca = str(trusted.authority)
        yield replace(server.settings, port=front.server_address[1], security="tls", ca_file=ca)


class Encryption(ThreadingTCPServer):
    """Decrypts what comes and passes it on to a port."""

    daemon_threads = True

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        self.port, self.context = port, context
        super().__init__(("127.0.0.1", 0), BaseRequestHandler)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def finish_request(self, request: Any, client_address: Any) -> None:
        with (
            self.context.wrap_socket(request, server_side=True) as outside,
            socket.create_connection(("127.0.0.1", self.port)) as inside,
            suppress(OSError),
        ):
            while True:
                for ready in select.select([outside, inside], [], [], 30)[0]:
                    data = ready.recv(65_536)
                    if not data:
                        return
                    (inside if ready is outside else outside).sendall(data)


@contextmanager
def _running(server: Server) -> Iterator[None]:
    with (server.folder / "log").open("wb") as log:
        command = [SERVER, "-d", "-f", str(server.folder / "smtpd.conf")]
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            _wait_for(process, server)
            yield
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            process.wait(30)


def _wait_for(process: subprocess.Popen[bytes], server: Server) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", server.port), 5).close()
        except OSError:
            said = (server.folder / "log").read_text(errors="replace")
            assert process.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.05)


def _answers() -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(SOCKET))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


OURS = ("Message-ID", "Date", "From", "To", "Subject", "List-Id", "List-Unsubscribe", "Auto-Submitted", "MIME-Version")


def test_an_edition_arrives_part_by_part(server: Server, store: Store):
    check_an_edition(server, server.settings, store)


def test_an_edition_arrives_encrypted(server: Server, encrypted: MailSettings, store: Store):
    check_an_edition(server, encrypted, store)


def check_an_edition(server: Server, settings: MailSettings, store: Store) -> None:
    draft = letter(small_document(), Config(), b"%PDF-" + b"made " * 100_000)
    body = body_of(draft)
    people = readers(store, 5)
    previews = {one.address: mail_for(store, EDITION, one, body, settings) for one in people}
    queue(store, EDITION, people, lambda _: body, settings, at=NOW)
    with sender_of(settings) as sender:
        report = send(store, sender, settings, clock=lambda: NOW)
    assert report.closing_line == "5 sent · 0 deferred · 0 failed"
    arrived = {str(read(data)["To"]): data.replace(b"\r\n", b"\n") for data in server.mails(5)}
    assert arrived.keys() == previews.keys()
    for address, data in arrived.items():
        preview = previews[address]
        assert data.endswith(preview.data.replace(b"\r\n", b"\n"))  # below what the server wrote on top
        message = read(data)
        assert [name for name, _ in message.items() if name in OURS] == list(OURS)
        assert message["Delivered-To"] == address
        assert "Return-Path" in message
        shown, sent = parts(data), parts(draft)
        assert (shown.text.split(), shown.html.split(), shown.pdf) == (sent.text.split(), sent.html.split(), sent.pdf)


def test_lines_that_start_with_dots_survive(server: Server):
    mail = a_mail()
    dotted = changed(mail, content=mail.content + b".\r\n..\r\n.x\r\n")
    with sender_of(server.settings) as sender:
        assert sender.send(dotted).verdict == "accepted"
    (data,) = server.mails(1)
    assert data.replace(b"\r\n", b"\n").endswith(b"\n.\n..\n.x\n")


def test_somebody_who_is_not_there_fails_alone(server: Server):
    with sender_of(server.settings) as sender:
        receipts = [sender.send(a_mail(to)) for to in ("ann@example.org", "ann@elsewhere.example", "bob@example.org")]
    assert [receipt.verdict for receipt in receipts] == ["accepted", "never", "accepted"]
    assert receipts[1].code == 550
    assert len(server.mails(2)) == 2


def test_a_mail_over_its_limit(server: Server):
    mail = a_mail()
    large = changed(mail, content=mail.content + b"x" * 70 + (b"\r\n" + b"x" * 70) * (SIZE // 70))
    with sender_of(server.settings) as sender:
        receipts = [sender.send(large), sender.send(mail)]
    assert [receipt.verdict for receipt in receipts] == ["never", "accepted"]
    assert "the server takes 2.0 MB" in receipts[0].reply
    assert len(server.mails(1)) == 1
