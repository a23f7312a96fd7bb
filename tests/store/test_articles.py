from __future__ import annotations

from datetime import UTC, datetime

from briefing.store import open_store
from tests.builders import article


def test_x(place):
    with open_store(place) as s:
        assert s.articles.add([article("The export ban on grain.")], at=datetime(2026, 1, 1, tzinfo=UTC)).new == 1
        assert [f.kept.article.text for f in s.articles.search('"export ban" gra*')]
        assert list(s.articles.problems()) == []
        assert [a.text for a in s.articles.since()]
