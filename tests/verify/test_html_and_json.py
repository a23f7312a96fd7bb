"""The page on a screen and brief.json alone: verified from themselves, and against the articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pytest

from briefing.document import dumps, embedded, loads, to_document
from briefing.errors import ConfigError, VerificationError
from briefing.evidence import evidence
from briefing.schema import Attach, seal
from briefing.verify import verify_file, verify_output
from tests.briefs import FLOOD, article, screen_of, small_brief, small_document


@cache
def screen(attach: Attach = "context") -> str:
    brief = small_brief()
    return screen_of(brief, to_document(brief, attach)).decode()


def carrying(title: str) -> str:
    """The page with the data of a brief that has another title."""
    brief = small_brief(title=title)
    document = to_document(brief)
    other = embedded(document, evidence(document, brief.articles, "context"))
    start = screen().index('<script type="application/json"')
    return screen()[:start] + other + screen()[screen().rindex("</script>") + len("</script>") :]


def resealed(old: str, new: str) -> str:
    """The page with other words in its brief.json, the hash renewed."""
    head, rest = screen().split('id="brief.json">', 1)
    data, tail = rest.split("</script>", 1)
    assert old in data
    return f'{head}id="brief.json">\n{dumps(seal(loads(data.replace(old, new)))).decode()}</script>{tail}'


@pytest.mark.parametrize("level", ["none", "quotes", "context", "full"])
def test_a_page_on_a_screen_verifies_from_itself_alone(level: Attach) -> None:
    report = verify_file(screen(level).encode(), "brief.html")
    assert (report.level, report.quotations, report.verified) == (level, 6, 0 if level == "none" else 6)


def swap(old: str, new: str, count: int = 1) -> Callable[[], str]:
    def change() -> str:
        assert old in screen()
        return screen().replace(old, new, count)

    return change


CHANGES: dict[str, tuple[Callable[[], str], str]] = {
    "a word of a quotation": (swap("before dawn.</bdi>", "after dawn.</bdi>"), "after dawn"),
    "a word of ours": (swap("Key reporting", "Key judgement"), "Key judgement"),
    "a sentence more": (swap("<footer>", "<p>And more.</p><footer>"), "the page shows “And more.”"),
    "a sentence less": (swap("Nobody was hurt.</bdi>", "</bdi>"), "which brief.json gives"),
    "where a link leads": (
        swap("https://example.org/flood?a=1&amp;b=2", "https://example.net/"),
        "https://example.net/",
    ),
    "a script": (swap("</body>", "<script>1</script></body>"), "markup"),
    "the style": (swap("<style>", "<style>.quote { display: none }"), "markup or style"),
    "a quotation in brief.json": (swap('"quote": "Nobody was hurt."', '"quote": "Nobody was hurl."'), "its own hash"),
    "the evidence": (swap('"text": "The river rose', '"text": "The river fell'), "evidence"),
    "a reason in brief.json": (lambda: resealed('"weaker"', '"better"'), "not the one that the page was made from"),
    "the data of another brief": (lambda: carrying("Another brief"), "not the one that the page was made from"),
    "no brief.json": (swap('id="brief.json"', 'id="other.json"'), "carries no brief.json"),
    "no evidence": (swap('id="evidence.json"', 'id="other.json"'), "evidence.json is missing"),
    "evidence that is none": (swap('id="evidence.json">', 'id="evidence.json">x'), "not the evidence of a brief"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_the_screen_is_found_and_named(what: str) -> None:
    change, finding = CHANGES[what]
    with pytest.raises(VerificationError) as caught:
        verify_file(change().encode(), "brief.html")
    assert finding in "\n".join(caught.value.findings), caught.value.findings


def test_brief_json_alone_proves_that_it_is_whole() -> None:
    report = verify_file(dumps(small_document()), "brief.json")
    assert (report.level, report.quotations, report.verified) == ("none", 6, 0)
    assert "none checked" in report.line


def test_brief_json_against_the_articles() -> None:
    brief = small_brief()
    report = verify_file(dumps(to_document(brief)), "brief.json", brief.articles)
    assert report.verified == 6
    assert report.line.startswith("6 of 6")


def test_a_change_of_brief_json_is_found() -> None:
    raw = json.loads(dumps(small_document()))
    raw["disagreements"][0]["sides"][0]["citations"][0]["quote"] = "Nobody was hurl."
    with pytest.raises(VerificationError, match="its own hash"):
        verify_file(json.dumps(raw).encode(), "brief.json")
    with pytest.raises(VerificationError, match="does not read “Nobody was hurl"):
        verify_file(dumps(seal(loads(json.dumps(raw)))), "brief.json", small_brief().articles)


def test_brief_json_laid_out_otherwise_is_the_same_brief() -> None:
    data = json.dumps(json.loads(dumps(small_document())), ensure_ascii=True).encode()
    assert verify_file(data, "brief.json", small_brief().articles).verified == 6


def test_a_brief_of_an_older_schema_is_verified_as_far_as_it_goes() -> None:
    raw = json.loads(dumps(small_document()))
    raw["schema"] = 0
    assert verify_file(json.dumps(raw).encode(), "brief.json").quotations == 6
    del raw["sha256"]
    report = verify_file(json.dumps(raw).encode(), "brief.json", small_brief().articles)
    assert report.verified == 6
    assert any("older schema" in note for note in report.notes)
    raw["schema"] = 1
    with pytest.raises(VerificationError, match="its own hash"):
        verify_file(json.dumps(raw).encode(), "brief.json")


@pytest.mark.parametrize("name", ["brief.docx", "brief", "brief.md", "brief.txt"])
def test_what_carries_no_data_cannot_be_verified(name: str) -> None:
    with pytest.raises(ConfigError, match="Known: htm, html, json, pdf"):
        verify_file(b"x", name)


def test_an_article_longer_than_before_is_a_note() -> None:
    _, second, third = small_brief().articles
    longer = article(FLOOD + " More is said.", "news/flood.txt")
    report = verify_file(dumps(small_document()), "brief.json", (longer, second, third))
    assert any("has changed, but in no quotation" in note for note in report.notes)


@pytest.mark.parametrize("suffix", ["html", "json", "md", "txt"])
def test_every_output_is_checked_before_it_is_written(suffix: str) -> None:
    from briefing.config import Config
    from briefing.render import RENDERERS, Rendering

    brief = small_brief()
    document = to_document(brief)
    data = RENDERERS[suffix](Rendering(brief, document, Config()))
    verify_output(data, f"brief.{suffix}", document)
    harmed = data.replace(b"before dawn", b"after dawns")
    with pytest.raises(VerificationError, match="was not written"):
        verify_output(harmed, f"brief.{suffix}", document)
