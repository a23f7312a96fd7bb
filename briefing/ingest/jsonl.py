"""JSON lines: one article a line, with the fields id, title, text, url, source and published; the others are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.decode import Undecodable, decode
from briefing.ingest.facts import as_facts, one_line
from briefing.ingest.front_matter import sort_facts
from briefing.ingest.source import Source
from briefing.types import Article

FIELDS = ("title", "url", "publisher", "published", "language")
OTHER_NAMES = {"source": "publisher"}


def is_content(data: bytes) -> bool:
    """Whether the first line is an object with a text in it."""
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"{"):
        return False
    try:
        first = json.loads(head.partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "text" in first


def read(source: Source) -> Iterator[Article | IngestError]:
    """An article a line; a broken line costs itself alone and is named by its number, from 1."""
    try:
        text, _ = decode(source.data)
    except Undecodable as problem:
        yield IngestError(source.origin_path, str(problem))
        return
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not numbered:
        yield IngestError(source.origin_path, "it holds no lines")
    for number, line in numbered:
        try:
            yield _article(line, number, source)
        except IngestError as problem:
            yield IngestError(source.origin_path, f"line {number}: {problem.reason}", hint=problem.hint)


def _article(line: str, number: int, source: Source) -> Article:
    fields = _fields(line, source.origin_path)
    text = fields.pop("text", None)
    if not isinstance(text, str):
        raise IngestError(source.origin_path, "it has no field 'text' with a text in it")
    facts, extra = sort_facts(_named(fields), FIELDS, OTHER_NAMES)
    place = one_line(str(fields.get("id", "")))[:80] or str(number)
    return make_article(
        text,
        f"{source.origin_path}#{place}",
        as_facts({**facts, **source.facts}),
        extra=extra,
        raw_sha256=sha256(line.encode("utf-8", "surrogatepass")).hexdigest(),
        limits=source.limits,
    )


def _fields(line: str, origin_path: str) -> dict[str, object]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise IngestError(origin_path, f"it is not JSON ({error.msg} at character {error.pos + 1})") from error
    except (ValueError, RecursionError) as error:
        raise IngestError(origin_path, "it is JSON that nests too deep or holds too large a number") from error
    if not isinstance(fields, dict):
        raise IngestError(origin_path, "it is not an object in braces")
    return fields


def _named(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields, with a source that is an object (`{"name": …}`) by its name."""
    source = fields.get("source")
    name = source.get("name") if isinstance(source, dict) else None
    return {**fields, "source": name} if isinstance(name, str) else dict(fields)
