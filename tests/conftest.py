"""What holds for every test: hypothesis repeats itself; neither a home folder nor the environment helps or harms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import databases

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An empty home and no settings of ours in the environment."""
    for name in [name for name in os.environ if name.startswith(("BRIEFING_", "XDG_", "NLTK_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.getbasetemp() / "home"))


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five articles of the worked example."""
    return Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL that all workers share; skips where there is none."""
    base = tmp_path_factory.getbasetemp()
    with databases.server(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) as folder:
        yield folder


@pytest.fixture
def postgresql_url(postgres: Path) -> Iterator[str]:
    """The address of an empty database."""
    url = databases.new_database(postgres)
    yield url
    databases.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an archive may be made: a file, then a database of PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "archive.sqlite")
    url: str = request.getfixturevalue("postgresql_url")
    return url
