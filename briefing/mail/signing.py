"""DKIM signatures (RFC 6376): the same mail, the same signature."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from briefing.config import MailSettings
from briefing.errors import ConfigError
from briefing.mail.headers import Field
from briefing.mail.message import Signer
from briefing.mail.secrets import private

# What a signature covers where it is there. RFC 8058 asks for both List-Unsubscribe fields.
SIGNED = (
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"reply-to",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"auto-submitted",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
)


def signer(settings: MailSettings, at: datetime) -> Signer | None:
    """Signs as of `at`; None where no key is set. ConfigError for a key or name that cannot be used."""
    if not settings.dkim_key_file:
        return None
    domain = settings.dkim_domain or settings.from_address.rpartition("@")[2]
    if not settings.dkim_selector:
        raise ConfigError("mail.dkim_selector is not set", hint="It is the name of the key in your domain's DNS")
    key = private(settings.dkim_key_file, "mail.dkim_key_file")

    def sign(message: bytes) -> Field:
        import dkim

        try:
            made = _dated(at)(message).sign(
                settings.dkim_selector.encode("ascii"),
                domain.encode("ascii"),
                key,
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=list(SIGNED),
            )
        except (dkim.DKIMException, ValueError, UnicodeError) as error:
            raise ConfigError("the mail cannot be signed", why=str(error)[:200]) from None
        name, _, value = made.decode("ascii").rstrip("\r\n").partition(":")
        return name, value.strip(" ")

    return sign


def _dated(at: datetime) -> Any:
    """dkimpy's signer with the instant given to it: its own is the clock, and a resend must be the same bytes."""
    import dkim

    class Dated(dkim.DKIM):  # type: ignore[misc]
        def gen_header(self, fields: list[tuple[bytes, bytes]], *rest: Any, **options: Any) -> bytes:
            stamp = str(int(at.timestamp())).encode()
            dated = [(name, stamp if name == b"t" else value) for name, value in fields]
            fields[:] = dated
            return bytes(super().gen_header(fields, *rest, **options))

    return Dated
