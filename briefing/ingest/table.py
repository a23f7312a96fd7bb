"""CSV and TSV: an article a row, the columns named by the first one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import StringIO

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.decode import Undecodable, decode
from briefing.ingest.facts import as_facts, one_line
from briefing.ingest.front_matter import sort_facts
from briefing.ingest.sniff_text import DELIMITERS, TEXT_COLUMNS, column
from briefing.ingest.source import Remark, Source
from briefing.types import Article

FIELDS = ("title", "publisher", "url", "published", "language")
OTHER_NAMES = {
    "headline": "title",
    "link": "url",
    "source": "publisher",
    "outlet": "publisher",
    "date": "published",
    "published_at": "published",
    "publication_date": "published",
    "pubdate": "published",
    "lang": "language",
}
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # a line that spreadsheets write before the columns
SHOWN_COLUMNS = 10
HTML = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|table|blockquote|span|a|b|i|em|strong)\b[^>]*>", re.IGNORECASE)


def read(source: Source) -> Iterator[Article | IngestError]:
    """An article a row, `#` its id or its number (the row of the names is 1); a row without a text is an error."""
    try:
        text, _ = decode(source.data)
    except Undecodable as problem:
        yield IngestError(source.origin_path, str(problem))
        return
    csv.field_size_limit(source.limits.file_bytes)
    given = SEPARATOR.match(text)
    text = text[given.end() :] if given else text
    names = _names(text, given[1] if given else "", source.origin_path)
    rows = csv.reader(StringIO(text, newline=""), delimiter=names.delimiter, strict=True)
    yield from _articles(rows, names.columns, source)


class _Names:
    """The names of the columns and what parts them."""

    def __init__(self, columns: Sequence[str], delimiter: str) -> None:
        self.columns, self.delimiter = tuple(columns), delimiter


def _names(text: str, delimiter: str, origin_path: str) -> _Names:
    """By the delimiter that gives the most names that are known; IngestError where none names a text."""
    found = [_Names(_first_row(text, mark), mark) for mark in ([delimiter] if delimiter else DELIMITERS)]
    best = max(found, key=lambda names: (sum(name in _KNOWN for name in names.columns), len(names.columns)))
    if not set(best.columns) & set(TEXT_COLUMNS):
        shown = ", ".join(name or "(no name)" for name in best.columns[:SHOWN_COLUMNS])
        raise IngestError(
            origin_path,
            f"no column is called {', '.join(TEXT_COLUMNS[:-1])} or {TEXT_COLUMNS[-1]} (found: {shown})",
            hint="The first row names the columns",
        )
    return best


def _first_row(text: str, delimiter: str) -> list[str]:
    try:
        return [column(name) for name in next(csv.reader(StringIO(text, newline=""), delimiter=delimiter), [])]
    except csv.Error:
        return []


def _articles(rows: Iterator[list[str]], columns: Sequence[str], source: Source) -> Iterator[Article | IngestError]:
    number, any_row = 0, False
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            any_row = True
            yield IngestError(source.origin_path, f"row {number}: its quotation marks do not match ({error})")
            continue
        if number > 1 and any(map(str.strip, row)):
            any_row = True
            yield from _article(row, number, columns, source)
    if not any_row:
        yield IngestError(source.origin_path, "it has names of columns and no rows")


def _article(
    row: Sequence[str], number: int, columns: Sequence[str], source: Source
) -> Iterator[Article | IngestError]:
    fields = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name and cell.strip()}
    if over := [cell for cell in row[len(columns) :] if cell.strip()]:
        yield Remark(source.origin_path, f"row {number}: {len(over)} more cells than names; they were left out")
    text = next((fields[name] for name in TEXT_COLUMNS if name in fields), "")
    rest = {name: value for name, value in fields.items() if value != text or name not in TEXT_COLUMNS}
    try:
        yield _made(text, rest, number, source)
    except IngestError as problem:
        yield IngestError(source.origin_path, f"row {number}: {problem.reason}", hint=problem.hint)


def _made(text: str, fields: Mapping[str, object], number: int, source: Source) -> Article:
    if not text:
        raise IngestError(source.origin_path, "it has no text")
    facts, extra = sort_facts(fields, FIELDS, OTHER_NAMES)
    place = one_line(str(extra.pop("id", "")))[:80] or str(number)
    return make_article(
        _words(text),
        f"{source.origin_path}#{place}",
        as_facts({**facts, **source.facts}),
        extra=extra,
        raw_sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        limits=source.limits,
    )


def _words(text: str) -> str:
    """What exports of web sites hold is HTML."""
    if len(HTML.findall(text)) < 2:
        return text
    from briefing.ingest.html import text_of_fragment

    return text_of_fragment(text)


_KNOWN = frozenset({*TEXT_COLUMNS, *FIELDS, *OTHER_NAMES, "id", "author"})
