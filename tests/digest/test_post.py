"""`briefing digest send` in a process of its own: to a real server, killed at any moment, twice at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from threading import Event

import pytest

from briefing.store import open_store
from briefing.store.subscribers import Subscriber
from briefing.verify import verify_file
from tests.digest.conftest import DAY, seeds
from tests.mail.post_office import PostOffice, Session
from tests.mail.test_opensmtpd import SERVER, Server
from tests.mail.test_opensmtpd import server as server  # noqa: PLC0414  a fixture

AS_OF = "2026-11-19T06:05:00Z"
READERS = [f"reader{n}@example.org" for n in range(5)]
ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = """
[mail]
from_address = "desk@example.org"
host = "localhost"
port = {port}
security = "none"
timeout_seconds = 10.0

[[digest]]
list = "ministers"
"""
PATIENCE = 60


@dataclass(frozen=True)
class Folder:
    """A desk: settings for a server, articles, an archive with readers."""

    path: Path

    def start(self, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "briefing", "digest", "send", "--from", "news", "--as-of", AS_OF]
        return subprocess.Popen(
            [*command, "--store", "a.sqlite", *more],
            cwd=self.path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def send(self, *more: str) -> tuple[int, str]:
        """Exit code and what was said."""
        with self.start(*more) as process:
            _, said = process.communicate(timeout=PATIENCE)
        return process.returncode, said


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[int], Folder]:
    def made(port: int) -> Folder:
        (tmp_path / "briefing.toml").write_text(SETTINGS.format(port=port))
        (tmp_path / "news").mkdir()
        for path in seeds("002", "003"):
            shutil.copy(path, tmp_path / "news")
        with open_store(str(tmp_path / "a.sqlite")) as store:
            for reader in READERS:
                store.subscribers.add(Subscriber("ministers", reader), DAY)
        return Folder(tmp_path)

    return made


@pytest.mark.skipif(not SERVER, reason="OpenSMTPD (smtpd) is not installed")
@pytest.mark.skipif(os.geteuid() != 0, reason="OpenSMTPD starts as root only")
def test_an_edition_reaches_a_real_server(folder: Callable[[int], Folder], server: Server):
    desk = folder(server.port)
    code, said = desk.send()
    assert (code, said.splitlines()[-1].partition(": ")[2]) == (0, "5 sent · 0 deferred · 0 failed")
    arrived = server.mails(len(READERS))
    messages = [message_from_bytes(data, policy=SMTP) for data in arrived]
    assert sorted(str(message["To"]) for message in messages) == READERS
    (pdf,) = (p.get_payload(decode=True) for p in messages[0].walk() if p.get_content_type() == "application/pdf")
    assert isinstance(pdf, bytes)
    report = verify_file(pdf, "brief.pdf", None)
    assert report.verified == report.quotations > 5
    assert {str(message["List-Id"]) for message in messages} == {str(messages[0]["List-Id"])}
    code, said = desk.send()
    assert (code, "edition 1 of 2026-11-19 was sent" in said) == (0, True)
    assert server.mails(0) == []


@contextmanager
def killed(office: PostOffice, desk: Folder, verb: str, count: int, *, after: bool) -> Iterator[None]:
    """A run that dies at the so-many-th answer to a verb, before it or right after it."""
    seen = Counter[str]()
    process = desk.start()

    def die(heard: str, late: bool) -> None:
        if heard == verb and late is after:
            seen[heard] += 1
            if seen[heard] == count:
                with suppress(ProcessLookupError):
                    process.send_signal(signal.SIGKILL)

    def before(heard: str) -> Callable[[Session, str], None]:
        return lambda _session, _argument: die(heard, late=False)

    office.manners.on = {verb: before(verb)}
    office.manners.after = lambda heard: die(heard, late=True)
    with process:
        process.communicate(timeout=PATIENCE)
    office.manners.on, office.manners.after = {}, None
    assert process.returncode == -signal.SIGKILL
    yield


@pytest.mark.parametrize(
    ("verb", "count", "after", "doubles"),
    [
        pytest.param("CONNECT", 1, False, 0, marks=pytest.mark.slow),
        pytest.param("RCPT", 2, True, 0, marks=pytest.mark.slow),
        ("DOT", 3, True, 1),  # the mail is there, and the answer may not have been noted
        pytest.param("DOT", 1, False, 1, marks=pytest.mark.slow),
        pytest.param("MAIL", 5, True, 0, marks=pytest.mark.slow),
        pytest.param("DATA", 4, False, 0, marks=pytest.mark.slow),
    ],
)
def test_a_send_that_was_killed_is_finished(
    verb: str, count: int, after: bool, doubles: int, folder: Callable[[int], Folder]
):
    with PostOffice() as office:
        desk = folder(office.port)
        with killed(office, desk, verb, count, after=after):
            code, said = desk.send()
        assert code == 0, said
        got = Counter(office.recipients)
        assert sorted(got) == READERS
        assert sum(got.values()) <= len(READERS) + doubles
        assert len({delivery.message_id for delivery in office.deliveries}) == len(READERS)
        assert "was sent" in desk.send()[1]


@pytest.mark.parametrize("seconds", [0.6, pytest.param(1.2, marks=pytest.mark.slow)])
def test_a_run_that_was_killed_while_the_edition_was_made(seconds: float, folder: Callable[[int], Folder]):
    with PostOffice() as office:
        desk = folder(office.port)
        with desk.start() as process:
            time.sleep(seconds)
            process.kill()
            process.communicate(timeout=PATIENCE)
        assert desk.send()[0] == 0
        assert Counter(office.recipients) == Counter(READERS)


def test_of_two_sends_at_once_one_works_and_the_other_says_so(folder: Callable[[int], Folder]):
    reached, go = Event(), Event()

    def wait(_session: Session, _argument: str) -> None:
        reached.set()
        go.wait(PATIENCE)

    with PostOffice() as office:
        office.manners.on = {"RCPT": wait}
        desk = folder(office.port)
        with desk.start("--quiet") as first:
            assert reached.wait(PATIENCE)
            code, said = desk.send()
            go.set()
            first.communicate(timeout=PATIENCE)
        assert (code, first.returncode) == (5, 0), said
        assert Counter(office.recipients) == Counter(READERS)
