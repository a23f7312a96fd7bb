"""What stands at the head or foot of the pages: running heads and feet, and the numbers of the pages."""

from __future__ import annotations

import re
from collections import Counter

from briefing.ingest.pdf.lines import Line

OUTER = 3  # lines from the top and from the bottom of a page that are looked at
NUMBER = re.compile(
    r"\W*(?:page|seite|p\.|s\.|pagina|página|стр\.|第)?\s*(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:/|of|von|de|di|sur|из|\||-|–)\s*\d{1,4})?\s*(?:页|頁)?\W*",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")
NEAR = 6.0  # points that a running line may move from page to page
SHARE = 0.4  # of the pages that a running line stands on at least


def without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without the lines that run through them; order within a page stays."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_key(line) for row in (*_rows(page)[:OUTER], *_rows(page)[-OUTER:]) for line in row})
    running = {key for key, count in seen.items() if count >= max(2, SHARE * len(pages))}
    return [_without(page, running) for page in pages]


def _without(page: list[Line], running: set[str]) -> list[Line]:
    """From the outside inwards, as long as a row runs or is a page's number, and something is left of the page."""
    rows = _rows(page)
    gone: set[int] = set()
    for inwards in (rows, rows[::-1]):
        for row in inwards[:OUTER]:
            if not all(_key(line) in running or NUMBER.fullmatch(line.text) for line in row):
                break
            gone.update(map(id, row))
    return [line for line in page if id(line) not in gone] if len(gone) < len(page) or len(page) > 1 else page


def _rows(page: list[Line]) -> list[list[Line]]:
    """The lines from top to bottom; those beside each other are one row."""
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda line: -line.top):
        if rows and rows[-1][0].beside(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _key(line: Line) -> str:
    """The same for lines that differ in their numbers only and stand at one height."""
    return f"{DIGITS.sub('#', line.text).casefold()}|{round(line.top / NEAR)}"
