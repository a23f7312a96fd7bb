"""Made compositions in the formats that have no page: every point with its numbers, in any script, and small enough."""

from __future__ import annotations

from itertools import islice
from typing import Any

import msgspec
import pytest

from bench.compositions import Composition, compositions
from briefing.config import Config
from briefing.document import to_document
from briefing.readback.letter import parts
from briefing.render import RENDERERS, Rendering
from briefing.render.fit import fit
from briefing.verify import verify_output
from tests.briefs import small_brief

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
