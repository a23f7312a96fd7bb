"""Arabic and Hebrew run from right to left, on the page and inside it, whatever the language of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
import pytest

from briefing.config import Config
from briefing.document import to_document
from briefing.ingest import make_article
from briefing.job import compose, document_of, render
from briefing.readback.text import unseen
from briefing.render.page import html
from briefing.render.paper import laid_out
from briefing.types import Article, Brief
from tests.builders import article, brief, event, point, theme

AS_OF = datetime(2026, 11, 22, 7, tzinfo=UTC)
ARABIC = (
    "أعلنت وزارة المياه أن منسوب نهر الزاب ارتفع بنسبة 12.5% منذ الأحد. وأغلق المهندسون بوابة السد «القديم» قبل الفجر.",
    "ارتفع منسوب نهر الزاب أربعة أمتار، بحسب شركة Norwell Water. نقلت السلطات 340 أسرة إلى مدارس المدينة (الشرقية).",
    "أقر مجلس المدينة موازنة عام 2027 بأغلبية 21 صوتا مقابل 9. ستزيد مخصصات الطرق بنسبة 8 في المئة.",
)
HEBREW = (
    'משרד המים הודיע כי מפלס נהר הזב עלה ב־12.5% מאז יום ראשון. מהנדסים סגרו את שער הסכר "הישן" לפני עלות השחר.',
    "מפלס נהר הזב עלה בארבעה מטרים, כך לפי חברת Norwell Water. הרשויות פינו 340 משפחות לבתי הספר בעיר (המזרחית).",
    "מועצת העיר אישרה את תקציב 2027 ברוב של 21 קולות מול 9. ההוצאה על כבישים תגדל ב־8 אחוזים.",
)


def settings(language: str) -> Config:
    return Config(brief=msgspec.structs.replace(Config().brief, language=language))


def articles(texts: tuple[str, ...]) -> list[Article]:
    return [make_article(text, f"{number}.txt") for number, text in enumerate(texts)]


@pytest.mark.parametrize("texts", [ARABIC, HEBREW], ids=["ar", "he"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_whole_brief_is_one_page_that_verifies(texts: tuple[str, ...], language: str) -> None:
    config = settings(language)
    made = compose(articles(texts), as_of=AS_OF, config=config)
    assert tuple(made.points)
    document = document_of(made, config)
    for suffix in ("pdf", "html", "md", "txt"):
        assert render(f"brief.{suffix}", made, document, config)


def test_a_number_whose_brackets_the_line_turned_is_read_back() -> None:
    """Two citations and a note behind Arabic words: the PDF's text gives "[1[]2]"."""
    first = point("أطلقت الوزارة سراح البحارة كهدية للشعب البريطاني.")
    made = brief(theme("البحارة", first))
    document = to_document(made)
    document = msgspec.structs.replace(document, checks=msgspec.structs.replace(document.checks, text="glyphs"))
    words = "".join(c.quote for c in document.citations)
    numbers = {c.source for c in document.citations}
    turned = "".join(f"[{n}[" for n in numbers)
    assert not list(unseen(f"{turned} {words}", document))
    assert list(unseen(f"1 {words}", document)) == ["source 1: the page does not show its number"]


class Paragraph(NamedTuple):
    """Points from the left: where the paragraph begins and ends, and where its first line does."""

    text: str
    look: str
    left: float
    right: float
    first: float
    last: float
    cites: list[float]


def paragraphs(made: Brief) -> Iterator[Paragraph]:
    document = to_document(made)
    page = laid_out(html(document, Config(), medium="print"), "pdf/ua-1").pages[0]._page_box
    for box in page.descendants():
        if box.element_tag in {"p", "h1", "h2", "td"} and box.children and type(box.children[0]).__name__ == "LineBox":
            line = box.children[0]
            words = [part for part in line.descendants() if type(part).__name__ == "TextBox" and part.text.strip()]
            if words:
                yield Paragraph(
                    "".join(part.text for part in words),
                    (box.element.get("class") or "").split(" ")[0],
                    box.content_box_x(),
                    box.content_box_x() + box.width,
                    min(part.position_x for part in words),
                    max(part.position_x + part.width for part in words),
                    [part.position_x for part in words if re.fullmatch(r"\[\d+\]", part.text)],
                )


def is_arabic(text: str) -> bool:
    letter = next((c for c in text if c.isalpha()), "")
    return "\u0600" <= letter <= "\u06ff"


GRAIN = article("Grain prices rose by 4 per cent, the ministry said.", language="en")
WATER = article(ARABIC[0], language="ar")


def mixed(language: str) -> Brief:
    return brief(
        theme("Grain", point(GRAIN), point(WATER)),
        key=[point(WATER, ARABIC[0].split(". ")[0] + ".")],
        timeline=(event("2023-05", GRAIN), event("2025-01-20", WATER)),
        language=language,
    )


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_paragraph_begins_on_the_side_of_its_letters(language: str) -> None:
    seen: dict[bool, int] = {True: 0, False: 0}
    for found in paragraphs(mixed(language)):
        legend = "\u2003" in found.text  # opens with a sign that is drawn
        if legend or found.text.strip()[:1].isdigit() or not any(map(str.isalpha, found.text)):
            continue
        arabic = is_arabic(found.text)
        on_axis = found.look in {"date", "event"}  # below its dot, in either direction
        if arabic and not on_axis:
            assert found.last == pytest.approx(found.right, abs=1.5), found
        elif not arabic:
            assert found.first == pytest.approx(found.left, abs=1.5), found
        seen[arabic] += 1
    assert min(seen.values()) >= 2


def test_a_citation_stands_behind_its_quotation() -> None:
    cited = [found for found in paragraphs(mixed("en")) if found.cites]
    assert cited
    for found in cited:
        before, after = found.cites[-1] - found.first, found.last - found.cites[-1]
        assert (before < after) is is_arabic(found.text), found


@pytest.mark.parametrize(("language", "turned"), [("ar", True), ("en", False)])
def test_the_columns_of_a_page_follow_its_language(language: str, turned: bool) -> None:
    titles = [found for found in paragraphs(mixed(language)) if found.text.startswith(("1", "2"))]
    numbers = [found for found in titles if found.text.strip() in {"1", "2"}]
    assert numbers
    middle = 297.0 * 96 / 72
    assert all((found.left > middle) is turned for found in numbers)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_screen_isolates_every_quotation(language: str) -> None:
    shown: Any = html(to_document(mixed(language)), Config(), medium="screen")
    assert ('dir="rtl"' in shown[: shown.index("<head>")]) is (language == "ar")
    quoted = re.findall(r'<p class="quote" dir="auto"[^>]*>(.*?)</p>', shown)
    assert quoted
    assert all(one.startswith("<bdi") for one in quoted)
