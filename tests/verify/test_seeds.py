"""The worked example end to end: what is written verifies anywhere, holds no more than it may, and stays the same."""

from __future__ import annotations

import getpass
import json
import re
import shutil
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from briefing.config import Config, NamedTheme, QuotingSettings
from briefing.document import loads, to_document
from briefing.errors import VerificationError
from briefing.evidence import read_evidence
from briefing.ingest import read
from briefing.job import Request, compose, make
from briefing.readback.pdf import PdfFile
from briefing.text.shares import quote_allowance, quoted_words
from briefing.types import Article, Span
from briefing.verify import verify_file
from tests.briefs import MORNING

HOME = Path(__file__).resolve().parents[2]
SEEDS = HOME / "seeds"
THEMES = tuple(NamedTheme(name) for name in ("S-500 offer", "Golden Dome concerns", "“No limits” partnership"))
SUFFIXES = ("pdf", "html", "json", "md", "txt")


def made(inputs: tuple[str, ...], folder: Path) -> dict[str, bytes]:
    outputs = tuple(str(folder / f"brief.{suffix}") for suffix in SUFFIXES)
    make(Request(inputs, outputs, config=Config(theme=THEMES), as_of=MORNING))
    return {suffix: (folder / f"brief.{suffix}").read_bytes() for suffix in SUFFIXES}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made((str(SEEDS),), tmp_path_factory.mktemp("seeds"))


@cache
def articles() -> tuple[Article, ...]:
    return tuple(item for item in read([str(SEEDS)]) if isinstance(item, Article))


@pytest.mark.parametrize("suffix", ["pdf", "html", "json"])
def test_the_seeds_verify_from_themselves_and_against_the_articles(outputs: dict[str, bytes], suffix: str) -> None:
    alone = verify_file(outputs[suffix], f"brief.{suffix}")
    assert alone.level == ("none" if suffix == "json" else "context")
    report = verify_file(outputs[suffix], f"brief.{suffix}", articles())
    assert report.verified == report.quotations > 9


def test_brief_json_is_the_same_wherever_it_stands(outputs: dict[str, bytes]) -> None:
    assert dict(PdfFile.read(outputs["pdf"]).attachments)["brief.json"] == outputs["json"]
    schema = json.loads((HOME / "docs/brief.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(json.loads(outputs["json"]))


def test_the_same_articles_in_another_order_and_place_give_the_same_bytes(
    outputs: dict[str, bytes], tmp_path: Path
) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    again = made((str(tmp_path / "seeds"),), tmp_path)
    assert [suffix for suffix in SUFFIXES if again[suffix] != outputs[suffix]] == []


def test_the_order_of_the_articles_changes_nothing() -> None:
    config = Config(theme=THEMES)
    one, other = (to_document(compose(given, as_of=MORNING, config=config)) for given in (articles(), articles()[::-1]))
    assert one == other


def test_no_output_names_a_place_or_a_user_of_this_machine(outputs: dict[str, bytes]) -> None:
    attached = dict(PdfFile.read(outputs["pdf"]).attachments).values()
    for data in (*outputs.values(), *attached):
        assert str(HOME).encode() not in data
        assert not re.search(rb"(?<![\w<:/])/(?:home|root|Users|work|tmp|var)/", data)
        user = getpass.getuser().encode()
        assert user in {b"root", b"user"} or not re.search(rb"\b" + re.escape(user) + rb"\b", data)


def test_no_more_of_an_article_travels_than_its_share(outputs: dict[str, bytes]) -> None:
    document = loads(outputs["json"])
    evidence = read_evidence(dict(PdfFile.read(outputs["pdf"]).attachments)["evidence.json"])
    passages = {found.article: [Span(p.start, p.end) for p in found.passages] for found in evidence.articles}
    for article in articles():
        cited = (*document.citations, *document.left_out_citations)
        quoted = [Span(c.start, c.end) for c in cited if c.article == article.id]
        allowed = quote_allowance(article, QuotingSettings())
        printed = [Span(c.start, c.end) for c in document.citations if c.article == article.id]
        assert quoted_words(article, quoted) <= max(allowed, quoted_words(article, printed))
        assert quoted_words(article, passages.get(article.id, [])) <= quoted_words(article, quoted) + allowed


def test_a_seed_that_changed_is_a_note_or_a_finding(outputs: dict[str, bytes], tmp_path: Path) -> None:
    quoted = next(loads(outputs["json"]).quotations)
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    (path,) = (p for p in folder.glob("*.txt") if quoted.quote in p.read_text(encoding="utf-8").replace("\r\n", "\n"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n\nA sentence that was added later.\n", encoding="utf-8")
    known = [item for item in read([str(folder)]) if isinstance(item, Article)]
    assert any("has changed, but in no quotation" in n for n in verify_file(outputs["pdf"], "b.pdf", known).notes)
    path.write_text(text.replace(quoted.quote, quoted.quote[::-1]), encoding="utf-8")
    known = [item for item in read([str(folder)]) if isinstance(item, Article)]
    with pytest.raises(VerificationError, match="the article does not read"):
        verify_file(outputs["pdf"], "b.pdf", known)
