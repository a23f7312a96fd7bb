"""The sender against a server that misbehaves: what became of each mail, and what the server got to see."""

from __future__ import annotations

import random
import time
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any

import pytest

from briefing.config import MailSettings
from briefing.errors import ConfigError
from briefing.mail.receipts import Receipt
from briefing.mail.senders import sender_of
from briefing.mail.smtp import Smtp
from tests.mail.letters import a_mail, settings
from tests.mail.post_office import DROP, LOSE, QUIET, Certificate, Hook, Manners, PostOffice, Session, certificate

SECRET = "pässword of the desk"


def send(set_up: MailSettings, *recipients: str, secret: str = "") -> list[Receipt]:
    with Smtp(set_up, {"BRIEFING_MAIL_PASSWORD": secret}) as sender:
        return [sender.send(a_mail(to)) for to in recipients or ("ann@example.org",)]


def verdicts(receipts: list[Receipt]) -> list[str]:
    return [receipt.verdict for receipt in receipts]


def always(reply: bytes):
    return lambda session, argument: reply


def to(recipient: str, reply: bytes):
    """The reply for one recipient."""
    return lambda session, argument: reply if argument == recipient else None


PEOPLE = ("ann@example.org", "bob@example.org", "cyd@example.org")


# --- all is well ---------------------------------------------------------------------------------------------


def test_the_server_gets_the_bytes_as_they_are():
    with PostOffice() as office:
        (receipt,) = send(settings(office))
    (delivery,) = office.deliveries
    assert receipt == Receipt("accepted", 250, "2.0.0 taken")
    assert delivery.data == a_mail().data
    assert (delivery.sender, delivery.recipient) == ("desk@example.org", "ann@example.org")


def test_a_line_that_starts_with_a_dot_arrives_with_it():
    from dataclasses import replace

    mail = a_mail()
    dotted = replace(mail, content=mail.content + b".\r\n..two\r\n.end")
    with PostOffice() as office, Smtp(settings(office)) as sender:
        assert sender.send(dotted).verdict == "accepted"
    assert office.deliveries[0].data == dotted.data + b"\r\n"


def test_one_session_takes_all_and_is_left_politely():
    with PostOffice() as office:
        assert verdicts(send(settings(office), *PEOPLE)) == ["accepted"] * 3
    assert office.sessions == 1
    assert office.recipients == list(PEOPLE)
    assert office.heard[0] == "EHLO example.org"  # not the name of this machine
    assert office.heard[-1] == "QUIT"


def test_the_size_is_told_where_the_server_asks():
    with PostOffice(Manners(offers=("SIZE 1000000",))) as office:
        send(settings(office))
    assert f"MAIL FROM:<desk@example.org> SIZE={len(a_mail().data)}" in office.heard


# --- refusals --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "reply", "verdict"),
    [
        ("RCPT", b"451 4.7.1 greylisted, come back", "later"),
        ("RCPT", b"550 5.1.1 no such user", "never"),
        ("RCPT", b"452 4.5.3 too many", "later"),
        ("DATA", b"451 4.3.0 not now", "later"),
        ("DATA", b"554 5.0.0 no", "never"),
        ("DOT", b"451 4.3.0 disk full", "later"),
        ("DOT", b"554 5.7.1 spam", "never"),
        ("DOT", b"552 5.3.4 too big", "never"),
    ],
)
def test_one_is_refused_and_the_others_get_theirs(verb, reply, verdict):
    with PostOffice(Manners(on={verb: to("bob@example.org", reply)})) as office:
        receipts = send(settings(office), *PEOPLE)
    assert verdicts(receipts) == ["accepted", verdict, "accepted"]
    assert (receipts[1].code, receipts[1].reply) == (int(reply[:3]), reply[4:].decode())
    assert office.recipients == ["ann@example.org", "cyd@example.org"]


def test_452_after_some_is_a_new_session():
    def full(session: Session, argument: str) -> bytes | None:
        return b"452 4.5.3 enough for one session" if session.mails >= 2 else None

    people = [f"reader{i}@example.org" for i in range(7)]
    with PostOffice(Manners(on={"RCPT": full})) as office:
        receipts = send(settings(office), *people)
    assert verdicts(receipts) == ["accepted"] * 7
    assert office.recipients == people
    assert office.sessions == 4


def test_452_from_the_start_is_later():
    with PostOffice(Manners(on={"RCPT": always(b"452 4.2.2 mailbox full")})) as office:
        assert verdicts(send(settings(office), *PEOPLE)) == ["later"] * 3


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", [b"421 4.3.2 shutting down", DROP, b"nonsense"])
def test_a_session_that_ends_is_followed_by_another(verb, answer):
    def closing(session: Session, argument: str) -> bytes | None:
        return answer if session.mails == 1 else None

    with PostOffice(Manners(on={verb: closing})) as office:
        receipts = send(settings(office), *PEOPLE)
    assert verdicts(receipts) == ["accepted"] * 3
    assert office.recipients == list(PEOPLE)
    assert office.sessions == 3


@pytest.mark.parametrize("farewell", [b"421 4.4.2 idle for too long\r\n", b""])
def test_a_server_that_closes_between_two_mails(farewell):
    with PostOffice() as office, Smtp(settings(office)) as sender:
        assert sender.send(a_mail("ann@example.org")).verdict == "accepted"
        for connection in list(office._open):
            connection.sendall(farewell)
            connection.shutdown(SHUT_RDWR)
        assert sender.send(a_mail("bob@example.org")).verdict == "accepted"
    assert office.sessions == 2


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_an_answer_too_many_stands_for_no_other_question(verb):
    """Else the 250 that came early would be taken for the answer to a mail that is refused."""
    usual = {"MAIL": b"250 ok", "RCPT": b"250 ok", "DATA": b"354 go on"}[verb]
    on = {verb: always(usual + b"\r\n250 ok"), "DOT": always(b"451 4.3.0 disk full")}
    with PostOffice(Manners(on=on)) as office:
        (receipt,) = send(settings(office))
    assert receipt.verdict == "unreachable"
    assert "spoke out of turn: '250 ok" in receipt.reply


def test_a_mail_over_the_size_limit_is_not_even_offered():
    with PostOffice(Manners(offers=("SIZE 900",))) as office:
        (receipt,) = send(settings(office))
    assert receipt.verdict == "never"
    assert "the server takes 0.0 MB: send without the PDF" in receipt.reply
    assert not any(line.startswith("MAIL") for line in office.heard)


@pytest.mark.parametrize("said", ["SIZE", "SIZE 0", "SIZE many", "SIZE -5", "SIZE ²", "SIZE " + "9" * 40])
def test_a_size_limit_that_is_none(said):
    with PostOffice(Manners(offers=(said,))) as office:
        assert verdicts(send(settings(office))) == ["accepted"]


def test_a_refused_author_is_nobody_else_s_fault():
    with PostOffice(Manners(on={"MAIL": always(b"550 5.7.1 not your address")})) as office:
        receipts = send(settings(office), *PEOPLE)
    assert verdicts(receipts) == ["unreachable"] * 3
    assert "refuses desk@example.org as the sender" in receipts[0].reply
    assert sum(line.startswith("MAIL") for line in office.heard) == 1


# --- connections that fail -----------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["a..b", "x" * 70])
def test_a_host_that_is_none(host):
    (receipt,) = send(settings(None, host=host, security="tls"))
    assert receipt.verdict == "unreachable"
    assert f"no connection to {host}" in receipt.reply


def test_nobody_listens():
    with PostOffice() as office:
        gone = settings(office)
    receipts = send(gone, *PEOPLE)
    assert verdicts(receipts) == ["unreachable"] * 3
    assert f"no connection to 127.0.0.1, port {gone.port}" in receipts[0].reply


@pytest.mark.parametrize(
    ("banner", "says"),
    [
        (DROP, "closed the connection"),
        (QUIET, "no answer in time (mail.timeout_seconds is 0.3)"),
        (b"554 5.3.2 no service", "does not want to talk: 554"),
        (b"421 4.3.2 too busy", "does not want to talk: 421"),
        (b"SSH-2.0-OpenSSH_9.2", "not an answer of a mail server"),
        (b"\xff\xfe\x00\x01", "not an answer of a mail server"),
        (b"", "not an answer of a mail server"),
        (b"220" + b"x" * 10, "not an answer of a mail server"),
        (b"220 " + b"x" * 1_000_000, "a line of more than 4096 bytes"),
        (b"220-" + b"x\r\n220-" * 5_000 + b"x", "more than 100 lines"),
        ("٢٢٠ hello".encode(), "not an answer of a mail server"),
    ],
)
def test_a_banner_that_is_none(banner, says):
    with PostOffice(Manners(banner=banner)) as office:
        receipts = send(settings(office, timeout_seconds=0.3), *PEOPLE)
    assert verdicts(receipts) == ["unreachable"] * 3
    assert says in receipts[0].reply
    assert len(receipts[0].reply) <= 300
    assert office.sessions == 1


def test_a_slow_banner_is_waited_for():
    def slow(session: Session, argument: str) -> None:
        time.sleep(0.3)

    with PostOffice(Manners(on={"CONNECT": slow})) as office:
        assert verdicts(send(settings(office))) == ["accepted"]


def test_drop_by_drop_is_no_way_to_make_us_wait_for_ever():
    def drip(session: Session, argument: str) -> None:
        for _ in range(40):
            time.sleep(0.1)
            office.drip(b"2")

    with Dripping(Manners(on={"CONNECT": drip})) as office:
        start = time.monotonic()
        (receipt,) = send(settings(office, timeout_seconds=0.5))
    assert receipt.verdict == "unreachable"
    assert time.monotonic() - start < 3.5


class Dripping(PostOffice):
    def drip(self, data: bytes) -> None:
        for connection in list(self._open):
            connection.sendall(data)


def test_the_server_drops_in_the_middle_of_a_mail():
    dropped: list[str] = []

    def once(session: Session, argument: str) -> bytes | None:
        if argument == "bob@example.org" and not dropped:
            dropped.append(argument)
            return DROP
        return None

    with PostOffice(Manners(on={"PART": once})) as office:
        receipts = send(settings(office), *PEOPLE)
    assert receipts[0].verdict == receipts[2].verdict == "accepted"
    # The rest of so short a mail may lie in the socket already when the connection ends: then nobody can know. Else it
    # goes again at once.
    assert (receipts[1].verdict, office.recipients.count("bob@example.org")) in {("accepted", 1), ("unanswered", 0)}


def test_the_server_drops_in_the_middle_of_a_long_mail():
    from dataclasses import replace

    mail = a_mail()
    long = replace(mail, content=mail.content + b"0123456789" * 9 + (b"\r\n" + b"x" * 90) * 200_000)
    with PostOffice(Manners(on={"PART": always(DROP)})) as office, Smtp(settings(office)) as sender:
        assert sender.send(long).verdict == "unreachable"
    assert not office.deliveries


@pytest.mark.parametrize("answer", [LOSE, QUIET, b"what?", b"999 what", b"354 more"])
def test_the_answer_to_the_final_dot_is_lost(answer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("briefing.mail.smtp.THINKING", 1)
    with PostOffice(Manners(on={"DOT": to("bob@example.org", answer)})) as office:
        receipts = send(settings(office, timeout_seconds=2.0), *PEOPLE)
    assert verdicts(receipts) == ["accepted", "unanswered", "accepted"]
    assert office.sessions == 2


def test_after_three_lost_sessions_the_rest_waits():
    with PostOffice(Manners(on={"RCPT": always(DROP)})) as office:
        receipts = send(settings(office), *(f"reader{i}@example.org" for i in range(9)))
    assert verdicts(receipts) == ["unreachable"] * 9
    assert office.sessions == 3


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", [DROP, QUIET, b"nonsense", b"199 hm"])
def test_nothing_sensible_is_answered(verb, answer):
    with PostOffice(Manners(on={verb: always(answer)})) as office:
        (receipt,) = send(settings(office, timeout_seconds=0.3))
    assert receipt.verdict == "unreachable"
    assert not office.deliveries


# --- anything at all -------------------------------------------------------------------------------------------

ANSWERS = (
    *(b"220 a", b"250 a", b"251 a", b"354 a", b"334 YQ==", b"421 a", b"450 a", b"452 a", b"500 a", b"550 a", b"552 a"),
    *(
        b"250",
        b"250-a\r\n250 b",
        b"250-a\r\n450 b",
        b"250 a\r\n250 b",
        b"250-a",
        b"25",
        b"",
        b"2500 a",
        b"-250 a",
        b"000 a",
    ),
    *(b"\xff\xfe", b"\x00" * 9, b"250 \x1b[2J\r", b"250-" + b"x" * 5_000, b"250-a\r\n" * 200, b"\n\n\n", DROP, QUIET),
)


TAKEN = (b"220 a", b"250 a", b"251 a", b"250", b"250-a\r\n250 b", b"250 a\r\n250 b", b"250 \x1b[2J\r")


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_answered_a_mail_is_sent_only_when_the_server_took_it(seed):
    source = random.Random(seed)
    taken: set[str] = set()

    def answer(verb: str) -> Hook:
        def hook(session: Session, argument: str) -> bytes | None:
            given = source.choice(ANSWERS) if source.random() < 0.15 else None
            if verb == "DOT" and (given is None or given in TAKEN):
                taken.add(argument)
            return given

        return hook

    verbs = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT", "RSET")
    people = [f"reader{i}@example.org" for i in range(8)]
    with PostOffice(Manners(on={verb: answer(verb) for verb in verbs})) as office:
        receipts = send(settings(office, timeout_seconds=0.15), *people)
    accepted = {who for who, receipt in zip(people, receipts, strict=True) if receipt.verdict == "accepted"}
    unsure = {who for who, receipt in zip(people, receipts, strict=True) if receipt.verdict == "unanswered"}
    assert accepted <= taken <= accepted | unsure
    assert len(office.recipients) == len(set(office.recipients))
    assert all(receipt.reply.isprintable() and len(receipt.reply) <= 300 for receipt in receipts)


def test_a_server_may_think_longer_about_a_whole_mail():
    """Ten times as long: who gives up too early gets the mail there twice."""

    def thinking(session: Session, argument: str) -> None:
        time.sleep(1.5)

    with PostOffice(Manners(on={"DOT": thinking})) as office:
        assert verdicts(send(settings(office, timeout_seconds=1.0))) == ["accepted"]


# --- encryption ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_and_logged_in(trusted: Certificate, security):
    manners = Manners(tls=trusted.context, implicit=security == "tls", password=SECRET)
    with PostOffice(manners) as office:
        set_up = settings(office, host="localhost", security=security, ca_file=str(trusted.authority), user="désk")
        receipts = send(set_up, *PEOPLE, secret=SECRET)
    assert verdicts(receipts) == ["accepted"] * 3
    words = [line.split(" ")[0] for line in office.heard]
    assert words.index("AUTH") > words.index("STARTTLS" if security == "starttls" else "EHLO")
    assert words.count("EHLO") == (2 if security == "starttls" else 1)


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "an authority that nobody knows": ({}, "", "certificate does not stand"),
    "another name": ({"names": "DNS:post.example"}, "ca", "certificate does not stand: hostname mismatch"),
    "out of date": ({"days": 0}, "ca", "certificate does not stand: certificate has expired"),
}


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("case", BAD)
def test_a_certificate_that_does_not_stand(tmp_path: Path, case, security):
    options, trust, says = BAD[case]
    bad = certificate(tmp_path, **options)
    with PostOffice(Manners(tls=bad.context, implicit=security == "tls", password=SECRET)) as office:
        ca = str(bad.authority) if trust else ""
        set_up = settings(office, host="localhost", security=security, ca_file=ca, user="desk")
        receipts = send(set_up, *PEOPLE, secret=SECRET)
    assert verdicts(receipts) == ["unreachable"] * 3
    assert says in receipts[0].reply.lower()
    assert not any(line.startswith(("AUTH", "MAIL")) for line in office.heard)


def test_no_starttls_is_no_mail():
    with PostOffice() as office:
        receipts = send(settings(office, security="starttls", user="desk"), *PEOPLE, secret=SECRET)
    assert verdicts(receipts) == ["unreachable"] * 3
    assert "offers no STARTTLS" in receipts[0].reply
    assert [line.split(" ")[0] for line in office.heard] == ["EHLO"]


@pytest.mark.parametrize("answer", [b"454 4.7.0 not available", b"502 what is that", b"250 no need", DROP])
def test_starttls_refused_is_no_mail(trusted: Certificate, answer):
    with PostOffice(Manners(tls=trusted.context, on={"STARTTLS": always(answer)})) as office:
        receipts = send(settings(office, security="starttls", ca_file=str(trusted.authority)), *PEOPLE)
    assert verdicts(receipts) == ["unreachable"] * 3
    assert not any(line.startswith("MAIL") for line in office.heard)


def test_words_put_in_before_the_encryption_are_refused(trusted: Certificate):
    def injected(session: Session, argument: str) -> bytes:
        return b"220 2.0.0 go ahead\r\n250-post.example\r\n250 AUTH PLAIN"

    with PostOffice(Manners(tls=trusted.context, on={"STARTTLS": injected})) as office:
        (receipt,) = send(settings(office, security="starttls", ca_file=str(trusted.authority)))
    assert receipt.verdict == "unreachable"
    assert "went on talking" in receipt.reply


def test_an_old_protocol_is_refused(trusted: Certificate):
    import ssl
    import warnings

    old = trusted.context
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with PostOffice(Manners(tls=old, implicit=True)) as office:
        (receipt,) = send(settings(office, security="tls", ca_file=str(trusted.authority)))
    assert receipt.verdict == "unreachable"
    assert "no encrypted connection" in receipt.reply


# --- passwords -------------------------------------------------------------------------------------------------


def test_a_wrong_password_is_tried_once_and_never_shown(trusted: Certificate):
    """The server echoes what it was given; none of that is kept."""
    from base64 import b64encode

    with PostOffice(Manners(tls=trusted.context, password="another")) as office:
        set_up = settings(office, security="starttls", ca_file=str(trusted.authority), user="desk")
        receipts = send(set_up, *PEOPLE, secret=SECRET)
    assert verdicts(receipts) == ["unreachable"] * 3
    assert "does not take mail.user and its password: 535" in receipts[0].reply
    assert sum(line.startswith("AUTH") for line in office.heard) == 1
    for form in (SECRET, b64encode(SECRET.encode()).decode(), b64encode(f"\0desk\0{SECRET}".encode()).decode()):
        assert form not in str(receipts)


def test_login_where_plain_is_not_offered(trusted: Certificate):
    def only_login(session: Session, argument: str) -> bytes | None:
        return b"250-post.example\r\n250 AUTH LOGIN" if session.secure else None

    with PostOffice(Manners(tls=trusted.context, password=SECRET, on={"EHLO": only_login})) as office:
        set_up = settings(office, security="starttls", ca_file=str(trusted.authority), user="desk")
        assert verdicts(send(set_up, secret=SECRET)) == ["accepted"]


def test_no_way_to_log_in(trusted: Certificate):
    with PostOffice(Manners(tls=trusted.context)) as office:
        set_up = settings(office, security="starttls", ca_file=str(trusted.authority), user="desk")
        (receipt,) = send(set_up, secret=SECRET)
    assert receipt.verdict == "unreachable"
    assert "neither AUTH PLAIN nor LOGIN" in receipt.reply


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"host": "mail.example.org"}, 'mail.security = "none" with the server mail.example.org'),
        ({"host": "192.0.2.1"}, "for everybody to read"),
        ({"host": "localhost.example.org"}, "for everybody to read"),
        ({"host": "127.0.0.1", "user": "desk"}, "the connection is not encrypted"),
        ({"host": "mail.example.org", "security": "tls", "user": "desk"}, "there is no password"),
        ({"host": ""}, "mail.host is not set"),
        ({"host": "localhost", "security": "tls", "ca_file": "missing.pem"}, "missing.pem does not exist"),
    ],
)
def test_settings_that_can_never_work(changes, says):
    with pytest.raises(ConfigError, match="mail") as error:
        sender_of(settings(None, **changes))
    assert says in str(error.value)


def test_the_password_file_is_the_user_s_alone(tmp_path: Path):
    from briefing.mail.secrets import password

    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n")
    file.chmod(0o640)
    with pytest.raises(ConfigError, match="others may read password") as error:
        password(settings(None, password_file=str(file)), {})
    assert SECRET not in str(error.value)
    file.chmod(0o600)
    assert password(settings(None, password_file=str(file)), {}) == SECRET
    assert password(settings(None, password_file=str(file)), {"BRIEFING_MAIL_PASSWORD": "first"}) == "first"
    with pytest.raises(ConfigError, match="does not exist"):
        password(settings(None, password_file=str(tmp_path / "none")), {})
    with pytest.raises(ConfigError, match="is no file"):
        password(settings(None, password_file=str(tmp_path)), {})


# --- the folder ------------------------------------------------------------------------------------------------


def test_a_folder_gets_the_same_bytes(tmp_path: Path):
    with sender_of(settings(None, sender="folder", folder=str(tmp_path / "mail"))) as sender:
        receipts = [sender.send(a_mail(to)) for to in (*PEOPLE, PEOPLE[0])]
    assert verdicts(receipts) == ["accepted"] * 4
    files = sorted((tmp_path / "mail").iterdir())
    assert sorted(file.read_bytes() for file in files) == sorted(a_mail(to).data for to in PEOPLE)


def test_a_folder_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "mail").write_text("a file")
    with sender_of(settings(None, sender="folder", folder=str(tmp_path / "mail"))) as sender:
        assert sender.send(a_mail()).verdict == "unreachable"
