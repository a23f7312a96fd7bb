"""Blocks: what is prose, and what is not. Cases are in tests/cases/blocks.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.blocks import find_blocks
from briefing.text.clean import clean

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "blocks.toml").read_text(encoding="utf-8"))["case"]
LINES = st.lists(st.text(alphabet='aB .,:–—-*•1()/"“”\n\u00a0日。я', max_size=60), max_size=8)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_blocks(case):
    text = case["text"]
    found = [f"{b.kind}: {text[b.span.start : b.span.end]}" for b in find_blocks(text, case.get("title", ""))]
    assert found == case["blocks"]


def test_there_are_enough_cases():
    assert len(CASES) >= 60


@given(LINES)
def test_blocks_are_disjoint_ordered_and_cover_all_but_blanks(lines):
    text = clean("\n".join(lines))
    at = 0
    for block in find_blocks(text):
        assert not text[at : block.span.start].strip()
        assert block.span.start >= at
        assert text[block.span.start : block.span.end].strip()
        at = block.span.end
    assert not text[at:].strip()


def test_seeds(seeds):
    texts = [clean(path.read_text(encoding="utf-8")) for path in sorted(seeds.glob("*.txt"))]
    kinds = [[(b.kind, text[b.span.start : b.span.end]) for b in find_blocks(text)] for text in texts]
    odd = [[(kind, words) for kind, words in found if kind != "paragraph"] for found in kinds]
    assert odd == [
        [
            ("dateline", "Moscow:"),
            ("heading", "A New Blueprint For Cooperation"),
            ("heading", "Concerns Over US Missile Shield Plans"),
        ],
        [],
        [("dateline", "MOSCOW/BEIJING –")],
        [
            ("title", "China, Russia announce increase in military cooperation amid tensions with US"),
            ("dateline", "Beijing/Moscow: –"),
            ("leftover", "Leave a Reply"),
            ("leftover", "Your email address will not be published."),
        ],
        [("title", "China and Russia eyes stronger military ties: balancing cooperation and concerns")],
    ]
