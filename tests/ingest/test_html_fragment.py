"""The HTML of feed items and mail as canonical text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.ingest.html import text_of_fragment
from briefing.text.clean import clean

CASES = {
    "no tags, entities": ("AT&amp;T said &ldquo;no&rdquo;.", "AT&T said “no”."),
    "no tags keeps its lines": ("One.\n\nTwo.", "One.\n\nTwo."),
    "paragraphs": ("<p>One &amp; two.</p><p>Three.</p>", "One & two.\n\nThree."),
    "white space collapses": ("<p>One\n   two&nbsp;three</p>", "One two three"),
    "one break and two": ("One<br>two<br><br/>three", "One\ntwo\n\nthree"),
    "a list": ("<ul><li>Bread<li><p>Wine</p></ul>", "• Bread\n\n• Wine"),
    "a heading": ("<h2>Talks fail</h2>The talks failed.", "Talks fail\n\nThe talks failed."),
    "a table of data": ("<table><tr><th>Year<th>Rate<tr><td>2025<td>4.1</table>", "Year\tRate\n\n2025\t4.1"),
    "a table for layout": ("<table><tr><td><p>News</p></td><td><p>More</p></td></tr></table>", "News\n\nMore"),
    "a quotation": ("He said:<blockquote>Never.</blockquote>Then he left.", "He said:\n\nNever.\n\nThen he left."),
    "inline tags join": ("<p>A <b>bold</b> <a href='x'>wo</a>rd</p>", "A bold word"),
    "scripts, styles, pixels, comments": (
        "<p>Text<script>alert(1)</script><style>p{}</style><img src=x width=1 height=1><!-- no --></p>",
        "Text",
    ),
    "what is hidden": ("<div style='display: none'>Preview</div><p hidden>No</p><p>Yes</p>", "Yes"),
    "wrapped twice": ("<![CDATA[<p>Text</p>]]>", "Text"),
    "declarations": ("<?xml version='1.0' encoding='latin-1'?><!DOCTYPE html><p>Café</p>", "Café"),
    "preformatted": ("<pre>one\n two</pre>", "one\ntwo"),
    "a caption": ("<figure><img><figcaption>A harbour</figcaption></figure><p>Text</p>", "Text"),
    "nothing": ("", ""),
    "an empty element": ("<p></p>", ""),
    "an open comment": ("<!-- no end", ""),
}


@pytest.mark.parametrize(("fragment", "text"), CASES.values(), ids=CASES)
def test_a_fragment_becomes_its_text(fragment: str, text: str) -> None:
    assert text_of_fragment(fragment) == text


@pytest.mark.parametrize("depth", [150, 260, 1_000, 30_000])
@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "blockquote"])
def test_no_depth_swallows_text(depth: int, tag: str) -> None:
    """libxml2 drops what lies deeper than 255 elements, or 2,048 when it is told to be generous."""
    text = text_of_fragment(f"<p>Before.</p>{f'<{tag}>' * depth}Deep <b>inside</b>.{'</div>' * depth}<p>After.</p>")
    assert text.split() == ["Before.", "Deep", "inside.", "After."]


@given(st.text(st.sampled_from("<>/!-=\"' abdivpscript\x00\ud800é&;#"), max_size=200))
def test_no_fragment_raises(fragment: str) -> None:
    text = text_of_fragment(fragment)
    assert clean(text) is not None
