"""Catalogues: each language says everything with the same values, in its own forms; a page speaks the language set."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from briefing.assets import template_folder
from briefing.config import Config
from briefing.document import to_document
from briefing.evidence import evidence
from briefing.render import RENDERERS, Rendering
from briefing.render.page import html
from briefing.render.phrases import Phrases
from briefing.render.plurals import category
from briefing.render.words import words
from briefing.types import Brief
from briefing.verify import verify_output
from tests.builders import article, brief, citation, differ, event, person, point, theme

FOLDER = Path(template_folder()) / "words"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
# The categories that whole numbers take in a language; English is the measure of all other keys.
FORMS = {
    "ar": {"zero", "one", "two", "few", "many", "other"},
    "ja": {"other"},
    "ru": {"one", "few", "many", "other"},
    "uk": {"one", "few", "many", "other"},
    "zh": {"other"},
}
OPTIONAL = {"first_day", "months_of_days", "months_short_of_days"}


def catalogue(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def leaves(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{before}{key}.")
        else:
            yield before + key, value


def plural(key: str) -> bool:
    return key.rsplit(".", 1)[-1] in {"zero", "one", "two", "few", "many", "other"}


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


ENGLISH = dict(leaves(catalogue("en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_everything_with_the_same_values(language: str) -> None:
    found = dict(leaves(catalogue(language)))
    counted = {key.rsplit(".", 1)[0] for key in ENGLISH if plural(key)}
    forms = {f"{key}.{form}" for key in counted for form in FORMS.get(language, {"one", "other"})}
    assert set(found) - OPTIONAL == {key for key in ENGLISH if not plural(key)} | forms
    for key, value in found.items():
        if isinstance(value, list):
            assert key == "relative_days" or len(value) == 12, key
            assert all(value), key
        elif plural(key):
            other = values(ENGLISH[f"{key.rsplit('.', 1)[0]}.other"])
            assert other - {"n"} <= values(value) <= other, key
        elif key != "first_day":
            assert values(value) == values(ENGLISH[key]), key
        assert value or key == "masthead.between", key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_finds_its_form(language: str) -> None:
    said = words(language)
    for n in range(130):
        assert category(language, n) in FORMS.get(language, {"one", "other"})
        assert said.count("count.articles", n)


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("en", {0: "0 articles", 1: "1 article", 2: "2 articles", 21: "21 articles"}),
        ("fr", {0: "0 article", 1: "1 article", 2: "2 articles"}),
        ("ru", {1: "1 статья", 3: "3 статьи", 5: "5 статей", 11: "11 статей", 21: "21 статья", 112: "112 статей"}),
        ("uk", {1: "1 стаття", 4: "4 статті", 14: "14 статей", 22: "22 статті"}),
        ("ar", {1: "مقالة واحدة", 2: "مقالتان", 5: "5 مقالات", 11: "11 مقالة", 100: "100 مقالة", 103: "103 مقالات"}),
        ("zh", {1: "1篇文章", 2: "2篇文章"}),
    ],
)
def test_counts(language: str, counts: dict[int, str]) -> None:
    said = words(language)
    assert {n: said.count("count.articles", n) for n in counts} == counts


@pytest.mark.parametrize(
    ("language", "day", "month", "instant"),
    [
        ("en", "1 May 2026", "May 2026", "1 May 2026, 07:05 UTC"),
        ("fr", "1er mai 2026", "mai 2026", "1er mai 2026, 07 h 05 UTC"),
        ("de", "1. Mai 2026", "Mai 2026", "1. Mai 2026, 07.05 Uhr (UTC)"),
        ("ru", "1 мая 2026", "май 2026", "1 мая 2026 года, 07:05 UTC"),
        ("uk", "1 травня 2026", "травень 2026", "1 травня 2026 року, 07:05 UTC"),
        ("es", "1 de mayo de 2026", "mayo de 2026", "1 de mayo de 2026, 07:05 UTC"),
        ("zh", "2026年5月1日", "2026年5月", "2026年5月1日 07:05 UTC"),
        ("ar", "1 مايو 2026", "مايو 2026", "1 مايو 2026، 07:05 UTC"),
    ],
)
def test_dates(language: str, day: str, month: str, instant: str) -> None:
    said = words(language)
    assert said.date("2026-05-01") == day
    assert said.date("2026-05-01", short=True).startswith(day[:5])
    assert said.date("2026-05") == month
    assert said.instant("2026-05-01T07:05:00Z", "UTC") == instant


def test_the_words_of_a_language_serve_its_tags_and_nothing_else_names_a_file() -> None:
    assert words("fr-CA").say("section.sources") == words("fr").say("section.sources")
    assert words("zh-Hans").language == "zh-Hans"
    for unknown in ("tlh", "../words/fr", "", "fr/../de"):
        assert words(unknown).language == "en"


def test_a_user_says_a_part_in_other_words(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "fr.toml").write_text('[section]\nsources = "Textes lus"\n', encoding="utf-8")
    said = words("fr", str(tmp_path))
    assert said.say("section.sources") == "Textes lus"
    assert said.say("section.people") == words("fr").say("section.people")


# --- the page ---------------------------------------------------------------------------------------------------

GRAIN = article(
    "Prices rose by 4 per cent on Monday. The mayor denied it. A ship arrived.", title="Prices", language="en"
)
BLE = article(
    "Les prix ont augmenté de 9 % lundi. Le fleuve a gelé en mai 2023.", language="fr", url="https://made.example/b"
)
QAMH = article("ارتفعت أسعار القمح بنسبة 9 في المئة يوم الاثنين. وصلت سفينة إلى الميناء.", language="ar")


def made(language: str) -> Brief:
    return brief(
        theme("Grain", point(GRAIN, "Prices rose by 4 per cent on Monday."), point(QAMH, "وصلت سفينة إلى الميناء.")),
        key=[point(BLE, "Les prix ont augmenté de 9 % lundi.", flags=("hedged",))],
        disagreements=(differ("prix", citation(GRAIN, "rose by 4"), citation(BLE, "augmenté de 9 % lundi.")),),
        timeline=(
            event("2023-05", BLE, "Le fleuve a gelé en mai 2023."),
            event("2025-01-20", GRAIN, "A ship arrived."),
            event(None, QAMH, "وصلت سفينة إلى الميناء."),
        ),
        people=(person("Ada Grey", "mayor", GRAIN, also=("Ada Gray",)),),
        not_shown=5,
        language=language,
    )


class Page(HTMLParser):
    """The text of each language: what stands in elements with that `lang`, nearest first."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.root: dict[str, str | None] = {}
        self.said: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "html":
            self.root = known
        if tag not in {"meta", "link", "br"}:
            self.open.append((tag, known.get("lang") or (self.open[-1][1] if self.open else "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It holds no text."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] not in {"style", "script"}:
            self.said.setdefault(self.open[-1][1], []).append(data)


@pytest.mark.parametrize("medium", ["screen", "print"])
@pytest.mark.parametrize("language", [*LANGUAGES, "sv"])
def test_furniture_speaks_the_page_s_language_and_quotations_keep_theirs(language: str, medium: Any) -> None:
    whole = made(language)
    document = to_document(whole, "context")
    page = Page(html(document, Config(), medium=medium, evidence=evidence(document, whole.articles, "context")))
    spoken = language if language in LANGUAGES else "en"
    assert page.root["lang"] == spoken
    assert page.root.get("dir") == ("rtl" if spoken == "ar" else None)
    ours = " ".join(" ".join(page.said[spoken]).split())
    said = words(spoken)
    for key in ("section.key_reporting", "section.differ", "section.people", "section.timeline", "point.hedged"):
        assert " ".join(said.say(key).split()) in ours, key
    for source, quotation in ((GRAIN, "Prices rose by 4"), (BLE, "Les prix ont"), (QAMH, "وصلت سفينة")):
        text = " ".join(" ".join(page.said[source.language]).split())
        assert quotation in text
        if spoken != source.language:
            assert quotation not in ours


@pytest.mark.parametrize("kind", ["pdf", "html", "md", "txt"])
@pytest.mark.parametrize("language", ["fr", "uk", "ar", "ja"])
def test_every_output_speaks_it_and_verifies(language: str, kind: str) -> None:
    whole = made(language)
    document = to_document(whole, "context")
    data = RENDERERS[kind](Rendering(whole, document, Config()))
    verify_output(data, f"brief.{kind}", document)
    if kind in {"md", "txt"}:
        assert words(language).say("section.sources") in data.decode()


AGES = {"2026-11-20": "", "2026-11-15": "7 days old", "2026-09-01": "82 days old", "2025-01-01": "over a year old"}


@pytest.mark.parametrize(("published", "said"), AGES.items())
def test_the_age_of_a_text_is_told_from_a_week_on(published: str, said: str) -> None:
    source = article("The bridge opened. Nobody came.", published=date.fromisoformat(published))
    document = to_document(brief(theme("Bridge", point(source, "The bridge opened."))), "none")
    phrases = Phrases(document, words("en"))
    assert phrases.age(published) == said
    for told in (phrases.theme_meta(document.themes[0]), phrases.about_point(document.themes[0].points[0])):
        assert said in told
        assert ("old" in told) is bool(said)


def test_differences_that_are_not_shown_are_counted_on_the_page() -> None:
    source = article("The bridge opened. Nobody came. Three came. Nine came.")
    one, two = (differ(about, citation(source, "Nobody came."), citation(source, "Three came.")) for about in "ab")
    made = brief(theme("Bridge", point(source, "The bridge opened.")), disagreements=(one,), other_disagreements=(two,))
    document = to_document(made, "none")
    page = html(document, Config(), medium="print")
    assert "+ 1 more: b" in page.replace("\n", " ").replace("\u00a0", " ")
    assert "+ 1 more: b" in html(document, Config(), medium="screen")
    for suffix in ("md", "txt"):
        assert "1 more: b" in RENDERERS[suffix](Rendering(made, document, Config())).decode()


def test_how_the_dates_are_known_is_said_once_where_it_is_the_same_for_all() -> None:
    def rows(*bases: str) -> tuple[str, list[str]]:
        made = [
            article(f"The lock in Lindwick was shut {i} times.", published=date(2026, 11, 20), published_basis=basis)
            for i, basis in enumerate(bases)
        ]
        said = Phrases(to_document(brief(theme("The lock", *map(point, made)))), words("en"))
        return said.same_for_all(), [said.source_date(source) for source in said.document.sources]

    assert rows("metadata", "metadata") == (
        "(Date: from metadata, no publisher, reliability not judged (F) for all)",
        ["20 Nov 2026", "20 Nov 2026"],
    )
    heading, dates = rows("metadata", "inferred")
    assert "from metadata" not in heading
    assert sorted(dates) == ["20 Nov 2026 (from metadata)", "20 Nov 2026 (inferred)"]
