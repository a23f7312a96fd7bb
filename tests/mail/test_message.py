"""One mail for one recipient: the drafted content byte for byte, our fields, the same bytes every time."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.config import Config, MailSettings
from briefing.errors import ConfigError, MailError
from briefing.mail.addresses import address
from briefing.mail.message import addressed, body_of, letterhead, message_id, note
from briefing.mail.signing import signer
from briefing.readback.letter import parts
from briefing.render.letter import letter
from tests.briefs import small_document
from tests.mail.letters import NOW, PLAIN, a_body, a_mail

URL = "https://example.org/leave?t={token}"


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def test_the_content_is_the_draft_s():
    draft = letter(small_document(), Config(), b"%PDF-made")
    mail = addressed(body_of(draft), letterhead(PLAIN, "morning"), address("ann@example.org"), edition="e")
    assert mail.content == draft.partition(b"\r\n\r\n")[2]
    assert parts(mail.data) == parts(draft)
    assert parts(mail.data).pdf == b"%PDF-made"


def test_its_fields():
    set_up = replace(PLAIN, reply_to="editor@example.org", bounce_address="bounces@example.org", unsubscribe_url=URL)
    mail = addressed(
        a_body(b""), letterhead(set_up, "Morning"), address("ann@example.org"), edition="e", token="to/ken="
    )
    told = dict(read(mail.data).items())
    assert told == {
        "Message-ID": mail.message_id,
        "Date": "Sun, 22 Nov 2026 07:00:00 +0000",
        "From": "The Desk <desk@example.org>",
        "Reply-To": "editor@example.org",
        "To": "ann@example.org",
        "Subject": "The flood at Norwell",
        "List-Id": "<morning.briefing.example.org>",
        "List-Unsubscribe": (
            "<https://example.org/leave?t=to%2Fken%3D>, <mailto:desk@example.org?subject=unsubscribe%20Morning>"
        ),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": told["Content-Type"],
    }
    assert str(mail.sender) == "bounces@example.org"


def test_without_a_url_one_leaves_by_mail():
    message = read(a_mail().data)
    assert message["List-Unsubscribe"] == "<mailto:desk@example.org?subject=unsubscribe%20morning>"
    assert "List-Unsubscribe-Post" not in message


def test_a_strange_address_to_leave_by_stays_one():
    head = letterhead(replace(PLAIN, unsubscribe_mailto="a&b=c?d%e/f#g+h@example.org"), "morning")
    message = read(addressed(a_body(b""), head, address("ann@example.org"), edition="e").data)
    assert message["List-Unsubscribe"] == (
        "<mailto:a%26b%3Dc%3Fd%25e%2Ff%23g+h@example.org?subject=unsubscribe%20morning>"
    )


def test_the_same_in_another_process():
    code = "from hashlib import sha256; from tests.mail.letters import a_mail; print(sha256(a_mail().data).hexdigest())"
    home = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sha256(a_mail().data).hexdigest()


def test_a_message_id_is_of_edition_and_reader():
    ann, same, bob = address("Ann@example.org"), address("ann@EXAMPLE.org"), address("bob@example.org")
    assert message_id("one", ann, "example.org") == message_id("one", same, "example.org")
    ids = {message_id(e, who, d) for e in ("one", "two") for who in (ann, bob) for d in ("a.example", "b.example")}
    assert len(ids) == 8


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: draft.replace(b"Subject:", b"Bcc: b@example.org\r\nSubject:", 1),
        lambda draft: draft.replace(b"Subject:", b"Subject: another\r\nSubject:", 1),
        lambda draft: draft.replace(b"Subject:", b"X-Subject:", 1),
        lambda draft: draft.replace(b"Date: ", b"Date: never ", 1),
        lambda draft: b"nonsense\r\n" + draft,
        lambda draft: b"",
    ],
)
def test_a_draft_that_is_none_of_ours_is_refused(change):
    with pytest.raises(MailError):
        body_of(change(letter(small_document(), Config())))


def test_a_note_is_plain_text():
    body = note("No edition left", "The feed is silent: größer\nthan usual.", NOW)
    mail = addressed(body, letterhead(PLAIN, "owner"), address("ann@example.org"), edition="e")
    message = read(mail.data)
    assert message.get_content_type() == "text/plain"
    assert message.get_content().split("\r\n") == ["The feed is silent: größer", "than usual.", ""]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"from_address": ""}, "mail.from_address is not set"),
        ({"from_address": "a@x.example, b@y.example"}, "mail.from_address: 'a@x.example, b@y.example' is not one mail"),
        ({"reply_to": "nobody"}, "mail.reply_to"),
        ({"bounce_address": "nobody"}, "mail.bounce_address"),
        ({"unsubscribe_mailto": "nobody"}, "mail.unsubscribe_mailto"),
        ({"unsubscribe_url": "http://example.org/{token}"}, "mail.unsubscribe_url is no https address"),
        ({"unsubscribe_url": "https:///{token}"}, "mail.unsubscribe_url is no https address"),
        ({"unsubscribe_url": "https://example.org/"}, "needs {token} once"),
        ({"unsubscribe_url": "https://example.org/{token}/{token}"}, "needs {token} once"),
        ({"unsubscribe_url": "https://example.org/{token}>, <mailto:x@y.example"}, "ASCII without blanks"),
        ({"unsubscribe_url": "https://example.org/{token}\r\nBcc: x@y.example"}, "ASCII without blanks"),
        ({"unsubscribe_url": "https://bücher.example/{token}"}, "ASCII without blanks"),
    ],
)
def test_settings_that_cannot_be_used(changes, says):
    with pytest.raises(ConfigError) as error:
        letterhead(replace(PLAIN, **changes), "morning")
    assert says in str(error.value)


@pytest.mark.parametrize("name", ["", "a b", "a.b", "-a", "a-", "ä", "a\r\nb", "a" * 64, "<a>"])
def test_what_cannot_name_a_list(name):
    with pytest.raises(ConfigError, match="cannot name a list"):
        letterhead(PLAIN, name)


# --- DKIM ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dkim")
    for command in ("genrsa -out key.pem 2048", "rsa -in key.pem -pubout -outform DER -out key.der"):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    (folder / "key.pem").chmod(0o600)
    return folder / "key.pem"


def signed(key: Path, **changes: object) -> tuple[MailSettings, bytes]:
    dkim = {"dkim_key_file": str(key), "dkim_selector": "brief", **changes}
    set_up = replace(PLAIN, unsubscribe_url=URL, **dkim)
    head, to = letterhead(set_up, "morning"), address("ann@example.org")
    mail = addressed(a_body(), head, to, edition="e", token="t", sign=signer(set_up, NOW))
    return set_up, mail.data


def stands(data: bytes, key: Path) -> bool:
    from base64 import b64encode

    import dkim

    record = b"v=DKIM1; k=rsa; p=" + b64encode(key.with_suffix(".der").read_bytes())
    return bool(
        dkim.verify(data, dnsfunc=lambda name, timeout=5: record if name == b"brief._domainkey.example.org." else b"")
    )


def test_a_signature_that_stands(key: Path):
    _, data = signed(key)
    assert stands(data, key)
    assert signed(key)[1] == data
    assert "DKIM-Signature" in read(data)
    assert "t=1795330800" in read(data)["DKIM-Signature"]


@pytest.mark.parametrize(
    "change",
    [
        (b"quoted-printable", b"8bit"),
        (b"Subject: The", b"Subject: A"),
        (b"To: ann", b"To: bob"),
        (b"https://example.org/leave", b"https://example.com/leave"),
        (b"One-Click", b"Two-Click"),
    ],
)
def test_what_is_changed_on_the_way_is_found(key: Path, change):
    _, data = signed(key)
    assert change[0] in data
    old, new = change
    assert not stands(data.replace(old, new, 1), key)


def test_a_key_that_cannot_be_used(key: Path, tmp_path: Path):
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----\n")
    with pytest.raises(ConfigError, match="others may read"):
        signed(broken)
    broken.chmod(0o600)
    with pytest.raises(ConfigError, match="cannot be signed") as error:
        signed(broken)
    assert "secretsecret" not in str(error.value)
    with pytest.raises(ConfigError, match="dkim_selector is not set"):
        signed(key, dkim_selector="")
    with pytest.raises(ConfigError, match="does not exist"):
        signed(tmp_path / "none.pem")
