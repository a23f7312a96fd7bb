"""A desk with one list, an archive and a folder that mails go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import convert

from briefing.config import Config
from briefing.job.delivering import Delivered, deliver
from briefing.job.digesting import Made, Order, make_edition
from briefing.store import Store, open_store
from briefing.store.subscribers import Subscriber
from tests.cli.conftest import briefing, desk

__all__ = ["briefing", "desk"]

NEWS = Path(__file__).resolve().parent.parent.parent / "seeds"
DAY = datetime(2026, 11, 19, 6, 5, tzinfo=UTC)  # 07:05 in Berlin, a Thursday


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "archive.sqlite")) as opened:
        yield opened


@pytest.fixture
def config(tmp_path: Path) -> Callable[..., Config]:
    """Of one list in Berlin, with what is said in the call; mails go to a folder."""

    def made(mail: dict[str, object] | None = None, **digest: object) -> Config:
        given = {
            "brief": {"zone": "Europe/Berlin"},
            "mail": {
                "from_address": "desk@example.org",
                "sender": "folder",
                "folder": str(tmp_path / "mail"),
                **(mail or {}),
            },
            "digest": [{"list": "ministers", **digest}],
        }
        return convert(given, Config)

    return made


@pytest.fixture
def order(config: Callable[..., Config]) -> Callable[..., Order]:
    """An order for the list, at 07:05 in Berlin on the first day unless said otherwise."""

    def made(*inputs: Path, when: datetime = DAY, by: str = "ann", **digest: object) -> Order:
        settings = config(**digest)
        return Order(settings.digest[0], settings, when, tuple(map(str, inputs)), by)

    return made


@pytest.fixture
def make(store: Store, order: Callable[..., Order]) -> Callable[..., Made]:
    def made(*inputs: Path, **said: object) -> Made:
        return make_edition(store, order(*inputs, **said))

    return made


@pytest.fixture
def send(store: Store, order: Callable[..., Order]) -> Callable[..., Delivered]:
    def sent(*inputs: Path, scheduled: bool = False, **said: object) -> Delivered:
        wanted = order(*inputs, **said)
        return deliver(store, wanted, scheduled=scheduled, clock=lambda: wanted.as_of)

    return sent


@pytest.fixture
def readers(store: Store) -> list[str]:
    """Three readers: one as the list has it, one without the PDF, one with the wire page."""
    store.subscribers.add(Subscriber("ministers", "ann@example.org"), DAY)
    store.subscribers.add(Subscriber("ministers", "bob@example.org", attach=False), DAY)
    store.subscribers.add(Subscriber("ministers", "eve@example.org", layout="wire"), DAY)
    return ["ann@example.org", "bob@example.org", "eve@example.org"]


def seeds(*numbers: str) -> list[Path]:
    return sorted(path for path in NEWS.glob("0*.txt") if not numbers or path.name[:3] in numbers)
