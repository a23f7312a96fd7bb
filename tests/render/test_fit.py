"""One page, filled by choosing: what does not fit is said, and nothing of it depends on the order of work."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from bench.compositions import compositions
from briefing.config import Config
from briefing.document import to_document
from briefing.render.boxes import Box, Plan
from briefing.render.executive import ROOM
from briefing.render.fit import fit
from briefing.render.layouts import plan
from briefing.types import Brief, KeyPoint
from tests.builders import article, brief, citation, differ, event, person, point, theme

SENTENCE = "The ministry of harbours reported on the {} that the price of grain had risen by more than it had expected."


def config(paper: str = "A4") -> Config:
    return Config(page=msgspec.structs.replace(Config().page, paper=paper))


def sentences(count: int, words: str = "") -> list[KeyPoint]:
    return [point(article(f"{SENTENCE.format(i)}{words}"), worth=float(i)) for i in range(count)]


def planned(fitted: Brief, paper: str = "A4") -> Plan:
    return plan(to_document(fitted, "none"), config(paper))


def left_for_room(fitted: Brief) -> list[KeyPoint]:
    return [left.point for left in fitted.left_out if left.reason == ROOM]


def test_what_fits_is_left_alone():
    small = brief(theme("Grain", *sentences(3)))
    assert fit(small, config()) is small


def test_what_does_not_fit_is_left_out_with_the_reason():
    large = brief(*(theme(f"Theme {i}", *sentences(12, f" {i}")) for i in range(6)))
    fitted = fit(large, config())
    kept, lost = [p.id for p in fitted.points], [p.id for p in left_for_room(fitted)]
    assert sorted(kept + lost) == sorted(p.id for p in large.points)
    assert fitted.not_shown == len(lost)
    assert all(
        fitted_theme.points[0] == old.points[0] for fitted_theme, old in zip(fitted.themes, large.themes, strict=True)
    )


def test_the_least_worthy_points_go_first():
    large = brief(theme("One", *reversed(sentences(30, " a"))), theme("Two", *reversed(sentences(30, " b"))))
    fitted = fit(large, config())
    shown = min(p.worth for t in fitted.themes for p in t.points[1:])
    assert all(p.worth <= shown for p in left_for_room(fitted))


def test_left_out_is_in_the_order_of_worth():
    fitted = fit(brief(*(theme(f"Theme {i}", *sentences(12, f" {i}")) for i in range(6))), config())
    worths = [left.point.worth for left in fitted.left_out]
    assert worths == sorted(worths, reverse=True)


def test_fitting_twice_changes_nothing():
    fitted = fit(brief(*(theme(f"Theme {i}", *sentences(12, f" {i}")) for i in range(6))), config())
    assert fit(fitted, config()) == fitted


def test_every_part_gives_way_to_the_first_points():
    one = article("The ministry said no. " + "The mayor said yes. " * 40)
    crowded = brief(
        *(theme(f"Theme {i}", *sentences(2, f" {i}" + " and more" * 40)) for i in range(5)),
        key=sentences(3, " first"),
        disagreements=tuple(differ("the answer", citation(one), citation(one)) for _ in range(2)),
        timeline=tuple(event(f"20{i:02}", one, "The ministry said no.") for i in range(10, 24)),
        people=tuple(person(f"Mayor {i}", "mayor of the harbour", one) for i in range(30)),
    )
    fitted = fit(crowded, config())
    assert planned(fitted).fits
    assert fitted.key_reporting[0] == crowded.key_reporting[0]
    assert len(fitted.themes) > 1
    quoted = {(p.lead.article, p.lead.span) for p in left_for_room(fitted)}
    gone = [d for d in crowded.disagreements if d not in fitted.disagreements]
    assert all((c.article, c.span) in quoted for d in gone for side in d.sides for c in side)
    assert all((e.citation.article, e.citation.span) in quoted for e in crowded.timeline if e not in fitted.timeline)


@pytest.mark.parametrize("length", [1, 120, 1_000, 6_000, 40_000])
def test_a_single_sentence_of_any_length(length):
    long = brief(theme("Grain", point("word " * length + "end.")), key=[point("The first word of the day.")])
    assert planned(fit(long, config())).fits


def test_a_page_with_more_to_print_is_full():
    """The last line stands in the last tenth wherever a point of a few lines was left out."""
    for themes in (3, 5, 8, 12):
        large = brief(*(theme(f"Theme {i}", *sentences(14, f" {i}")) for i in range(themes)), key=sentences(2, " key"))
        page = planned(fit(large, config()))
        assert left_for_room(fit(large, config()))
        assert page.height > page.room - page.paper.height / 10


def test_columns_are_level_within_three_lines():
    for themes in (3, 5, 8, 12):
        large = brief(*(theme(f"Theme {i}", *sentences(14, f" {i}")) for i in range(themes)), key=sentences(2, " key"))
        left, right = planned(fit(large, config())).body
        assert abs(left.height - right.height) <= 3 * 12.6


def test_no_heading_ends_a_column_and_no_line_stands_alone():
    for made in compositions(20, seed=4):
        page = planned(fit(made.brief, config(made.paper)), made.paper)
        for column in page.body:
            assert not column.boxes[-1].keep
        if len(page.body) == 2:
            first, last = page.body[1].boxes[0], page.body[0].boxes[-1]
            whole = {p.text for p in made.brief.points}
            parted = [box for box in (last, first) if box.kind == "point" and _said(box) not in whole]
            assert len(parted) < 2 or min(box.text.count for box in parted if box.text) >= 2


def _said(box: Box) -> str:
    assert box.text
    return " ".join("".join(run.text for run in box.text.flow if run.kind == "quote").split())


def test_any_composition_fits_both_papers():
    for made in compositions(20, seed=2):
        for paper in ("A4", "Letter"):
            assert planned(fit(made.brief, config(paper)), paper).fits, made.name


def test_the_hash_of_the_document_takes_no_part():
    """The page shows the hash of its data, and must not be another page because of it."""
    made = brief(theme("Grain", *sentences(3)))
    heights = {planned(replace(made, config_hash="", audience=f"Desk {i:03}")).height for i in range(40)}
    assert len(heights) == 1
