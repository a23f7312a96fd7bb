"""Collecting from a local server into SQLite: `python -m bench collect [--feeds 100] [--items 40] [--seed N]`.

The server is a process of its own on loopback; every feed has a host of its own by name. Texts are made (200 to 1,000
words). `whole`: feeds with whole texts; `parts`: feeds with a part of each text, whose page is fetched and read;
`again`: a second run, in which nothing has changed and no server says so. Seconds are of the wall; `cpu` is of the
processor, ours and that of the reading children, without the server's.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from time import perf_counter
from typing import Any, ClassVar

from msgspec.structs import replace

from bench.archive import made_articles
from briefing.config import Config
from briefing.job.collecting import Collected, Collection, collect
from briefing.job.fetching import open_network
from briefing.job.running import now
from briefing.store import Store, open_store
from briefing.types import Article

CONFIG = replace(Config(), network=replace(Config().network, allow_private=True, pause_seconds=0.0))


def run(data: Path, feeds: int | str = 100, items: int | str = 40, seed: int = 1) -> dict[str, Any]:  # noqa: ARG001
    feeds, items = int(feeds), int(items)
    few = max(feeds // 5, 1)
    result: dict[str, Any] = {"task": "collect", "data": {}}
    with tempfile.TemporaryDirectory() as folder:
        for kind, count in (("whole", feeds), ("parts", few)):
            with serving(kind, count, items, seed) as port, open_store(f"{folder}/{kind}.sqlite") as store:
                for number in range(count):
                    store.feeds.add(f"http://{kind}{number}.example:{port}/feed", at=now())
                result["data"][f"{kind}/{count}x{items}"] = measured(store, count * items)
                if kind == "whole":
                    result["data"][f"again/{count}x{items}"] = measured(store, count * items)
    return result


def measured(store: Store, items: int) -> dict[str, Any]:
    """One round."""
    network = open_network(CONFIG, resolve=lambda _host, _port: ["127.0.0.1"])
    begun, used = perf_counter(), _processor()
    outcome: Collected = collect(Collection(CONFIG), store, network)
    seconds, cpu = perf_counter() - begun, _processor() - used
    return {
        "items": items,
        "new": outcome.new,
        "pages": outcome.pages,
        "failed": outcome.failed + outcome.pages_failed,
        "seconds": seconds,
        "cpu": cpu,
        "items_per_second": items / seconds,
        "items_per_cpu_second": items / cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _processor() -> float:
    """Seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


# --- the server ------------------------------------------------------------------------------------------------


@contextmanager
def serving(kind: str, feeds: int, items: int, seed: int) -> Iterator[int]:
    """The port of a server in another process, which ends with the context."""
    command = [sys.executable, "-m", "bench.collect", kind, str(feeds), str(items), str(seed)]
    home = Path(__file__).resolve().parent.parent
    with subprocess.Popen(command, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


class Handler(StreamRequestHandler):
    """Answers by path and host, from bytes that were made before."""

    made: ClassVar[dict[str, bytes]] = {}

    def handle(self) -> None:
        lines = list(iter(lambda: self.rfile.readline().strip(), b""))
        path = lines[0].split()[1].decode()
        host = next((line[6:].partition(b":")[0].decode() for line in lines if line.lower().startswith(b"host: ")), "")
        body = self.made.get(f"{host}{path}", b"")
        status = b"200 OK" if body else b"404 Not Found"
        self.wfile.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body)


def serve(kind: str, feeds: int, items: int, seed: int) -> None:
    """Says its port, and serves until it is killed."""
    articles = made_articles(feeds * items, seed)
    ThreadingTCPServer.request_queue_size = 128
    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        for number in range(feeds):
            Handler.made.update(_publisher(f"{kind}{number}.example", server.server_address[1], articles, items))
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.daemon_threads = True
        server.serve_forever()


def _publisher(host: str, port: int, articles: Iterator[Article], items: int) -> Iterator[tuple[str, bytes]]:
    """The feed of a host, and its pages where the feed gives parts."""
    entries = []
    for number in range(items):
        article = next(articles)
        lines = article.text.split("\n")
        text = "".join(f"<p>{escape(line)}</p>" for line in lines)
        link = f"http://{host}:{port}/{number}"
        if host.startswith("parts"):
            yield f"{host}/{number}", _page(article.title, text)
            text = f"<p>{escape(lines[0][:120])} …</p>"
        entries.append(_entry(article.title, link, text))
    channel = f"<title>{host}</title><link>http://{host}/</link>{''.join(entries)}"
    feed = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{channel}</channel></rss>'
    yield f"{host}/feed", feed.encode()


def _entry(title: str, link: str, text: str) -> str:
    dated = "<pubDate>Sat, 31 Jan 2026 06:00:00 GMT</pubDate>"
    return f"<item><title>{title}</title><link>{link}</link>{dated}<description>{escape(text)}</description></item>"


def _page(title: str, text: str) -> bytes:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
    article = (
        f"<main><article><h1>{title}</h1><time datetime='2026-01-31'>31 January 2026</time>{text}</article></main>"
    )
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return f"<!doctype html><html lang='en'>{head}<body>{menu}{article}<footer>Imprint</footer></body></html>".encode()


if __name__ == "__main__":
    which, *numbers = sys.argv[1:]
    serve(which, *map(int, numbers))
