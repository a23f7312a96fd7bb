"""Made compositions in the formats that have no page: every point with its numbers, in any script, and small enough."""

from __future__ import annotations

from itertools import islice
from typing import Any

import msgspec
import pytest

from bench.compositions import Composition, compositions
from briefing.config import Config
from briefing.document import to_document
from briefing.readback.html import Page
from briefing.readback.letter import parts
from briefing.readback.manuscript import manuscript_text
from briefing.readback.pdf import PdfFile
from briefing.render import RENDERERS, Rendering
from briefing.render.fit import fit
from briefing.verify import verify_output
from tests.briefs import small_brief
from tests.builders import article, brief, point, theme

COMPOSITIONS = list(islice(compositions(60), 5, 60, 6))


@pytest.mark.parametrize("composition", COMPOSITIONS, ids=lambda made: made.name)
def test_every_format_shows_the_composition(composition: Composition) -> None:
    mail = msgspec.structs.replace(Config().mail, attach_pdf=False)
    config = Config(mail=mail, page=msgspec.structs.replace(Config().page, paper=composition.paper))
    brief = fit(composition.brief, config)
    document = to_document(brief, "none", page=config.page)
    for suffix in ("eml", "docx", "md", "txt"):
        data = RENDERERS[suffix](Rendering(brief, document, config))
        verify_output(data, f"brief.{suffix}", document)
        if suffix == "eml":
            assert len(parts(data).html.encode()) < 100_000


@pytest.mark.parametrize(("language", "said"), [("en", "opinion"), ("de", "Meinung"), ("ja", "論説")])
def test_opinion_is_said_at_the_point_in_every_output(language: str, said: str) -> None:
    column = article("The levy on the quay is a folly that Norwell will regret.", kind="opinion")
    report = article("The levy on the quay rose to 40 kroner on Monday.", kind="news")
    made = brief(theme("Quay levy", point(report), point(column, flags=("opinion",))), language=language)
    mail = msgspec.structs.replace(Config().mail, attach_pdf=False)
    config = Config(mail=mail)
    document = to_document(made)
    for suffix in ("html", "pdf", "eml", "docx", "md", "txt"):
        data = RENDERERS[suffix](Rendering(made, document, config))
        verify_output(data, f"brief.{suffix}", document)
        shown = seen(data, suffix)
        assert said in shown.partition("regret.")[2][:60], (suffix, shown)
        assert said not in shown.partition("Monday.")[2].partition("The levy on the quay is")[0]


def seen(data: bytes, suffix: str) -> str:
    """The words of an output, one blank between any two."""
    if suffix == "pdf":
        text = PdfFile.read(data).text
    elif suffix == "docx":
        text = manuscript_text(data)
    elif suffix == "eml":
        text = parts(data).text
    elif suffix == "html":
        text = " ".join(Page.of(data.decode()).blocks)
    else:
        text = data.decode()
    return " ".join(text.split())


def test_the_page_is_laid_out_once_for_the_pdf_and_the_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.render import paper

    seen: list[str] = []
    layout = paper.laid_out

    def counted(page: str, *more: Any, **named: Any) -> Any:
        seen.append(page)
        return layout(page, *more, **named)

    monkeypatch.setattr(paper, "laid_out", counted)
    brief = small_brief(title="Once")
    document = to_document(brief)
    page = RENDERERS["pdf"](Rendering(brief, document, Config()))
    assert parts(RENDERERS["eml"](Rendering(brief, document, Config()))).pdf == page
    assert len(seen) == 1
