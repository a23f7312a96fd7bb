"""Thirty days in five minutes: `python -m bench month [--days 30] [--readers 40] [--seed N]`.

A month of made articles goes through the real collecting (a server on loopback that fails at random), archive, editions
and outbox (a sender that fails at random); only the clock is moved. Every sentence of the made articles carries a fact,
so a fact that was printed and comes again in other words or in a reprint is known to be a repeat.

`lost` readers got no mail of an edition, `twice` got two other than by an answer that was lost, `repeats` are printed
points marked new whose very sentence an earlier edition printed, `reworded` those whose fact it printed in other words,
`missed` articles of feeds that were answered are not in the archive.
"""

from __future__ import annotations

import ctypes
import gc
import random
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any, Self

from msgspec import convert

from briefing.config import Config
from briefing.job.collecting import Collection, collect
from briefing.job.delivering import deliver
from briefing.job.digesting import Order
from briefing.job.fetching import open_network
from briefing.mail.message import Mail
from briefing.mail.receipts import Receipt
from briefing.schema import Document, loads
from briefing.store import Store, open_store
from briefing.store.subscribers import Subscriber

START = date(2026, 9, 1)
OUTLETS = 4
EVENTS_A_DAY = 2
RUNS_A_DAY = 8  # of the timer, a quarter of an hour apart
FAULTS = {"accepted": 0.86, "later": 0.06, "unanswered": 0.04, "unreachable": 0.04}
LISTS = ("", "", "", "", "", "", "wire", "note")


def run(
    data: Path,  # noqa: ARG001 - as every task
    *,
    days: int | str = 30,
    readers: int | str = 40,
    seed: int = 0,
) -> dict[str, Any]:
    """The figures of a month."""
    begun = perf_counter()
    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/archive.sqlite") as store:
        month = _Month(store, random.Random(seed), int(days), int(readers))
        figures = month.lived()
    figures["seconds"] = perf_counter() - begun
    return {"task": "month", "data": {f"{days} days, {readers} readers": figures}, "peers": {}}


# --- the news ------------------------------------------------------------------------------------------------

_PLACES = (
    "Lanz Brunn Tarvik Osmere Calder Velna Ruston Idris Morva Kelby Sundal Perrin Astor Dunmar Halsey Quill".split()
)
_THINGS = (
    ("ferry", "sank off", "people died", "rescuers", "the harbour master"),
    ("mill", "burned down in", "workers were hurt", "firefighters", "the fire chief"),
    ("bridge", "collapsed near", "cars fell into the river", "engineers", "the road minister"),
    ("train", "left the rails near", "passengers were hurt", "investigators", "the railway's director"),
    ("dam", "cracked above", "families left their homes", "soldiers", "the water authority"),
    ("bank", "closed its branches in", "savers lost deposits", "auditors", "the central bank"),
    ("hospital", "lost its power in", "patients were moved", "electricians", "the health minister"),
    ("refinery", "leaked oil into the bay of", "beaches were closed", "divers", "the environment agency"),
)
_NAMES = "Maribel Corona Estrella Aurora Borealis Pelican Fortuna Meridian Saturn Albatros Kestrel Orion".split()


@dataclass(frozen=True)
class Event:
    """Something that happened on `day` and is told of for `life` days; its number rises."""

    number: int
    day: int
    life: int
    thing: tuple[str, str, str, str, str]
    name: str
    place: str
    count: int

    def facts(self, day: int, outlet: int) -> list[tuple[str, str]]:
        """Fact and sentence, as an outlet words it on a day."""
        what, did, harm, crew, who = self.thing
        told = self.count + 3 * (day - self.day)
        one = f"the {self.name} {what}"
        key = f"e{self.number}"
        harmed = (
            f"At least {told} {harm} when {one} {did} {self.place}.",
            f"{one[0].upper()}{one[1:]} {did} {self.place} and at least {told} {harm}.",
            f"Officials in {self.place} said at least {told} {harm} after {one} {did} {self.place}.",
        )[outlet % 3]
        searched = (
            f"{crew.capitalize()} searched the site of the {self.name} in {self.place} on day {day - self.day + 1}.",
            f"On day {day - self.day + 1}, {crew} searched the site of the {self.name} in {self.place}.",
        )[outlet % 2]
        blamed = f"{who[0].upper()}{who[1:]} blamed poor upkeep of the {self.name} for what happened in {self.place}."
        return [
            (f"{key} harm {told}", harmed),
            (f"{key} search {day}", searched),
            (f"{key} blame", blamed),
        ]


def events(rng: random.Random, days: int) -> list[Event]:
    places, names = _PLACES[:], _NAMES[:]
    found: list[Event] = []
    for day in range(days):
        for _ in range(EVENTS_A_DAY):
            thing = rng.choice(_THINGS)
            name = f"{rng.choice(names)} {rng.choice(('Star', 'Bay', 'Queen', 'North', 'Two', 'Grand'))}"
            place = f"{rng.choice(('Port', 'New', 'Upper', 'Saint'))} {rng.choice(places)}"
            found.append(Event(len(found), day, rng.randint(1, 4), thing, name, place, rng.randint(4, 40)))
    return found


@dataclass
class News:
    """What the feeds hold on a day; `facts` maps the letters of a sentence to its fact."""

    rng: random.Random
    all_events: list[Event]
    facts: dict[str, str] = field(default_factory=dict)

    def feed(self, outlet: int, day: int) -> tuple[bytes, list[str]]:
        """An RSS feed of the last three days, and its links. One outlet reprints what the first one writes."""
        items, links = [], []
        for when in range(max(0, day - 2), day + 1):
            for event in self.all_events:
                if not event.day <= when < event.day + event.life:
                    continue
                link = f"http://outlet{outlet}.example/{event.number}-{when}"
                writer = 0 if outlet == 1 else outlet
                told = event.facts(when, writer)
                self.facts.update({letters(sentence): fact for fact, sentence in told})
                text = "".join(f"<p>{escape(sentence)}</p>" for _, sentence in told)
                published = datetime(START.year, START.month, START.day, 4, tzinfo=UTC) + timedelta(days=when)
                dated = f"{published:%a, %d %b %Y %H:%M:%S} GMT"
                items.append(
                    f"<item><title>{event.name}: {event.place}, day {when - event.day + 1}</title><link>{link}</link>"
                    f"<guid>{link}</guid><pubDate>{dated}</pubDate><description>{escape(text)}</description></item>"
                )
                links.append(link)
        head = f"<title>Outlet {outlet}</title><link>http://outlet{outlet}.example/</link>"
        return (
            f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode(),
            links,
        )


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


# --- what fails ------------------------------------------------------------------------------------------------


class Server(ThreadingHTTPServer):
    """Feeds by the name of their host; one answer in eight is an error or is cut short."""

    bodies: dict[str, bytes]
    rng: random.Random
    answered: set[str]

    @contextmanager
    def running(self) -> Iterator[int]:
        thread = Thread(target=self.serve_forever, daemon=True)
        thread.start()
        try:
            yield self.server_address[1]
        finally:
            self.shutdown()
            self.server_close()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        body, fault = self.server.bodies.get(host, b""), self.server.rng.random()
        if fault < 0.06:
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault < 0.12:
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return
        self.server.answered.add(host)
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@dataclass
class Post:
    """A sender that fails at random; what it took is counted by reader and Message-ID."""

    rng: random.Random
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    excused: set[tuple[str, str]] = field(default_factory=set)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def send(self, mail: Mail) -> Receipt:
        verdict = self.rng.choices(tuple(FAULTS), tuple(FAULTS.values()))[0]
        key = (str(mail.recipient), mail.message_id)
        if verdict == "accepted" or (verdict == "unanswered" and self.rng.random() < 0.5):
            self.taken[key] += 1
        if verdict == "unanswered":
            self.excused.add(key)
        return Receipt(verdict, 451 if verdict == "later" else 0, verdict)  # type: ignore[arg-type]


# --- the month -------------------------------------------------------------------------------------------------


class _Month:
    def __init__(self, store: Store, rng: random.Random, days: int, readers: int) -> None:
        self.store, self.rng, self.days = store, rng, days
        self.news = News(rng, events(rng, days))
        self.post = Post(rng)
        self.readers = [f"reader{n}@example.org" for n in range(readers)]
        self.counts: Counter[str] = Counter()
        self.printed: set[str] = set()
        self.printed_facts: set[str] = set()
        self.config = _config()
        begin = datetime(START.year, START.month, START.day, tzinfo=UTC)
        for n, address in enumerate(self.readers):
            store.subscribers.add(Subscriber("desk", address, layout=LISTS[n % len(LISTS)], attach=n % 2 == 0), begin)

    def lived(self) -> dict[str, Any]:
        early = late = 0.0
        server = Server(("127.0.0.1", 0), Handler)
        server.rng, server.bodies, server.answered = self.rng, {}, set()
        with server.running() as port:
            for outlet in range(OUTLETS):
                at = datetime(START.year, START.month, START.day, tzinfo=UTC)
                self.store.feeds.add(f"http://outlet{outlet}.example:{port}/feed", f"Outlet {outlet}", at=at)
            for day in range(self.days):
                self.collected(server, day)
                self.sent(day)
                _forget()
                late = _memory()
                early = late if day == min(5, self.days - 1) else early
        return {**self.figures(), "mb_day_6": early, "mb_last_day": late}

    def collected(self, server: Server, day: int) -> None:
        """Three rounds a morning: what failed is asked again."""
        made = {f"outlet{outlet}.example": self.news.feed(outlet, day) for outlet in range(OUTLETS)}
        server.bodies, server.answered = {host: body for host, (body, _) in made.items()}, set()
        for hour in (4, 4.5, 5):
            now = datetime(START.year, START.month, START.day, tzinfo=UTC) + timedelta(days=day, hours=hour)
            clock = partial(_same, now)
            network = open_network(self.config, now=clock, resolve=lambda _host, _port: ["127.0.0.1"])
            collect(Collection(self.config, now=clock), self.store, network)
            self.counts["collects"] += 1
        there = {item.article.url for item in self.store.articles.kept()}
        wanted = {link for host, (_, links) in made.items() if host in server.answered for link in links}
        self.counts["missed"] += len(wanted - there)

    def sent(self, day: int) -> None:
        digest = self.config.digest[0]
        for run in range(RUNS_A_DAY):
            at = datetime(START.year, START.month, START.day, 7, tzinfo=UTC) + timedelta(days=day, minutes=15 * run)
            order = Order(digest, self.config, at)
            done = deliver(self.store, order, scheduled=True, sender_for=lambda _: self.post, clock=partial(_same, at))
            if done.made and done.edition and done.edition.state == "sent":
                self.counts["editions"] += 1
                self.read(loads(done.edition.document))

    def read(self, document: Document) -> None:
        """What a reader would notice."""
        new = set(document.changes.new) if document.changes else set()
        for point in document.points:
            if point.id in new:
                self.counts["repeats"] += letters(point.text) in self.printed
                fact = self.news.facts.get(letters(point.text))
                self.counts["reworded"] += fact in self.printed_facts and letters(point.text) not in self.printed
                self.counts["new"] += 1
        self.counts["changed"] += len(document.changes.changed) if document.changes else 0
        for point in document.points:
            self.printed.add(letters(point.text))
            self.printed_facts.add(self.news.facts.get(letters(point.text), ""))

    def figures(self) -> dict[str, Any]:
        by_edition: Counter[str] = Counter()
        lost = 0
        for edition in self.store.editions.latest("desk", count=1_000):
            if edition.state != "sent":
                continue
            entries = self.store.outbox.entries(edition.id)
            by_edition[edition.id] = len(entries)
            lost += sum(not self.post.taken[entry.recipient, entry.message_id] for entry in entries)
            lost += len(set(self.readers) - {entry.recipient for entry in entries})
        twice = sum(n > 1 and key not in self.post.excused for key, n in self.post.taken.items())
        return {
            **{k: self.counts[k] for k in ("collects", "editions", "new", "changed", "missed", "repeats", "reworded")},
            "mails": sum(self.post.taken.values()),
            "lost": lost,
            "twice": twice,
            "second_copies": sum(n > 1 for n in self.post.taken.values()),
        }


def _same(instant: datetime) -> datetime:
    """A clock that stands."""
    return instant


def _config() -> Config:
    every = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    given = {
        "mail": {"from_address": "desk@example.org", "sender": "folder"},
        "network": {"allow_private": True, "pause_seconds": 0.0, "robots": False},
        "digest": [{"list": "desk", "days": every}],
    }
    return convert(given, Config)


def _forget() -> None:
    """A timer starts a new process for each run: what one remembers of texts is not there for the next."""
    for name, module in list(sys.modules.items()):
        if name.startswith("briefing."):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
    gc.collect()
    if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)  # what is free: the C library would keep most of it


def _memory() -> float:
    """Of this process, resident, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6
