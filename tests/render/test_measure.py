"""Lines are as wide as the layout engine makes them, lose no character, and are as few as a greedy breaker needs."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.render.fonts import FACES, face, font_bytes
from briefing.render.measure import Run, Type, line_width, paragraph
from briefing.render.webfont import subset

POINT = Type("serif", 9.5, 12.6)
WORDS = st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=18), min_size=1)


def joined(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(WORDS, st.integers(60, 500))
def test_no_character_is_lost_or_moved(words, width):
    text = " ".join(words)
    found = paragraph([Run(text), Run("[12]", "cite", "s12"), Run(" in part also", "words")], POINT, width)
    assert squeezed(joined(found.flow)) == squeezed(text + "[12] in part also")


@given(WORDS, st.integers(60, 500))
def test_no_line_is_wider_than_the_measure(words, width):
    found = paragraph([Run(" ".join(words)), Run("[1]", "cite", "s1")], POINT, width)
    assert found.natural or all(line_width(line, POINT) <= width for line in found.lines)


@given(st.lists(st.sampled_from("a river the agreement of harbours delegation".split()), min_size=1, max_size=80))
def test_lines_are_as_few_as_a_greedy_breaker_needs(words):
    found = paragraph([Run(" ".join(words))], POINT, 200)
    count, used = 1, 0.0
    for word in words:
        width = line_width([Run(word)], POINT)
        blank = line_width([Run(" ")], POINT) if used else 0.0
        if used and used + blank + width > 199.4:
            count, used, blank = count + 1, 0.0, 0.0
        used += blank + width
    assert found.count == count


def test_a_citation_stays_with_the_last_word():
    for width in range(60, 300, 7):
        *_, last = paragraph([Run("Prices rose in the harbour again"), Run("[3]", "cite", "s3")], POINT, width).lines
        assert "again" in joined(last)


def test_a_word_longer_than_the_line_is_cut():
    found = paragraph([Run("see https://made.example/" + "a" * 300)], POINT, 200)
    assert found.count > 5
    assert squeezed(joined(found.flow)).endswith("a" * 300)


def test_chinese_breaks_between_characters_but_not_before_a_full_stop():
    found = paragraph([Run("部门报道，河流协议。" * 12)], POINT, 120)
    assert found.count > 5
    assert all(line[0].text[0] not in "，。" for line in found.lines)


@pytest.mark.parametrize("text", ["اتفاق الميناء", "הסכם הנמל", "बंदरगाह समझौता"])
def test_joined_scripts_are_left_to_the_layout_engine(text):
    assert paragraph([Run(text)], POINT, 200).natural


@pytest.mark.parametrize("name", FACES)
def test_advances_are_those_of_the_font(name):
    from io import BytesIO

    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(font_bytes(name)))
    units = font["head"].unitsPerEm
    expected = {chr(point): font["hmtx"][glyph][0] / units for point, glyph in font.getBestCmap().items()}
    assert face(name).advances == expected


@pytest.mark.parametrize("name", FACES)
def test_a_cut_down_font_draws_what_the_font_draws(name):
    from io import BytesIO

    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    characters = "Aéñ½“≠–z "
    whole, cut = TTFont(BytesIO(font_bytes(name))), TTFont(BytesIO(subset(font_bytes(name), characters)))
    assert len(subset(font_bytes(name), characters)) < 15_000
    for character in characters:
        drawn = []
        for font in (whole, cut):
            glyphs = font.getGlyphSet()
            glyph = glyphs[font.getBestCmap()[ord(character)]]
            pen = DecomposingRecordingPen(glyphs)
            glyph.draw(pen)
            drawn.append((pen.value, glyph.width))
        assert drawn[0] == drawn[1]
