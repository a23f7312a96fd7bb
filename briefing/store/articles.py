"""Articles as the archive keeps them: every field, when they came and by which way; versions, search, deletion.

A corrected article is a new article. Articles of one URL are its versions; the one collected last is current.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec

from briefing.codec import from_plain, to_plain
from briefing.errors import StoreError
from briefing.store.database import Database, Row, Value, instant_of, instant_text, kept
from briefing.store.index import METHOD, Entry, index_of
from briefing.store.snippets import Snippet, snippet, worth
from briefing.store.words import parsed
from briefing.types import Article

PAGE = 200  # articles that are in memory at once
CANDIDATES = 200  # of the articles found, the newest ones that are put in order
COLUMNS = "id title publisher url origin_path published language text text_sha256 raw_sha256".split()
_KEPT = f"{', '.join(COLUMNS)}, rest, collected_at, via, number"
_PRUNED: Literal["pruned"] = "pruned"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Kept:
    """An article of the archive. `via` is the feed or file it came by, `number` the order of coming in."""

    article: Article
    collected_at: datetime
    via: str = ""
    number: int = 0


class Added(NamedTuple):
    """Counts: of unknown URLs, of known articles, of new versions, and of those that were deleted or pruned before.

    `changed` are those of the known ones of which something else is known now.
    """

    new: int = 0
    known: int = 0
    updated: int = 0
    deleted: int = 0
    changed: int = 0

    def __add__(self, other: object) -> Added:
        return Added(*map(sum, zip(self, other, strict=True))) if isinstance(other, Added) else NotImplemented


class Deleted(NamedTuple):
    """What is remembered of an article that is gone: its id, and the hash of its URL where all of that is unwanted."""

    id: str
    url_sha256: str
    kind: Literal["deleted", "pruned"]
    reason: str
    deleted_at: datetime


class Found(NamedTuple):
    """An article that holds what was looked for, and the words around it."""

    kept: Kept
    snippet: Snippet


class Articles:
    def __init__(self, database: Database) -> None:
        self.db = database
        self._index = index_of(database)

    # --- writing ---------------------------------------------------------------------------------------------

    def add(self, articles: Iterable[Article], *, at: datetime, via: str = "", refresh: bool = False) -> Added:
        """All or none of them; what is there already stays as it is, with the time it was collected first.

        With `refresh`, what is known about those (title, publisher, dates …) is replaced.
        """
        return self._add((Kept(article, at, via) for article in articles), refresh=refresh)

    def restore(self, items: Iterable[Kept]) -> Added:
        """As `add`, each with its own time and way, as an export holds them; what was pruned comes back."""
        return self._add(items, pruned_too=True)

    def delete(self, items: Sequence[Kept], reason: str, *, at: datetime, whole_url: bool = False) -> None:
        """They go and do not come back; with `whole_url`, nor does any other article of their URLs."""
        with self.db.transaction():
            self._forget(items, "deleted", reason, at, whole_url)
            self._index.purge()

    def prune(self, before: datetime, *, at: datetime, reason: str) -> Iterator[Kept]:
        """Those collected earlier, each as it goes; collecting does not bring them back."""
        while batch := self._page("collected_at < ?", [instant_text(before)]):
            self._prune_batch(batch, at, reason)
            yield from batch

    def mark_deleted(self, deleted: Iterable[Deleted]) -> int:
        """What an export says was deleted: its articles go here too."""
        count = 0
        for item in deleted:
            with self.db.transaction():
                here = self._page("id = ?", [item.id]) if item.kind == "deleted" else []
                self._forget(here, item.kind, item.reason, item.deleted_at)
                count += self.db.run(
                    "INSERT INTO deleted (id, url_sha256, kind, reason, deleted_at) VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT (id) DO UPDATE SET url_sha256 = excluded.url_sha256, kind = excluded.kind"
                    " WHERE deleted.kind = 'pruned'",
                    *item[:4],
                    instant_text(item.deleted_at),
                )
        return count

    def rebuild_index(self) -> None:
        """Makes the words of every article again."""
        with self.db.transaction():
            self._index.clear()
            for batch in _batches(self.kept(), PAGE):
                self._index.add(map(_entry, batch))
            self._set_property("words", METHOD)

    # --- reading ---------------------------------------------------------------------------------------------

    def get(self, id: str) -> Article | None:  # noqa: A002 - the name of the thing
        found = self._page("id = ?", [id])
        return found[0].article if found else None

    def like(self, name: str) -> list[Kept]:
        """The articles of a URL, of an id, or of the beginning of an id; oldest first."""
        for condition, value in (("url = ? AND url <> ''", name), ("id = ?", name), ("id LIKE ?", f"{_plain(name)}%")):
            found = self._page(condition, [value]) if name and value != "%" else []
            if found:
                return found
        return []

    def versions(self, article: Article) -> list[Kept]:
        """All articles of its URL, oldest first; the last one is current."""
        return self._page("url = ? AND url <> ''" if article.url else "id = ?", [article.url or article.id])

    def whole(self, urls: Iterable[str]) -> set[str]:
        """Those of the URLs of which the current article is all of the text."""
        found: set[str] = set()
        for some in _batches(sorted(set(urls) - {""}), PAGE):
            places = ", ".join("?" * len(some))
            here = self._page(f"url IN ({places}) AND url <> '' AND NOT EXISTS ({_LATER})", some)
            found.update(item.article.url for item in here if item.article.complete)
        return found

    def since(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[Article]:
        """The current articles collected from `since` on, before `until`, in the order they came."""
        return (item.article for item in self.kept(since, until, current=True))

    def kept(
        self, since: datetime | None = None, until: datetime | None = None, *, current: bool = False
    ) -> Iterator[Kept]:
        """The same with when and how they came, and with every version unless `current`; a few in memory at once."""
        last = ("", 0)
        conditions = "(collected_at, number) > (?, ?)"
        bounds: list[Value] = []
        if since:
            conditions += " AND collected_at >= ?"
            bounds.append(instant_text(since))
        if until:
            conditions += " AND collected_at < ?"
            bounds.append(instant_text(until))
        if current:
            conditions += f" AND NOT EXISTS ({_LATER}{' AND later.collected_at < ?' if until else ''})"
            bounds += [instant_text(until)] if until else []
        while page := self._page(conditions, [*last, *bounds]):
            yield from page
            last = (instant_text(page[-1].collected_at), page[-1].number)

    def newest(self, limit: int, since: datetime | None = None) -> Iterator[Kept]:
        """The articles that came last, the last one first; a few in memory at once."""
        order = "ORDER BY collected_at DESC, number DESC LIMIT ?"
        sql = f"SELECT {_KEPT} FROM articles WHERE collected_at >= ? AND (collected_at, number) < (?, ?) {order}"  # noqa: S608
        first, before = instant_text(since) if since else "", ("a", 0)  # later than any instant
        while limit > 0 and (rows := self.db.rows(sql, first, *before, min(limit, PAGE))):
            yield from map(_kept, rows)
            *_, collected_at, _, number = rows[-1]
            limit, before = limit - len(rows), (collected_at, number)

    def search(self, query: str, limit: int = 20) -> list[Found]:
        """The best of the newest articles that hold every word; ConfigError when there is nothing to look for."""
        asked = parsed(query)
        numbers = self._index.find(asked, max(CANDIDATES, limit))
        if not numbers:
            return []
        places = ", ".join("?" * len(numbers))
        sql = f"SELECT {_KEPT} FROM articles WHERE number IN ({places})"  # noqa: S608
        rows = self.db.rows(sql, *numbers)
        rows.sort(key=lambda row: (-worth(asked, row[1], row[7]), -row[-1]))
        return [Found(item := _kept(row), snippet(asked, item.article)) for row in rows[:limit]]

    def count(self) -> int:
        return int(self.db.rows("SELECT count(*) FROM articles")[0][0])

    def span(self) -> tuple[datetime, datetime] | None:
        """When the first and the last article came; None when there is none."""
        first, last = self.db.rows("SELECT min(collected_at), max(collected_at) FROM articles")[0]
        return (instant_of(first), instant_of(last)) if first else None

    def deleted(self) -> list[Deleted]:
        rows = self.db.rows("SELECT id, url_sha256, kind, reason, deleted_at FROM deleted ORDER BY deleted_at, id")
        return [Deleted(id, url, kind, reason, instant_of(at)) for id, url, kind, reason, at in rows]  # noqa: A001

    def deleted_ids(self) -> frozenset[str]:
        """Of the articles that were deleted on request, whose quotations are to be struck."""
        return frozenset(id for (id,) in self.db.rows("SELECT id FROM deleted WHERE kind = 'deleted'"))  # noqa: A001

    def problems(self) -> Iterator[str]:
        """What is wrong with what is kept: text against its hash, blocks against the text, words against articles."""
        if damage := self._index.damage():
            yield f"the index of words is damaged: {damage}"
        indexed = set(self._index.numbers())
        sql = f"SELECT {_KEPT} FROM articles WHERE number > ? ORDER BY number LIMIT {PAGE}"  # noqa: S608
        last = 0
        while rows := self.db.rows(sql, last):
            for row in rows:
                yield from _problems(row, indexed)
            indexed -= {row[-1] for row in rows}
            last = rows[-1][-1]
        yield from (f"the index of words knows an article {number} that is not there" for number in sorted(indexed))

    # --- the steps -------------------------------------------------------------------------------------------

    def _add(self, items: Iterable[Kept], *, pruned_too: bool = False, refresh: bool = False) -> Added:
        added = Added()
        with self.db.transaction():
            for batch in _batches(items, PAGE):
                changed = self._refresh(batch) if refresh else 0
                added += self._add_batch(batch, pruned_too)._replace(changed=changed)
        return added

    def _refresh(self, batch: Sequence[Kept]) -> int:
        """How many of those that are there got other facts."""
        facts = {item.article.id: _row(item)[: len(COLUMNS) + 1] for item in batch}
        here = self._page(f"id IN ({', '.join('?' * len(facts))})", list(facts))
        changed = [item for item in here if facts[item.article.id] != _row(item)[: len(COLUMNS) + 1]]
        if changed:
            self._words_are_ours()
            self._index.remove(map(_entry, changed))
            names = ", ".join(f"{name} = ?" for name in (*COLUMNS, "rest"))
            rows = [facts[item.article.id] for item in changed]
            self.db.run_many(f"UPDATE articles SET {names} WHERE id = ?", ([*row, row[0]] for row in rows))  # noqa: S608
            pairs = zip(changed, rows, strict=True)
            self._index.add(Entry(item.number, str(row[1]), str(row[7])) for item, row in pairs)
        return len(changed)

    def _add_batch(self, batch: Sequence[Kept], pruned_too: bool) -> Added:
        unique = {item.article.id: item for item in batch}
        if pruned_too:
            sql = "DELETE FROM deleted WHERE id = ? AND kind = 'pruned'"
            self.db.run_many(sql, ((identity,) for identity in unique))
        here = self._those("articles", "id", unique)
        gone = self._those("deleted", "id", unique) - here
        unwanted = self._those("deleted", "url_sha256", {_url_hash(item.article.url) for item in batch} - {""})
        fresh = [
            item
            for item in unique.values()
            if item.article.id not in here | gone and _url_hash(item.article.url) not in unwanted
        ]
        urls = self._those("articles", "url", {item.article.url for item in fresh} - {""})
        self._insert(fresh)
        updated = sum(item.article.url in urls for item in fresh)
        known = len(batch) - len(unique) + len(here)
        return Added(len(fresh) - updated, known, updated, len(unique) - len(here) - len(fresh))

    def _insert(self, items: Sequence[Kept]) -> None:
        if not items:
            return
        self._words_are_ours()
        rows = [_row(item) for item in items]
        names = [*COLUMNS, "rest", "collected_at", "via"]
        sql = f"INSERT INTO articles ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
        self.db.run_many(sql, rows)
        places = ", ".join("?" * len(items))
        sql = f"SELECT id, number FROM articles WHERE id IN ({places})"  # noqa: S608
        numbers: dict[str, int] = {row[0]: row[1] for row in self.db.rows(sql, *(item.article.id for item in items))}
        self._index.add(Entry(numbers[str(row[0])], str(row[1]), str(row[7])) for row in rows)

    def _those(self, table: str, column: str, values: Iterable[str]) -> set[str]:
        """Which of the values stand in the column; at most a page of them."""
        values = sorted(values)
        if not values:
            return set()
        places = ", ".join("?" * len(values))
        # SQLite takes an index that leaves out "" only where it is told that "" is not sought.
        sql = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IN ({places}) AND {column} <> ''"  # noqa: S608
        return {value for (value,) in self.db.rows(sql, *values)}

    def _prune_batch(self, batch: Sequence[Kept], at: datetime, reason: str) -> None:
        with self.db.transaction():
            self._forget(batch, _PRUNED, reason, at)

    def _forget(
        self,
        items: Sequence[Kept],
        kind: Literal["deleted", "pruned"],
        reason: str,
        at: datetime,
        whole_url: bool = False,
    ) -> None:
        if not items:
            return
        self._words_are_ours()
        self._index.remove(map(_entry, items))
        self.db.run_many("DELETE FROM articles WHERE number = ?", ((item.number,) for item in items))
        self.db.run_many(
            "INSERT INTO deleted (id, url_sha256, kind, reason, deleted_at) VALUES (?, ?, ?, ?, ?)",
            (
                (item.article.id, _url_hash(item.article.url) if whole_url else "", kind, reason, instant_text(at))
                for item in items
            ),
        )

    def _words_are_ours(self) -> None:
        """Before a write: where words were made by other rules, or other tables of letters, all are made again."""
        found = self.db.rows("SELECT value FROM properties WHERE name = 'words'")
        if found and found[0][0] == METHOD:
            return
        if self.db.rows("SELECT 1 FROM articles LIMIT 1"):
            self.rebuild_index()
        self._set_property("words", METHOD)

    def _set_property(self, name: str, value: str) -> None:
        sql = "INSERT INTO properties (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = ?"
        self.db.run(sql, name, value, value)

    def _page(self, conditions: str, values: Sequence[Value]) -> list[Kept]:
        """The first articles, as they came, that meet the conditions."""
        sql = f"SELECT {_KEPT} FROM articles WHERE {conditions} ORDER BY collected_at, number LIMIT {PAGE}"  # noqa: S608
        return [_kept(row) for row in self.db.rows(sql, *values)]


_LATER = """SELECT 1 FROM articles AS later WHERE later.url = articles.url AND later.url <> ''
 AND (later.collected_at, later.number) > (articles.collected_at, articles.number)"""


def _row(item: Kept) -> list[Value]:
    """In the order of COLUMNS, then the rest as JSON, the time and the way."""
    plain = to_plain(item.article)
    if kept(item.article.text) != item.article.text:
        raise StoreError(f"{item.article.origin_path} cannot be kept", why="its text holds what is no text")
    columns = [kept(plain.pop(name)) for name in COLUMNS]
    return [*columns, _json(plain), instant_text(item.collected_at), item.via]


def _json(plain: dict[str, Any]) -> str:
    """What both databases can keep: every value is looked at where a sign had to be escaped, which is seldom."""
    try:
        encoded = msgspec.json.encode(plain)
    except UnicodeEncodeError:  # a lone surrogate
        encoded = b"\\"
    if b"\\" in encoded or b"\x7f" in encoded:
        encoded = msgspec.json.encode(_kept_inside(plain))
    return encoded.decode()


def _kept_inside(value: object) -> object:
    """What both databases can keep, also inside JSON."""
    if isinstance(value, dict):
        return {kept(key): _kept_inside(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_kept_inside(inner) for inner in value]
    return kept(value) if isinstance(value, str) else value


def _kept(row: Row) -> Kept:
    """A row of _KEPT."""
    *columns, rest, collected_at, via, number = row
    plain = {**msgspec.json.decode(rest), **dict(zip(COLUMNS, columns, strict=True))}
    return Kept(from_plain(plain), instant_of(collected_at), via, number)


def _entry(item: Kept) -> Entry:
    return Entry(item.number, item.article.title, item.article.text)


def _problems(row: Row, indexed: set[int]) -> Iterator[str]:
    identity, text, number = row[0], row[7], row[-1]
    try:
        article = _kept(row).article
    except (KeyError, TypeError, ValueError) as error:
        yield f"article {identity} cannot be read: {type(error).__name__}"
        return
    if sha256(text.encode()).hexdigest() != article.text_sha256:
        yield f"article {identity}: its text is not the one that was collected"
    if any(not 0 <= block.span.start <= block.span.end <= len(text) for block in article.blocks):
        yield f"article {identity}: a block lies outside its text"
    if number not in indexed:
        yield f"article {identity} is not in the index of words"


def _url_hash(url: str) -> str:
    return sha256(url.encode("utf-8", "backslashreplace")).hexdigest() if url else ""


def _plain(text: str) -> str:
    """For LIKE: an id holds neither of its signs."""
    return text.replace("%", "").replace("_", "")


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
