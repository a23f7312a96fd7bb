"""A mail, settings for a server on loopback, certificates that are made once, and an archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.store import Store, open_store
from tests.mail.post_office import Certificate, certificate

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


@pytest.fixture(scope="session")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """For localhost and 127.0.0.1."""
    return certificate(tmp_path_factory.mktemp("trusted"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "archive.sqlite")) as found:
        yield found
