"""Both pages: hostile text stays text, nothing is fetched, every citation leads somewhere, every part is shown."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest

from briefing.config import Config
from briefing.document import to_document
from briefing.errors import ConfigError, UnknownNameError
from briefing.evidence import evidence
from briefing.render.page import html
from briefing.types import Brief
from tests.builders import article, brief, citation, differ, event, named, person, point, theme

HOSTILE = (
    '</p></style><script>alert(1)</script><img src=x onerror="alert(1)">{{ 7*7 }}{% raw %} & "quoted" \u202e\u2066'
)
FIRST = article(
    "Prices rose by 4 per cent on Monday. The mayor denied it. A ship arrived.", title="Prices", publisher="Gazette"
)
SECOND = article("Prices rose by 9 per cent, traders said. The river froze in May 2023.", url="https://made.example/b")


def full() -> Brief:
    return brief(
        theme(
            "Grain prices",
            point(FIRST, "Prices rose by 4 per cent on Monday.", support=(citation(SECOND, "Prices rose", "partial"),)),
            point(FIRST, "A ship arrived.", added=(("arrived", "the Rosa"),)),
        ),
        key=[point(SECOND, "Prices rose by 9 per cent, traders said.", said_by=named("unnamed"), flags=("hedged",))],
        disagreements=(differ("prices", citation(FIRST, "Prices rose by 4"), citation(SECOND, "rose by 9 per cent")),),
        timeline=(
            event("2023-05", SECOND, "The river froze in May 2023."),
            event(None, FIRST, "on Monday", said="Monday"),
        ),
        people=(person("Ada Grey", "mayor", FIRST, also=("Ada Gray",)),),
        not_shown=3,
    )


def page(made: Brief, medium: Any, **settings: Any) -> str:
    document = to_document(made, "context")
    config = Config(page=msgspec.structs.replace(Config().page, **settings))
    return html(document, config, medium=medium, evidence=evidence(document, made.articles, "context"))


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action", "data"}]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_hostile_text_stays_text(medium):
    bad = article(HOSTILE + ". A sentence.", title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)", note=HOSTILE)
    made = brief(
        theme(HOSTILE, point(bad)),
        title=HOSTILE,
        audience=HOSTILE,
        disagreements=(differ(HOSTILE, citation(bad), citation(bad)),),
        people=(person(HOSTILE, HOSTILE, bad),),
        timeline=(event("2023", bad), event("2024", bad), event(None, bad, said=HOSTILE)),
    )
    found = Tags(page(made, medium))
    scripts = [attrs for tag, attrs in found.tags if tag == "script"]
    assert [attrs for attrs in scripts if attrs.get("type") != "application/json"] == (
        [{}] if medium == "screen" else []
    )
    assert "img" not in dict(found.tags)
    assert not any(name.startswith("on") for _, attrs in found.tags for name in attrs)
    assert all(link.startswith("#") for link in found.links)
    assert "7*7" in found.text


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_link_inside_the_page_leads_somewhere(medium):
    found = Tags(page(full(), medium))
    inside = [link[1:] for link in found.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_part_is_shown(medium):
    text = " ".join(Tags(page(full(), medium)).text.replace("\u00a0", " ").split())
    for part in (
        "2 articles, 2 underlying texts. No article carries its date: “Monday” cannot be placed.",
        "unnamed speaker · hedged · date unknown",
        "in part also [1]",
        "[the Rosa]",
        "≠ number: prices",
        "between independent texts",
        "Ada Grey (also Gray), mayor",
        "May 2023",
        "no date in the articles",
        "Gazette · Prices",
        "quotations match their source texts (not a check of truth) · 3 sentences not shown",
    ):
        assert part in text, part


def test_a_cut_sentence_is_marked_outside_the_quotation():
    text = page(full(), "print")
    assert re.search(r"<bdi>rose by 9 per cent</bdi>", re.sub(r"\n", " ", text))
    assert text.count("[…]") >= 2


def test_the_screen_asks_for_nothing():
    text = page(full(), "screen")
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|url\()\s*=?\s*[\"']?(?:https?:)?//", text)
    assert [link for link in Tags(text).links if not link.startswith("#")] == ["https://made.example/b"]
    assert len(text.encode()) < 400_000


def test_a_citation_opens_the_quotation_in_its_surroundings():
    text = page(full(), "screen")
    shown = re.search(r'<article id="(q1-[\d-]+)".*?<blockquote[^>]*>(.*?)</blockquote>', text, re.DOTALL)
    assert shown
    assert f'href="#{shown[1]}"' in text
    assert "<mark>" in shown[2]
    assert len(re.sub(r"<mark>.*?</mark>", "", shown[2]).strip()) > 10


def test_quotations_carry_article_and_span():
    for article_id, start, end in re.findall(
        r'<p class="quote"[^>]* data-article="(\w+)" data-span="(\d+)-(\d+)"', page(full(), "screen")
    ):
        source = {a.id: a for a in (FIRST, SECOND)}[article_id]
        assert source.text[int(start) : int(end)] in [p.text for p in full().points]


def test_parts_without_content_take_no_room():
    text = Tags(page(brief(theme("Grain", point(FIRST, "A ship arrived."))), "print")).text
    for word in ("Key reporting", "differ", "Who is who", "Timeline"):
        assert word not in text


def test_a_colour_that_is_none_is_refused():
    with pytest.raises(ConfigError, match="accent"):
        page(full(), "print", accent="red;} body{")


def test_a_users_file_replaces_ours(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text('[section]\nkey_reporting = "What they say"\n', encoding="utf-8")
    text = Tags(page(full(), "print", templates=str(tmp_path))).text
    assert "What they say" in text
    assert "Who is who" in text  # what the user's catalogue lacks is said in ours


def test_a_title_of_ours_is_marked():
    made = brief(theme("Grain", point(FIRST, "A ship arrived.")), title_basis="made")
    stated = brief(theme("Grain", point(FIRST, "A ship arrived.")), title_basis="stated")
    assert "title made from the articles" in Tags(page(made, "print")).text.replace("\u00a0", " ")
    assert "title made" not in Tags(page(stated, "print")).text


def test_a_layout_that_is_not_there_is_refused():
    with pytest.raises(UnknownNameError, match="poster"):
        page(full(), "print", layout="poster")


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_a_label_gets_the_quotation_marks_of_print(medium):
    made = brief(theme('"No limits" partnership', point(FIRST, "A ship arrived.")))
    assert "“No limits” partnership" in Tags(page(made, medium)).text
