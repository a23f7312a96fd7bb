"""A mail, settings for a server on loopback, certificates that are made once, and an archive."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefing.store import Store, open_store
from tests.mail.post_office import Certificate, certificate


@pytest.fixture(scope="session")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """For localhost and 127.0.0.1."""
    return certificate(tmp_path_factory.mktemp("trusted"))


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """In SQLite, then in PostgreSQL."""
    with open_store(place) as found:
        yield found
