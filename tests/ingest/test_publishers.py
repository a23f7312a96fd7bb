"""publishers.toml and what is known of sources: found, matched, outranked by what is stated, and used as it says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import briefing
from briefing.config import Config, SourceSettings
from briefing.errors import BriefingError, ConfigError
from briefing.ingest.publishers import Registry, load_registry
from briefing.job.judging import registry
from briefing.job.making import Outcome, Request, make
from briefing.steps.disagreements import find_disagreements
from briefing.text.segment import split
from briefing.types import Article, Copies
from tests.builders import article

AS_OF = datetime(2026, 2, 1, 7, tzinfo=UTC)
NEWS = "The harbour of Lindwick closed on Friday after a storm damaged two of its piers, the port authority said."
HARBOUR = """The harbour of Lindwick closed on Friday after a storm damaged two of its piers.

Repairs will cost 3 million euros and take until summer, the port authority said in a statement.

Fishermen moved their boats to Marn, where berths are free."""
SHUT = """Two piers were damaged by a storm and the harbour of Lindwick was closed on Friday.

The mayor asked the government in the capital for help, because the town lives on its fish market.

Schools stay open, a council member told reporters."""
MORE = "A tram line between the station and the port opened on Monday after a delay of two years, the mayor said."
FILE = """
[[publisher]]
name = "The Courier"
domains = ["courier.example", "https://www.courier-online.example/news"]
owner = "Courier Group"
kind = "news"
country = "GB"
reliability = "B"
family = "Courier"

[[publisher]]
names = ["Daily Laugh", "The Laugh"]
kind = "satire"
"""


def from_file(folder: Path, text: str = FILE) -> Registry:
    path = folder / "publishers.toml"
    path.write_text(text, encoding="utf-8")
    return load_registry([(path, "publishers.toml")])


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"url": "https://courier.example/a"}, True),
        ({"url": "https://www.courier.example/a"}, True),
        ({"url": "https://north.courier.example:8080/a"}, True),
        ({"url": "https://courier-online.example/a"}, True),
        ({"publisher": "the  COURIER"}, True),
        ({"url": "https://notcourier.example/a"}, False),
        ({"url": "https://courier.example.evil.example/a"}, False),
        ({"publisher": "courier.example"}, False),
        ({"publisher": "The Courier of Marn"}, False),
        ({}, False),
    ],
)
def test_matched_by_name_or_domain(known: dict[str, str], found: bool, tmp_path: Path) -> None:
    got = from_file(tmp_path).known(article(NEWS, **known))
    expected = ("Courier Group", "news", "GB", "B", "Courier") if found else ("", "", "", "F", "")
    assert (got.owner, got.kind, got.country, got.reliability, got.family) == expected
    assert got.publisher == (known.get("publisher") or ("The Courier" if found else ""))
    assert got.id == article(NEWS, **known).id


def test_what_is_stated_wins(tmp_path: Path) -> None:
    stated = article(NEWS, url="https://courier.example/a", publisher="North Courier", kind="opinion", reliability="D")
    got = from_file(tmp_path).known(stated)
    assert (got.publisher, got.kind, got.reliability, got.owner) == ("North Courier", "opinion", "D", "Courier Group")


def test_the_later_of_two_entries_wins_key_by_key(tmp_path: Path) -> None:
    later = '[[publisher]]\ndomain = "north.courier.example"\nname = "North Courier"\nreliability = "C"\n'
    got = from_file(tmp_path, FILE + later).known(article(NEWS, url="https://north.courier.example/a"))
    assert (got.publisher, got.reliability, got.owner) == ("North Courier", "C", "Courier Group")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[publisher", "not TOML"),
        ("[publisher]\nname = 'x'", "two brackets"),
        ("publisher = [1]", "publisher 1 is not a table"),
        ("[[source]]\nname = 'x'", "unknown key 'source'"),
        ("[[publisher]]\nname = 'x'\nfamly = 'y'", "Did you mean 'family'"),
        ("[[publisher]]\nowner = 'x'", "neither 'name' nor 'domain'"),
        ("[[publisher]]\ndomain = 'http://['", "neither 'name' nor 'domain'"),
        ("[[publisher]]\nname = 'x'\nreliability = 'Z'", "not one of A, B"),
        ("[[publisher]]\nname = 'x'\nkind = 'gossip'", "not one of news"),
        ("[[publisher]]\nname = 7", "name is not a text"),
    ],
)
def test_what_cannot_stand_is_named(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=reason.replace("[", r"\[")):
        from_file(tmp_path, text)


def test_found_beside_the_articles_and_in_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config/briefing").mkdir(parents=True)
    (tmp_path / "news").mkdir()
    from_file(tmp_path / "config/briefing")
    from_file(tmp_path / "news", '[[publisher]]\nname = "The Courier"\nreliability = "D"\n')
    courier = article(NEWS, publisher="The Courier")
    for name in ("news", "news/a.txt", "news/*.txt"):
        got = registry([str(tmp_path / name)]).known(courier)
        assert (got.reliability, got.owner) == ("D", "Courier Group")
    assert registry(["-", "https://courier.example/"]).known(courier).reliability == "B"


# --- how it is used -------------------------------------------------------------------------------------------


def made(folder: Path, sources: SourceSettings | None = None, **texts: str) -> Outcome:
    """The brief of the texts, each with the lines of front matter that stand before its first blank line."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"---\n{text}", encoding="utf-8")
    request = Request((str(folder),), ("brief.json",), Config(sources=sources or SourceSettings()), AS_OF, dry_run=True)
    return make(request)


def text(words: str, **facts: str) -> str:
    return "\n".join([*(f"{key}: {value}" for key, value in {"note": "x", **facts}.items()), "---", words])


def test_satire_is_out_by_default_and_said(tmp_path: Path) -> None:
    from_file(tmp_path)
    texts = {"a": text(NEWS), "b": text(MORE, publisher="Daily Laugh")}
    outcome = made(tmp_path, None, **texts)
    assert [a.text for a in outcome.brief.articles] == [NEWS]
    assert [(d.origin_path.rpartition("/")[2], d.reason) for d in outcome.document.dropped] == [
        ("b.txt", "satire (sources.satire lets it in)")
    ]
    assert any("satire" in note for note in outcome.notes)
    with_it = made(tmp_path, SourceSettings(satire=True), **texts)
    assert len(with_it.brief.articles) == 2


def test_opinion_is_labelled_and_never_leads(tmp_path: Path) -> None:
    for kind, leads in (("opinion", False), ("news", True)):
        outcome = made(tmp_path, a=text(HARBOUR, kind=kind, title="Storm closes harbour"))
        points = tuple(outcome.brief.points)
        assert points
        assert bool(outcome.brief.key_reporting) is leads
        assert all(("opinion" in point.flags) is not leads for point in points)
        assert {source.kind for source in outcome.document.sources} == {kind}


def test_satire_that_was_let_in_never_leads(tmp_path: Path) -> None:
    outcome = made(tmp_path, SourceSettings(satire=True), a=text(HARBOUR, kind="satire", title="Storm closes harbour"))
    assert tuple(outcome.brief.points)
    assert not outcome.brief.key_reporting


def test_a_text_cut_short_is_marked_in_its_source_row(tmp_path: Path) -> None:
    outcome = made(tmp_path, a=text(NEWS, complete="false"), b=text(MORE))
    rows = {source.origin_path.rpartition("/")[2]: source.complete for source in outcome.document.sources}
    assert rows == {"a.txt": False, "b.txt": True}


def test_a_summary_that_a_feed_gives_is_not_called_cut_short(tmp_path: Path) -> None:
    item = "<item><title>{0}</title><link>https://courier.example/{0}</link><description>{1}</description></item>"
    items = item.format("a", NEWS) + item.format("b", f"{MORE} Readers …")
    (tmp_path / "feed.xml").write_text(f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>')
    outputs = [tmp_path / "brief.json", tmp_path / "brief.txt"]
    make(Request((str(tmp_path / "feed.xml"),), tuple(map(str, outputs)), as_of=AS_OF))
    rows = json.loads(outputs[0].read_text())["sources"]
    assert {row["title"]: row.get("summary") for row in rows if not row["complete"]} == {"a": True, "b": None}
    words = " ".join(outputs[1].read_text().split())
    assert words.count("summary only") == 1
    assert words.count("text is cut short") == 1


WIDE = "Both France and Germany sent ships to the harbour of Lindwick on Friday after the storm."
NARROW = "France sent ships to the harbour of Lindwick on Friday after the storm."


def test_a_text_cut_short_never_says_less() -> None:
    for complete in (True, False):
        pair = [article(WIDE, origin_path="a"), article(NARROW, origin_path="b", complete=complete)]
        sentences = [sentence for one in pair for sentence in split(one)]
        found = find_disagreements(sentences, (), Copies(tuple((one,) for one in pair)))
        assert [d.kind for d in found] == (["scope"] if complete else [])


def test_what_is_under_embargo_is_held_back(tmp_path: Path) -> None:
    outcome = made(tmp_path, a=text(NEWS), b=text(MORE, embargo_until="2026-02-01T08:00:00Z"))
    assert [a.text for a in outcome.brief.articles] == [NEWS]
    assert "under embargo" in outcome.document.dropped[0].reason


def test_the_strictest_mark_is_the_briefs(tmp_path: Path) -> None:
    outcome = made(tmp_path, a=text(NEWS, tlp="TLP:GREEN"), b=text(MORE, tlp="amber"))
    assert outcome.document.tlp == "TLP:AMBER"


def corroborated(folder: Path, *, families: bool, other: str = "Courier") -> tuple[int, int, tuple[str, ...]]:
    """Origins, credibility and flags of the point that both texts tell."""
    texts = {
        "a": text(HARBOUR, title="Storm closes harbour", family="Courier"),
        "b": text(SHUT, title="Harbour shut", family=other),
    }
    outcome = made(folder, SourceSettings(families=families), **texts)
    (point,) = [p for p in outcome.brief.points if p.support]
    return point.origins, point.credibility, point.flags


def test_a_family_counts_as_one_only_when_that_is_set(tmp_path: Path) -> None:
    assert corroborated(tmp_path, families=False)[:2] == (2, 1)
    origins, credibility, flags = corroborated(tmp_path, families=True)
    assert (origins, credibility, "family" in flags) == (1, 6, True)
    assert corroborated(tmp_path, families=True, other="Post") == (2, 1, ())


def test_the_text_of_an_agency_stays_an_origin_of_its_own() -> None:
    from briefing.steps.copies import by_family

    def one(name: str, family: str) -> Article:
        return article(f"{name} text.", origin_path=name, family=family)

    own, agency_here, agency_there, other = one("a", "X"), one("b", "X"), one("c", "Y"), one("d", "X")
    merged = by_family(Copies(((own,), (agency_here, agency_there), (other,))))
    assert merged.origins == ((own, other), (agency_here, agency_there))
    assert by_family(Copies(((one("a", ""),), (one("b", ""),)))).origins == ((one("a", ""),), (one("b", ""),))


def test_the_python_names_keep_embargo_and_satire_as_the_command_does() -> None:
    early = article("The port closed on Monday after the crane fell.", embargo_until=datetime(2030, 1, 1, tzinfo=UTC))
    joke = article("The mayor of Lanz married a lighthouse on Tuesday.", kind="satire")
    news = article("The ministry of finance raised the tax on fuel by four cents.")
    brief = briefing.make_brief([early, joke, news], as_of=datetime(2026, 11, 22, 7, tzinfo=UTC))
    assert [a.id for a in brief.articles] == [news.id]
    assert len(brief.dropped) == 2
    with pytest.raises(BriefingError, match="no usable article"):
        briefing.make_brief([joke], as_of=datetime(2026, 11, 22, 7, tzinfo=UTC))
