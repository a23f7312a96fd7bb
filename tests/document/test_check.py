"""Each way in which a document may disagree with itself or with its articles is found and named."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefing.document import check, dumps, loads, to_document
from briefing.errors import VerificationError
from briefing.schema import Document, seal
from briefing.types import NamedForm
from tests.briefs import article, small_brief

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/changed_documents.toml").read_text(encoding="utf-8"))["case"]


def changed(document: Document, change: dict[str, str]) -> Document:
    """The document with other values at these paths; its hash is still the old one."""
    raw = json.loads(dumps(document))
    for path, value in change.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        place: Any = raw
        for step in steps:
            place = place[step]
        assert place[last] != json.loads(value)
        place[last] = json.loads(value)
    return loads(json.dumps(raw))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_change_is_found_and_named(case: dict[str, Any]) -> None:
    brief = small_brief()
    with pytest.raises(VerificationError, match=case["finding"]) as caught:
        check(seal(changed(to_document(brief), case["change"])), brief.articles)
    assert caught.value.exit_code == 6
    assert caught.value.findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_any_change_breaks_the_seal(case: dict[str, Any]) -> None:
    brief = small_brief()
    with pytest.raises(VerificationError) as caught:
        check(changed(to_document(brief), case["change"]), brief.articles)
    assert "its own hash" in caught.value.findings[0]


def test_what_is_untouched_passes() -> None:
    brief = small_brief()
    check(to_document(brief), brief.articles)
    check(loads(dumps(to_document(brief))), brief.articles[::-1])


def test_an_article_that_is_missing_is_named() -> None:
    brief = small_brief()
    with pytest.raises(VerificationError, match="the article is not there"):
        check(to_document(brief), brief.articles[1:])


def test_white_space_inside_a_name_may_be_of_another_kind() -> None:
    source = article("The head\u00a0of the\u00a0water board spoke. It rained.", "n.txt")
    brief = small_brief(articles=(*small_brief().articles, source))
    person = replace(brief.people[0], offices=(NamedForm("head of the water board", (source,)),))
    check(to_document(replace(brief, people=(person,))), brief.articles)
