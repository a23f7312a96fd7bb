"""Text and Markdown: complete, with the page's numbers, and nothing of an article in them is markup."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from briefing.document import to_document
from briefing.readback.text import markdown_shown, printed, squeezed
from briefing.render.plain import WIDTH, columns, escaped, is_link, markdown, text, wrapped
from briefing.types import Brief, Changed, Changes, Correction
from tests import builders
from tests.briefs import article, point, small_brief, small_document

HOSTILE = [
    "# A heading that is none",
    "- not a list, + nor this, * nor that",
    "1. Not numbered. 2) Nor this.",
    "Setext\n===\nand ---",
    "> no quotation, `no code`, ```no fence```",
    "*no* _stress_ **at** __all__, ~~nor this~~, snake_case_words",
    "[no](https://example.org) ![picture](x.png) [ref][1] [1]: https://example.org",
    "<b>no HTML</b> <!-- nor a comment --> <https://example.org> &amp; &copy; &#42;",
    "see https://example.org/x, http://example.org, www.example.org, example.org and a.b@example.org",
    "ends with a backslash \\",
    "a \\* b \\\\ c",
    "| a | b |\n|---|---|",
    "    four spaces, $x$ and $5 to $6, :smile:, ^up^, ==mark==, {.class}",
    "Term\n: definition",
    "[ ] a box [x] ticked [^1] a note",
    "line\u2028separator\u0085next\u000bvertical",
]


def brief_of(*sentences: str) -> Brief:
    """A brief that prints these sentences as key reporting, each from an article of its own."""
    articles = [article(f"{words} And so on.", f"{i}.txt", title=words) for i, words in enumerate(sentences)]
    points = tuple(point(source, words) for source, words in zip(articles, sentences, strict=True))
    return small_brief(
        title=sentences[0],
        articles=tuple(articles),
        key_reporting=points,
        themes=(),
        disagreements=(),
        timeline=(),
        people=(),
        spellings=(),
        stories=(),
        left_out=(),
    )


def shown(markup: str) -> str:
    """The text that a reader of the HTML sees."""
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", markup)))


# Tags that our own Markdown makes; nothing else may come out of it.
OURS = {"p", "h1", "h2", "em", "ul", "li", "br", "hr", "a"}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_article_becomes_markup(words: str) -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    rendered = reader.render(markdown(to_document(brief_of(words))))
    rendered = rendered.replace("<!-- -->", "")
    assert {tag.lower() for tag in re.findall(r"<\s*([a-zA-Z0-9]+)", rendered)} <= OURS - {"a"}
    assert "<!--" not in rendered
    assert squeezed(words) in shown(rendered)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80))
def test_markdown_shows_exactly_the_words(words: str) -> None:
    rendered = MarkdownIt("commonmark").render(escaped(words)).replace("<!-- -->", "")
    assert set(re.findall(r"<\s*/?([a-zA-Z0-9]+)", rendered)) <= {"p"}
    assert shown(rendered) == squeezed(words)


@given(st.text(st.sampled_from("#-+*_`[]()<>!|~&\\.:@ /1a\n=$^{}x"), min_size=1, max_size=30))
def test_markdown_of_nothing_but_marks_shows_the_marks(words: str) -> None:
    rendered = MarkdownIt("commonmark").render("- " + escaped(words)).replace("<!-- -->", "")
    assert set(re.findall(r"<\s*/?([a-zA-Z0-9]+)", rendered)) <= {"p", "ul", "li"}
    assert shown(rendered) == squeezed(words)
    assert squeezed(markdown_shown(escaped(words))) == squeezed(words)


PRINTED = (
    "The flood at Norwell",
    "the water desk",
    "Spending [this year] on dams rises by 12 percent.[3]",
    "before dawn.[1][2]",
    "hedged",
    "head of the water board",
    "The Quay",
    "https://example.org/flood?a=1&b=2",
    "6 of 6 quotations",
    "9 sentences",
    "news/budget.txt",
)


def test_everything_of_the_page_is_there() -> None:
    document = small_document()
    for made in (text(document), markdown_shown(markdown(document))):
        flat = squeezed(made)
        quotations = [quotation for _, quotation in printed(document)]
        labels = [theme.label for theme in document.themes]
        assert [
            words for words in (*PRINTED, *quotations, *labels, document.sha256[:8]) if squeezed(words) not in flat
        ] == []


def test_numbers_rise_and_partial_support_stands_apart() -> None:
    document = small_document()
    lead, support = document.key_reporting[0].citations
    partly = replace(document.key_reporting[0], citations=(lead, replace(support, role="partial")))
    assert "before dawn.[1][2]" in text(document)
    told = replace(document, key_reporting=(partly,))
    assert "[1] in part also [2]" in " ".join(text(told).split())
    assert "<em>in part also</em>" in " ".join(MarkdownIt("commonmark").render(markdown(told)).split())


MIXED = st.text(st.sampled_from("abc .,;\u00a0é中文字（）。、日本ゆ한글\u0301\u200bש🏳"), min_size=1, max_size=40)


@given(st.lists(MIXED, min_size=1, max_size=12))
def test_no_line_is_wider_than_the_page_where_a_word_allows(parts: list[str]) -> None:
    words = " ".join(parts)
    lines = wrapped(words, first="* ", rest="  ")
    assert squeezed("".join(lines)) == squeezed("* " + words)
    for line in lines:
        unbreakable = re.split(r"[ \t]", line.strip())
        assert columns(line) <= WIDTH or any(columns(word) > WIDTH - 2 - 12 for word in unbreakable)


def test_wide_characters_take_two_columns() -> None:
    lines = wrapped("新华社北京电" * 30)
    assert len(lines) == 5
    assert all(columns(line) <= WIDTH for line in lines)
    assert not any(line.startswith(("，", "。")) for line in wrapped("新华社，北京。" * 30))


def test_a_text_that_turns_its_direction_does_not_turn_what_follows() -> None:
    for mark in "\u202e\u2067\u2066\u202b\u2069":
        source = f"It says {mark}turned words here."
        for made in (text(to_document(brief_of(source))), markdown(to_document(brief_of(source)))):
            for line in made.splitlines():
                opened = sum(c in "\u2066\u2067\u2068" for c in line)
                closed = line.count("\u2069")
                assert opened == closed or mark not in line
                if any(unicodedata.bidirectional(c) in {"RLO", "RLE", "LRE", "LRO"} for c in line):
                    assert line.index("\u2068") < line.index(mark) < line.rindex("\u2069")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c&d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("https://example.org/a b", False),
        ("https://example.org/><script>", False),
        ("file:///etc/passwd", False),
        ("", False),
        ("https://example.org/\n", False),
    ],
)
def test_only_plain_web_addresses_are_links(url: str, link: bool) -> None:
    assert is_link(url) is link


def test_the_same_document_gives_the_same_words() -> None:
    assert text(small_document()) == text(small_document())
    assert markdown(small_document()) == markdown(small_document())


def test_an_old_wording_stands_in_quotation_marks() -> None:
    """Plain text has no type that tells quoted words from ours."""
    was, now = builders.article("The levy is 30 kroner."), builders.article("The levy is 40 kroner.")
    told = builders.point(now)
    changes = Changes(
        1,
        "2026-11-21",
        changed=(Changed(told.id, "number", builders.citation(was)),),
        corrected=(Correction(builders.citation(was), builders.citation(now)),),
    )
    made = builders.brief(builders.theme("Quay levy", told), changes=changes)
    shown = " ".join(text(to_document(made)).split())
    assert shown.count("was “The levy is 30 kroner.”[") == 2
    assert "“The levy is 40 kroner.”[" in shown
