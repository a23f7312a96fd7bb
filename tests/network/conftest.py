"""A misbehaving server, and a network that may reach it and does not wait long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from briefing.config import LimitSettings, NetworkSettings
from briefing.ingest.network import Network
from tests.network.misbehaving import Server

NOW = datetime(2026, 1, 31, 7, tzinfo=UTC)
SETTINGS = NetworkSettings(allow_private=True, pause_seconds=0, contact="desk@example.org")
LIMITS = LimitSettings(connect_seconds=1, total_seconds=1, http_bytes=3_000_000)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def network() -> Callable[..., Network]:
    """One with other settings or limits where a test names them."""

    def make(**changes: object) -> Network:
        of_limits = {name: value for name, value in changes.items() if name in LimitSettings.__struct_fields__}
        of_network = {name: value for name, value in changes.items() if name in NetworkSettings.__struct_fields__}
        rest = {name: value for name, value in changes.items() if name not in {**of_limits, **of_network}}
        settings, limits = replace(SETTINGS, **of_network), replace(LIMITS, **of_limits)
        return Network(settings, limits, **{"now": lambda: NOW, **rest})  # type: ignore[arg-type]

    return make
