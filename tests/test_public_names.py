"""The names of the package: all of them, none but them, each with its type, and three lines that make a brief."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import briefing
from briefing import Article, BriefingError, make_brief, read, save

NAMES = {
    "Article",
    "Articles",
    "Brief",
    "BriefingError",
    "Config",
    "Document",
    "KeyPoint",
    "Sentence",
    "Span",
    "Story",
    "Theme",
    "__version__",
    "make_brief",
    "read",
    "save",
}
MORNING = datetime(2026, 1, 31, 7, tzinfo=UTC)


def test_the_names_are_closed() -> None:
    assert set(briefing.__all__) == NAMES == set(dir(briefing))
    for name in NAMES:
        assert getattr(briefing, name).__module__.startswith("briefing") if name != "__version__" else True
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        briefing.reed  # noqa: B018


def test_importing_the_package_loads_nothing_of_it() -> None:
    code = "import sys, briefing; print(*(n for n in sys.modules if n.startswith('briefing.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["briefing.version"]


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(briefing.__file__).parent / "py.typed").is_file()


def test_three_lines_make_a_brief(seeds: Path, tmp_path: Path) -> None:
    articles = read(seeds)
    brief = make_brief(articles, themes=["S-500 offer", "Dome=Golden Dome, missile shield"], as_of=MORNING)
    written = save(brief, tmp_path / "brief.json", tmp_path / "brief.md")
    assert [isinstance(article, Article) for article in articles] == [True] * 5
    assert [theme.label for theme in brief.themes] == ["S-500 offer", "Dome"]
    assert all(Path(path).stat().st_size for path in written)
    assert brief.document.as_of == "2026-01-31T07:00:00Z"
    assert brief.document == brief.document


def test_a_notebook_shows_the_page(seeds: Path) -> None:
    page = make_brief(read(seeds), as_of=MORNING)._repr_html_()
    assert page.lower().startswith("<!doctype html")
    assert "S-500" in page


def test_what_was_not_read_is_kept_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor of Lindwick resigned on Tuesday. She gave no reason for it.")
    (tmp_path / "b.txt").write_bytes(b"\0\0\0")
    articles = read(tmp_path)
    assert [dropped.reason for dropped in articles.dropped] == ["the file holds nothing but NUL bytes"]
    assert [dropped.reason for dropped in make_brief(articles, as_of=MORNING).dropped] == [
        "the file holds nothing but NUL bytes"
    ]


def test_errors_have_one_base(tmp_path: Path, seeds: Path) -> None:
    with pytest.raises(BriefingError, match="no such file"):
        read(tmp_path / "nowhere")
    with pytest.raises(BriefingError, match="time zone"):
        make_brief(read(seeds), as_of=MORNING.replace(tzinfo=None))
