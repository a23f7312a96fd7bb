"""The brief as data: numbers, counts, what is withheld, older and newer schemas, the published schema."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import jsonschema
import msgspec
import pytest

from briefing.config import QuotingSettings
from briefing.document import check, dumps, embedded, loads, to_document
from briefing.errors import ConfigError
from briefing.evidence import evidence
from briefing.schema import Document, fingerprint, json_schema, seal
from briefing.types import LeftOut, Why
from briefing.version import VERSION
from tests.briefs import BUDGET, article, point, small_brief, small_document

HOME = Path(__file__).resolve().parents[2]


def test_a_document_reads_back_as_it_was_written() -> None:
    document = small_document()
    assert loads(dumps(document)) == document
    assert dumps(loads(dumps(document))) == dumps(document)
    assert dumps(document).endswith(b"}\n")


def test_sources_are_numbered_by_their_first_appearance() -> None:
    document = small_document()
    assert [(s.number, s.origin_path) for s in document.sources] == [
        (1, "news/flood.txt"),
        (2, "news/flood-again.txt"),
        (3, "news/budget.txt"),
    ]
    assert [c.source for c in document.key_reporting[0].citations] == [1, 2]


def test_an_article_that_the_page_does_not_cite_is_counted_but_has_no_row() -> None:
    extra = article("Nothing of this is printed. Not a word.", "z.txt")
    left = LeftOut(point(extra, "Nothing of this is printed."), "weaker")
    brief = small_brief()
    brief = replace(brief, articles=(*brief.articles, extra), left_out=(*brief.left_out, left))
    document = to_document(brief)
    assert (document.articles, len(document.sources)) == (4, 3)
    assert [(s.number, s.origin_path) for s in document.other_sources] == [(0, "z.txt")]
    assert document.left_out[-1].point.citations[0].source == 0
    check(document, brief.articles)


def test_quotations_are_counted_as_they_are_printed() -> None:
    document = small_document()
    assert len(list(document.quotations)) == 3 + 2 + 1
    assert (document.checks.quotations, document.checks.verified) == (6, 6)


def test_counts_and_dates_of_what_was_read() -> None:
    document = small_document()
    assert (document.articles, document.origins, document.dated) == (3, 3, 1)
    assert (document.themes[0].oldest, document.themes[0].newest) == ("2026-11-20", "2026-11-20")
    assert (document.themes[1].oldest, document.themes[1].newest) == (None, None)
    assert (document.as_of, document.day) == ("2026-11-22T07:00:00Z", "2026-11-22")


def test_the_day_is_that_of_the_zone() -> None:
    brief = small_brief(as_of=small_brief().as_of.replace(hour=23), zone="Asia/Tokyo")
    assert (to_document(brief).day, to_document(brief).as_of) == ("2026-11-23", "2026-11-22T23:00:00Z")


def test_left_out_words_are_withheld_where_the_quote_share_is_used_up() -> None:
    text = " ".join(f"Sentence number {i} says a thing about the harbour." for i in range(60))
    source = article(text, "long.txt")
    left_out = tuple(
        LeftOut(point(source, f"Sentence number {i} says a thing about the harbour."), "room") for i in range(60)
    )
    brief = small_brief(articles=(*small_brief().articles, source), left_out=left_out)
    for attach, quoted in (("none", 0), ("context", 13), ("full", 60)):
        document = to_document(brief, attach, quoting=QuotingSettings(max_quote_share=0.1))  # type: ignore[arg-type]
        points = [left.point for left in document.left_out]
        assert sum(bool(p.text) for p in points) == quoted
        assert all(p.citations[0].end > p.citations[0].start for p in points)
        check(document, brief.articles)


def test_reasons_take_no_sentence_along() -> None:
    brief = small_brief()
    long = "A sentence that nobody printed and that is far too long to travel as a mere reason for another."
    beat = ((brief.left_out[0].point.text, 0.5), (long, 0.25))
    why = Why(terms=(("lock", 1.0),), beat=beat, notes=("because",))
    document = to_document(replace(brief, key_reporting=(replace(brief.key_reporting[0], why=why),)))
    first, second = document.key_reporting[0].why.beat
    assert (first.name, first.weight) == (brief.left_out[0].point.id, 0.5)
    assert second.name.startswith("A sentence that nobody printed")
    assert len(second.name) <= 52


def test_left_out_is_cut_at_its_limit_and_the_count_stays_whole() -> None:
    document = to_document(small_brief(), quoting=QuotingSettings(left_out_max=1))
    assert (len(document.left_out), document.not_shown) == (1, 9)


@pytest.mark.parametrize("schema", [2, 99])
def test_a_newer_schema_is_refused_in_one_line(schema: int) -> None:
    data = dumps(small_document()).replace(b'"schema": 1', f'"schema": {schema}'.encode(), 1)
    with pytest.raises(ConfigError, match=rf"schema {schema}.*schema 1 and older.*Update") as caught:
        loads(data)
    assert caught.value.exit_code == 2


def test_an_older_schema_is_read() -> None:
    raw = json.loads(dumps(small_document()))
    for later in ("articles", "origins", "dated", "evidence_sha256", "sha256", "other_sources", "spellings", "page"):
        del raw[later]
    document = loads(json.dumps({**raw, "schema": 0}))
    assert (document.articles, document.origins, document.dated) == (3, 3, 1)
    assert document.key_reporting == small_document().key_reporting


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b"no", b'{"schema": "1"}', b'{"schema": 1}', b"\xff", b'{"schema": -3}']
)
def test_something_else_is_no_brief(data: bytes) -> None:
    with pytest.raises(ConfigError):
        loads(data)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ConfigError, match="frobnicate"):
        loads(dumps(small_document()).replace(b'"schema": 1,', b'"schema": 1, "frobnicate": 2,', 1))


def test_the_published_schema_is_current() -> None:
    assert (HOME / "docs/brief.schema.json").read_bytes() == json_schema(), "write briefing.schema.json_schema() there"


@pytest.mark.parametrize("attach", ["none", "quotes", "context", "full"])
def test_every_document_is_of_the_published_schema(attach: str) -> None:
    schema = json.loads((HOME / "docs/brief.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(json.loads(dumps(small_document(attach))))  # type: ignore[arg-type]


def test_a_document_is_sealed() -> None:
    document = small_document()
    assert document.sha256 == fingerprint(document)
    changed = msgspec.structs.replace(document, title="Another title")
    assert fingerprint(changed) != document.sha256
    assert seal(changed).sha256 == fingerprint(changed)


def test_data_inside_html_can_neither_end_nor_open_an_element() -> None:
    hostile = "It reads </script><script>alert(1)</script><!-- & so on]]> here. It goes on."
    source = article(hostile, "x.txt", title="</script>")
    brief = small_brief(articles=(*small_brief().articles, source), key_reporting=(point(source, hostile[:-12]),))
    document = to_document(brief, "full")
    html = embedded(document, evidence(document, brief.articles, "full"))
    assert re.findall(r"<[^>]*>", html) == [
        '<script type="application/json" id="brief.json">',
        "</script>",
        '<script type="application/json" id="evidence.json">',
        "</script>",
    ]
    assert loads(html.split(">", 1)[1].split("<", 1)[0]) == document


def test_a_document_without_anything_holds_together() -> None:
    source = article(BUDGET, "b.txt")
    empty = replace(
        small_brief(), articles=(source,), key_reporting=(), themes=(), disagreements=(), timeline=(), people=(),
        spellings=(), stories=(), left_out=(), copies=small_brief().copies,
    )  # fmt: skip
    brief = replace(empty, copies=replace(empty.copies, origins=((source,),)))
    check(to_document(brief), brief.articles)


def test_the_version_is_the_packages_own() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project.get("version", VERSION) == VERSION


def test_documents_are_frozen() -> None:
    with pytest.raises(AttributeError):
        small_document().title = "x"  # type: ignore[misc]
    assert isinstance(hash(small_document().sources[0]), int)
    assert isinstance(small_document(), Document)
