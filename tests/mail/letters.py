"""Builders: settings, a body, a mail, a list of readers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from briefing.config import Config, MailSettings
from briefing.mail.addresses import address
from briefing.mail.message import Body, Mail, addressed, body_of, letterhead
from briefing.render.letter import letter
from briefing.store import Store
from briefing.store.subscribers import Subscriber
from tests.briefs import small_document
from tests.mail.post_office import PostOffice

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
PLAIN = MailSettings(from_address="desk@example.org", from_name="The Desk", security="none", timeout_seconds=10.0)


def settings(office: PostOffice | None = None, **changes: object) -> MailSettings:
    """For the server on loopback, without encryption unless told."""
    from msgspec.structs import replace

    server = {"host": "127.0.0.1", "port": office.port} if office else {}
    return replace(PLAIN, **{**server, **changes})


@cache
def a_body(pdf: bytes = b"%PDF-made") -> Body:
    """Of the small brief."""
    return body_of(letter(small_document(), Config(), pdf))


def a_mail(to: str = "ann@example.org", body: Body | None = None) -> Mail:
    return addressed(body or a_body(b""), letterhead(PLAIN, "morning"), address(to), edition="2026-11-22 morning")


def readers(store: Store, number: int, list_name: str = "morning") -> list[Subscriber]:
    """Subscribed: reader00@example.org and so on."""
    with store.db.transaction():
        for i in range(number):
            store.subscribers.add(Subscriber(list_name, f"reader{i:02}@example.org"), NOW)
    found: list[Subscriber] = store.subscribers.reachable(list_name)
    return found
