"""An article that travels as data arrives as it was."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from briefing.codec import from_plain, to_plain
from tests.builders import article


@pytest.mark.parametrize("published", [None, date(2026, 1, 31), datetime(2026, 1, 31, 7, 30, tzinfo=UTC)])
def test_an_article_is_the_same_after_its_way_through_json(published):
    sent = article(
        "Grain prices rose by 4 per cent.", published=published, note="shares wording", extra={"tags": ["a"]}
    )
    assert asdict(from_plain(json.loads(json.dumps(to_plain(sent))))) == asdict(sent)


def test_what_json_cannot_hold_travels_as_its_text():
    sent = article(
        "Grain prices rose.", extra={"day": date(2026, 1, 31), "deep": {"at": [datetime(2026, 1, 31, tzinfo=UTC)]}}
    )
    assert from_plain(to_plain(sent)).extra == {"day": "2026-01-31", "deep": {"at": ["2026-01-31 00:00:00+00:00"]}}
