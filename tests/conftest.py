"""What holds for every test: hypothesis repeats itself; neither a home folder nor the environment helps or harms."""

from __future__ import annotations

import os
from collections import Counter
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


# Where tests talk to servers, browsers, databases and children, or set many pages. All of them run in ./check; of each
# module ./check quick runs the first few.
THOROUGH = (
    "bench",
    "cli/test_archive.py cli/test_console.py cli/test_diff.py cli/test_subscribers.py cli/test_templates.py",
    "digest",
    "ingest/test_docx.py ingest/test_hostile.py ingest/test_html.py ingest/test_html_fragment.py ingest/test_mail.py",
    "ingest/test_isolation.py ingest/test_mhtml.py ingest/test_pdf.py ingest/test_zip.py",
    "mail",
    "network",
    "render/test_browser.py render/test_fit.py render/test_golden.py render/test_layouts.py render/test_letter.py",
    "render/test_letter_browser.py render/test_made_pages.py render/test_measure.py render/test_paper.py",
    "render/test_style.py",
    "schedule",
    "steps/test_summarisers.py",
    "store",
)
QUICK_KEEPS = 1  # test of each of these modules


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks all but the first tests of the thorough modules as slow."""
    here, seen = Path(__file__).parent, Counter[Path]()
    thorough = tuple(here / name for names in THOROUGH for name in names.split())
    for item in items:
        if any(item.path == place or place in item.path.parents for place in thorough):
            seen[item.path] += 1
            if seen[item.path] > QUICK_KEEPS:
                item.add_marker(pytest.mark.slow)


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
