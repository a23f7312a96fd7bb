"""Feeds and pages of made-up publishers, in one short line each."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tests.network.misbehaving import Server, answer

LONG = (
    "The strike of the train drivers in Norland went into its second week on Monday, the union said. "
    "No talks were planned before Thursday, according to the railway company in Hafen. "
    "Commuters were asked to travel by bus, and the port of Hafen reported delays of two days. "
)
PARAGRAPHS = (
    "The strike of the train drivers in Norland went into its second week on Monday, the union said.",
    "No talks were planned before Thursday, according to the railway company in Hafen.",
    "Commuters were asked to travel by bus, and the port of Hafen reported delays of two days.",
    "The minister of transport said on Sunday that the law on strikes would not be changed this year.",
    "A spokesman of the union answered that nobody had asked for a change, and that pay was the question.",
)


def item(name: str, text: str = "", link: str = "", published: str = "Sat, 31 Jan 2026 06:00:00 GMT") -> str:
    """An entry: `text` long enough is the whole article, a short one a part of it, none a headline alone."""
    parts = [f"<title>{escape(name)}</title>", f"<guid isPermaLink='false'>{escape(name)}</guid>"]
    parts += [f"<link>{escape(link)}</link>"] if link else []
    parts += [f"<description>{escape(text)}</description>"] if text else []
    return f"<item>{''.join(parts)}<pubDate>{published}</pubDate></item>"


def whole(name: str, link: str = "") -> str:
    """An entry with its whole text, which no other has."""
    return item(name, f"{name}: {LONG * 4}", link)


def part(name: str, link: str, text: str = "") -> str:
    """An entry that breaks off."""
    return item(name, text or f"{name}: {LONG[:90]} …", link)


def rss(items: Iterable[str], title: str = "The Norland Courier") -> bytes:
    channel = f"<title>{title}</title><link>https://courier.example/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}{"".join(items)}</channel></rss>'.encode()


def page(name: str) -> bytes:
    """A page that holds an article of that name, with a menu and a foot around it."""
    text = "".join(f"<p>{name}: {paragraph}</p>" for paragraph in PARAGRAPHS)
    head = f"<head><title>{name}</title><meta charset='utf-8'></head>"
    menu = "<nav><a href='/'>Home</a> <a href='/politics'>Politics</a></nav>"
    article = f"<article><h1>{name}</h1>{text}</article>"
    return f"<!doctype html><html>{head}<body>{menu}{article}<footer>© The Courier</footer></body></html>".encode()


def feed_answer(items: Iterable[str], **headers: str) -> bytes:
    return answer(200, rss(items), length=-1, **{"content_type": "application/rss+xml", **headers})


def publish(server: Server, path: str, *items: str, **headers: str) -> str:
    """The address of a feed with these entries."""
    return server.on(path, feed_answer(items, **headers))


def publish_page(server: Server, path: str, name: str) -> str:
    return server.on(path, answer(200, page(name)))
