"""The pages that are pinned as pictures: the seeds as they were composed once, and two written compositions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from briefing.config import Config
from briefing.document import to_document
from briefing.render import paper
from briefing.render.fit import fit
from briefing.schema import Document, LeftOutData, Point, WhyData, dumps, loads, seal
from briefing.types import Brief
from tests import builders as make
from tests.briefs import small_brief

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
LAYOUTS = ("executive", "wire", "note")
DOTS = 60  # an inch
WRITTEN = ("flood", "harbour")


class Page(NamedTuple):
    name: str
    document: Document
    config: Config


def config(layout: str) -> Config:
    return Config(page=msgspec.structs.replace(Config().page, layout=layout))


def pages() -> Iterator[Page]:
    """The seeds' data is pinned too, so that a better choice of sentences is no other picture of the layout."""
    for layout in LAYOUTS:
        settings = config(layout)
        yield Page(f"seeds-{layout}", loads((HERE / f"seeds-{layout}.json").read_bytes()), settings)
        for name in WRITTEN:
            written = {"flood": flood, "harbour": harbour}[name]()
            yield Page(f"{name}-{layout}", to_document(fit(written, settings), "none", page=settings.page), settings)


def picture(page: Page) -> Any:
    """The page as it is printed, in grey, 60 dots an inch; a PIL image."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(paper.pdf(page.document, page.config))
    assert len(pdf) == 1
    return pdf[0].render(scale=DOTS / 72, grayscale=True).to_pil()


def seeds(layout: str) -> bytes:
    """The data of the seeds' page, without what no page shows."""
    from briefing.ingest import read, sort_out
    from briefing.job import compose, document_of

    settings = config(layout)
    articles = sort_out(read((str(SEEDS),))).articles
    made = document_of(compose(articles, as_of=datetime(2026, 11, 22, 7, tzinfo=UTC), config=settings), settings)
    left_out = tuple(LeftOutData(Point("", "", (), 0, 0), left.reason) for left in made.left_out)
    themes = tuple(msgspec.structs.replace(theme, points=_unexplained(theme.points)) for theme in made.themes)
    plain = msgspec.structs.replace(
        made,
        key_reporting=_unexplained(made.key_reporting),
        themes=themes,
        left_out=left_out,
        stories=(),
        copies=(),
        other_sources=(),
        notes=(),
    )
    return dumps(seal(plain))


def _unexplained(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(msgspec.structs.replace(point, why=WhyData()) for point in points)


# --- written ------------------------------------------------------------------------------------------------------


def flood() -> Brief:
    """Little to say: the page is shorter, not padded."""
    return small_brief(tlp="TLP:GREEN")


PORT = """\
The harbour of Norwell reopened on Thursday after eleven days. Forty ships had been waiting outside the breakwater. \
“We lost a season in a week,” said Ines Okafor, head of the pilots’ guild. The dredger Sanderling cleared the last \
bank before dawn. Insurers expect claims of about 30 million crowns."""
STRIKE = """\
Dockers will vote on the new contract in March 2026. Their union called the offer “a beginning, and late”. The port \
company said that it had gone as far as it could. Two of the five terminals have been shut since 9 January. \
Neither side would say who had asked for the talks."""
GRAIN = """\
Grain prices in Norwell fell by 4 percent when the first ship sailed. Mills inland had stocks for six days. The \
ministry of food denied that bread would be rationed. A second convoy is expected next week. Farmers said that the \
rise in January had never reached them."""
AGAIN = """\
Grain prices in Norwell fell by 9 percent on Thursday, traders said. About fifty ships had been waiting. Ines Okafer \
of the pilots’ guild spoke of a lost season. The government may pay a part of the demurrage. Nobody has said who \
let the bank grow."""
BRIDGE = """\
The swing bridge stays closed to lorries until the summer. Engineers found cracks in three of its bearings in \
December 2025. Detours add forty minutes to the road from the mills. The council has put off the decision on a \
tunnel for the third time since 2019."""


def harbour() -> Brief:
    """More than a page holds: dated sources of several publishers, a difference, a timeline, people, a mark."""
    day = make.day
    port = make.article(PORT, "Harbour open again", publisher="The Quay", published=day("2026-11-20"), origin_path="a")
    strike = make.article(
        STRIKE, "A vote in March", publisher="Dock Post", published=day("2026-11-12"), origin_path="b"
    )
    grain = make.article(GRAIN, "", publisher="Mill & Field", published=day("2026-11-21"), origin_path="c")
    again = make.article(AGAIN, "Ships sail", url="https://made.example/ships", origin_path="d", reliability="B")
    bridge = make.article(BRIDGE, "Lorries wait", published=day("2024-02-01"), origin_path="e", complete=False)
    everything = [
        [make.point(article, f"{sentence}.", worth=1 / (1 + i)) for i, sentence in enumerate(_sentences(article.text))]
        for article in (port, strike, grain, again, bridge)
    ]
    ports, strikes, grains, ships, bridges = everything
    return make.brief(
        make.theme("Port", *ports[1:], *ships[2:3]),
        make.theme("Contract talks", *strikes[1:], origins=1),
        make.theme("Grain", *grains[:3], *ships[:1], named_by="found"),
        make.theme("Swing bridge", *bridges),
        make.theme("Who pays", *ships[3:], *grains[3:], named_by="found"),
        title="Norwell: the harbour and what it feeds",
        key=[ports[0], strikes[0]],
        audience="Office of the minister",
        tlp="TLP:AMBER",
        disagreements=(
            make.differ(
                "grain prices",
                make.citation(grain, "Grain prices in Norwell fell by 4 percent when the first ship sailed."),
                make.citation(again, "Grain prices in Norwell fell by 9 percent on Thursday"),
            ),
        ),
        timeline=(
            make.event("2025-12", bridge, "cracks in three of its bearings"),
            make.event("2026-01-09", strike, "Two of the five terminals have been shut", basis="inferred"),
            make.event("2026-03", strike, "vote on the new contract"),
            make.event(None, grain, "A second convoy", said="next week"),
        ),
        people=(make.person("Ines Okafor", "head of the pilots’ guild", port, also=("Ines Okafer",)),),
        not_shown=7,
    )


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in text.removesuffix(".").split(". ") if sentence]
