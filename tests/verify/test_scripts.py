"""Whatever an article is written in, a page that quotes it reads back and verifies."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.config import Config
from briefing.document import check, to_document
from briefing.readback.pdf import PdfFile, pdf_differences
from briefing.render.page import html
from briefing.text.clean import clean
from briefing.types import Brief, Copies, Theme
from briefing.verify import verify_file, verify_output
from tests.briefs import article, page_of, point, small_brief

SCRIPTS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases/scripts.toml").read_text(encoding="utf-8")
)


def quoting(sentences: list[str]) -> Brief:
    """A brief that quotes each sentence from an article of its own, which says something before and after it."""
    articles = tuple(article(f"Before it. {s} After it.", f"{i}.txt", title="") for i, s in enumerate(sentences))
    points = tuple(point(source, words) for source, words in zip(articles, sentences, strict=True))
    return small_brief(
        articles=articles,
        key_reporting=points[:1],
        themes=(
            Theme("First", "found", points[1::2], articles, 1),
            Theme("Second", "found", points[2::2], articles, 1),
        ),
        disagreements=(),
        timeline=(),
        people=(),
        spellings=(),
        stories=(),
        left_out=(),
        copies=Copies(tuple((source,) for source in articles)),
    )


@pytest.mark.parametrize("kind", ["exact", "glyphs"])
def test_every_script_verifies(kind: str) -> None:
    brief = quoting(SCRIPTS[kind])
    document = to_document(brief)
    check(document, brief.articles)
    assert document.checks.text == kind
    page = page_of(brief, document)
    verify_output(page, "brief.pdf", document)
    report = verify_file(page, "brief.pdf", brief.articles)
    assert report.verified == len(SCRIPTS[kind])
    assert any("joined, turned" in note for note in report.notes) is (kind == "glyphs")


@cache
def turned_page() -> PdfFile:
    brief = quoting(SCRIPTS["glyphs"])
    return PdfFile.read(page_of(brief, to_document(brief)))


@pytest.mark.parametrize(
    ("word", "changed"),
    [("وزارة", "دارة"), ("המשרד", "המשרט"), ("सोमवार", "सोमवाल"), ("วันจันทร", "วันจันทย"), ("Norwell", "Norwall")],
)
def test_a_letter_that_was_changed_shows_in_every_script(word: str, changed: str) -> None:
    other = to_document(quoting([sentence.replace(word, changed) for sentence in SCRIPTS["glyphs"]]))
    found = "\n".join(pdf_differences(turned_page(), other, html(other, Config(), medium="print")))
    assert "the page shows other letters than brief.json gives" in found


LETTERS = (
    *("abcdefghij ", "fi fl ffi ffl ", "éàüñçøßœ ", "Ελληνικά και ", "Кириллица и ", "ԱԲԳ հայ ", "ქართული "),
    *(
        "中文字测试，。",
        "日本語テスト",
        "한국어 ",
        "\u00a0\u202f\u2009",
        "\u00ad",
        "\u200b\u200c\u200d",
        "😀✊🏽",
        "ﬁﬂ",
        "½²™",
        "\t",
    ),
    *("“”‘’«»„–—…-‑", "()[]{}<>&\"'*_#@", "0123456789.,:;%$€"),
)
WORDS = st.lists(st.sampled_from(LETTERS).flatmap(st.sampled_from), min_size=1, max_size=40).map("".join)
SENTENCES = WORDS.map(lambda words: clean(f"A {words} z.").replace("\n", " "))


@settings(max_examples=8)
@given(st.lists(SENTENCES, min_size=7, max_size=7, unique=True))
def test_any_text_that_is_quoted_verifies(sentences: list[str]) -> None:
    brief = quoting(sentences)
    document = to_document(brief)
    check(document, brief.articles)
    page = page_of(brief, document)
    verify_output(page, "brief.pdf", document)
    assert verify_file(page, "brief.pdf", brief.articles).verified == 7
