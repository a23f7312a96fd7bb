"""What travels with a brief at each level, and no more than that."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import QuotingSettings
from briefing.document import attachments, to_document
from briefing.errors import ConfigError
from briefing.evidence import evidence, evidence_bytes, evidence_sha256, read_evidence, stands
from briefing.schema import Attach
from briefing.text.shares import quote_share, quoted_words, union, within_share
from briefing.types import Span
from tests.briefs import FLOOD, article, point, small_brief


@pytest.mark.parametrize("attach", ["quotes", "context", "full"])
def test_every_quotation_stands_in_its_evidence(attach: str) -> None:
    brief = small_brief()
    document = to_document(brief, attach)  # type: ignore[arg-type]
    found = evidence(document, brief.articles, attach)  # type: ignore[arg-type]
    passages = {a.article: a.passages for a in found.articles}
    assert all(stands(c, passages[c.article]) for c in (*document.citations, *document.left_out_citations))
    assert read_evidence(evidence_bytes(found)) == found
    assert document.evidence_sha256 == evidence_sha256(found)


def test_the_levels_hold_ever_more() -> None:
    brief = small_brief()
    levels: tuple[Attach, ...] = ("none", "quotes", "context", "full")
    found = [evidence(to_document(brief, level), brief.articles, level) for level in levels]
    sizes = [sum(len(p.text) for a in one.articles for p in a.passages) for one in found]
    assert sizes[0] == 0
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 4


def test_nothing_but_brief_json_is_attached_at_level_none() -> None:
    brief = small_brief()
    assert list(attachments(to_document(brief, "none"), brief.articles)) == ["brief.json"]
    assert b"opposition" not in attachments(to_document(brief, "none"), brief.articles)["brief.json"]


def test_context_is_one_sentence_on_either_side() -> None:
    source = article(FLOOD, "f.txt")
    brief = small_brief(
        articles=(source,), key_reporting=(point(source, "The town of Norwell was told to leave."),), themes=(),
        disagreements=(), timeline=(), people=(), spellings=(), stories=(), left_out=(),
    )  # fmt: skip
    document = to_document(brief)
    (passage,) = evidence(document, brief.articles, "context").articles[0].passages
    assert passage.text == (
        "“We had no choice,” said Ada Perkins, head of the water board. "
        "The town of Norwell was told to leave. Nobody was hurt."
    )


def test_context_travels_up_to_the_quote_share_again() -> None:
    sentences = [f"Word{i} one two three four five six seven eight nine." for i in range(100)]
    source = article(" ".join(sentences), "l.txt")
    quoting = QuotingSettings(max_quote_share=0.1, min_quote_words=10)
    points = tuple(point(source, sentences[i]) for i in range(10, 60, 5))
    brief = small_brief(
        articles=(source,), key_reporting=points, themes=(), disagreements=(), timeline=(), people=(), spellings=(),
        stories=(), left_out=(),
    )  # fmt: skip
    found = evidence(to_document(brief, quoting=quoting), brief.articles, "context", quoting=quoting)
    spans = [Span(p.start, p.end) for p in found.articles[0].passages]
    assert quoted_words(source, spans) == 200
    assert within_share(source, [Span(s.lead.span.start, s.lead.span.end) for s in points], quoting)


def test_evidence_is_the_same_for_articles_in_any_order() -> None:
    brief = small_brief()
    document = to_document(brief)
    assert evidence(document, brief.articles, "context") == evidence(document, brief.articles[::-1], "context")


@pytest.mark.parametrize("data", [b"{}x", b"[]", b'{"schema": 2}', b'{"level": "all"}', b"\xff\xfe"])
def test_something_else_is_no_evidence(data: bytes) -> None:
    with pytest.raises(ConfigError):
        read_evidence(data)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=8)


@given(spans)
def test_a_union_holds_the_same_characters_once(given_spans: list[Span]) -> None:
    merged = union(given_spans)
    assert {i for s in merged for i in range(s.start, s.end)} == {i for s in given_spans for i in range(s.start, s.end)}
    assert all(a.end < b.start for a, b in pairwise(merged))


def test_the_share_of_a_whole_text_is_one() -> None:
    source = article("one two three four", "w.txt")
    assert quote_share(source, [Span(0, 18)]) == 1
    assert quote_share(source, [Span(0, 7), Span(4, 7)]) == 0.5
    assert quote_share(article("", "e.txt"), []) == 0
