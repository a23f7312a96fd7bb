"""`briefing collect`, `briefing feeds` and `briefing make URL`, as they are called."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from briefing.cli import run
from tests.network.misbehaving import Server, answer
from tests.network.publishing import PARAGRAPHS, page, part, publish, publish_page, rss, whole

HOME = Path(__file__).resolve().parent.parent.parent
CONFIG = """
[network]
allow_private = true
pause_seconds = 0.0
[limits]
total_seconds = 2.0
[store]
where = "desk.sqlite"
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.err.splitlines()[-1]


Run = Callable[..., Ran]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose archive and settings are its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefing.toml").write_text(CONFIG)
    return tmp_path


@pytest.fixture
def briefing(desk: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> Ran:
        capsys.readouterr()
        code = run(list(arguments))
        return Ran(code, *capsys.readouterr())

    return call


def articles(briefing: Run) -> list[dict[str, str]]:
    return [json.loads(line) for line in briefing("archive", "list", "--json").out.splitlines()]


# --- feeds -------------------------------------------------------------------------------------------------------


def test_a_feed_is_added_by_its_address(briefing: Run, server: Server) -> None:
    url = publish(server, "/feed.xml", whole("One"))
    added = briefing("feeds", "add", url, "--list", "morning", "--list", "rail")
    assert (added.code, added.out) == (0, f"{url}\n")
    assert added.last == "The Norland Courier is added; briefing collect fetches it"
    assert briefing("feeds", "add", url, "--name", "Courier").last.startswith("Courier was there already")
    (feed,) = json.loads(briefing("feeds", "list", "--json").out)
    assert (feed["url"], feed["title"], feed["lists"]) == (url, "Courier", ["morning", "rail"])


def site(*links: str) -> bytes:
    return answer(200, f"<!doctype html><html><head>{''.join(links)}</head><body>News</body></html>".encode())


RSS = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


def test_the_feed_of_a_page_is_found(briefing: Run, server: Server) -> None:
    publish(server, "/news/feed", whole("One"))
    comments = RSS.format(title="Comments on the Courier", href="/comments/feed")
    server.on(
        "/news/", site(RSS.format(title="The Courier &amp; Post", href="feed"), comments, "<link rel=icon href=x>")
    )
    added = briefing("feeds", "add", server.site + "/news/")
    assert (added.code, added.out) == (0, f"{server.site}/news/feed\n")
    assert "The Courier & Post is added" in added.err


def test_of_several_feeds_one_is_to_be_chosen(briefing: Run, server: Server) -> None:
    atom = (
        '<LINK title=Sport type="application/atom+xml; charset=utf-8" rel="home ALTERNATE" href="//h.example/s.atom">'
    )
    url = server.on("/", site("<base href='/a/'>", RSS.format(title="World", href="world"), atom))
    shown = briefing("feeds", "add", url)
    assert (shown.code, shown.out) == (2, f"{server.site}/a/world  World\nhttp://h.example/s.atom  Sport\n")
    assert "the page names 2 feeds" in shown.err
    assert not Path("desk.sqlite").exists()


def test_links_that_look_like_feeds_are_shown(briefing: Run, server: Server) -> None:
    url = server.on("/", site("<a href='/feeds/world.xml'>World</a> <a href=/feedback>Write to us</a>"))
    shown = briefing("feeds", "add", url)
    assert (shown.code, shown.out) == (2, f"{server.site}/feeds/world.xml\n")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("{site}/nothing", "it is not there (404)"),
        ("{site}/page", "the page names no feed"),
        ("{site}/evil", "the page names no feed"),
        ("news.example/feed", "it begins with neither http:// nor https://"),
        ("file:///etc/passwd", "file: is not fetched"),
        ("http://desk:secret@127.0.0.1/feed", "holds a user name"),
        ("http://169.254.169.254/feed", "private or special"),
    ],
)
def test_what_is_not_added(briefing: Run, server: Server, given: str, words: str) -> None:
    server.on("/page", answer(200, page("One")))
    server.on("/evil", site(*(RSS.format(title="x", href=href) for href in ("file:///etc/passwd", "javascript:x", ""))))
    refused = briefing("feeds", "add", given.format(site=server.site))
    assert refused.code in {2, 3}
    assert words in refused.err
    assert "secret" not in refused.err
    assert len(refused.err.splitlines()) == 1


def test_the_list_tells_how_each_feed_does(briefing: Run, server: Server) -> None:
    for name, does in (("a", answer(200, rss([whole("One")]), content_type="text/xml")), ("b", answer(200, rss([])))):
        briefing("feeds", "add", server.on(f"/{name}", does))
    assert briefing("feeds", "list").out.count("not collected yet") == 2
    server.on("/b", answer(404))
    assert briefing("collect").code == 3
    first, second = briefing("feeds", "list").out.splitlines()
    assert "ok " in first
    assert "1 article" in first
    assert "failed once, never a success: it is not there (404); next try " in second
    assert briefing("feeds", "list").last == "2 feeds, 1 of them in trouble"


def test_a_feed_is_removed_and_its_articles_stay(briefing: Run, server: Server) -> None:
    url = publish(server, "/feed", whole("One"))
    briefing("feeds", "add", url)
    briefing("collect")
    assert "articles stay" in briefing("feeds", "remove", url).last
    assert briefing("feeds", "remove", url).code == 2
    assert len(articles(briefing)) == 1


def test_check_says_what_comes_and_keeps_nothing(briefing: Run, server: Server) -> None:
    url = publish(server, "/feed", whole("One"), part("Two", "http://h.example/2"), "<item></item>")
    checked = briefing("feeds", "check", url, server.site + "/none", "-v")
    assert checked.last == "2 feeds: 1 answered, 1 failed"
    assert (checked.code, checked.out) == (3, f"{url}: 2 articles, 1 of them in part, 1 refused\n")
    assert "it is not there (404)" in checked.err
    assert "neither headline nor text" in checked.err
    assert briefing("archive", "list").last.startswith("the archive is empty; briefing archive add")


def test_a_feed_that_answers_again_is_due_again(briefing: Run, server: Server) -> None:
    url = publish(server, "/feed", whole("One"))
    briefing("feeds", "add", url)
    server.on("/feed", answer(410))
    assert briefing("collect").code == 3
    publish(server, "/feed", whole("One"))
    assert "1 gone" in briefing("collect").last
    assert briefing("feeds", "check").code == 0
    assert "1 fresh" in briefing("collect").last


def test_lists_of_feeds_come_and_go(briefing: Run, desk: Path, server: Server) -> None:
    (desk / "from.opml").write_text(
        '<opml version="2.0"><body><outline text="Rail"><outline text="Courier" xmlUrl="http://h.example/feed?a=1&amp;b"/>'
        '<outline xmlUrl="feed:x"/></outline><outline text="Post" xmlUrl="https://p.example/rss"/></body></opml>'
    )
    taken = briefing("feeds", "import", "from.opml", "--list", "all")
    assert (taken.code, taken.last) == (3, "2 feeds added; briefing collect fetches them")
    assert "from.opml: x: it is no web address" in taken.err
    given = briefing("feeds", "export")
    (desk / "back.opml").write_text(given.out)
    assert (
        briefing("feeds", "import", "back.opml").last == "0 feeds added, 2 there already; briefing collect fetches them"
    )
    shown = json.loads(briefing("feeds", "list", "--json").out)
    assert [(feed["url"], feed["title"], feed["lists"]) for feed in shown] == [
        ("http://h.example/feed?a=1&b", "Courier", ["Rail", "all"]),
        ("https://p.example/rss", "Post", ["all"]),
    ]
    assert not server.asked
    assert briefing("feeds", "import", "none.opml").code == 2


# --- collect -----------------------------------------------------------------------------------------------------


def test_collecting_and_a_brief_of_what_came(briefing: Run, server: Server) -> None:
    briefing("feeds", "add", publish(server, "/feed", whole("One"), part("Two", publish_page(server, "/2", "Two"))))
    collected = briefing("collect")
    assert (collected.code, collected.out) == (0, "")
    assert collected.last == "1 feed: 1 fresh · 2 new articles, 0 known · pages: 1 fetched"
    made = briefing("make", "--since", "1h", "-o", "brief.json")
    assert made.code == 0, made.err
    assert "2 articles -> " in made.last


def test_nothing_to_collect(briefing: Run) -> None:
    ran = briefing("collect")
    assert (ran.code, ran.err) == (2, "error: there are no feeds to collect. Add one with briefing feeds add URL\n")


@pytest.mark.parametrize("arguments", [["--every", "15m"], ["--watch", "--every", "1"], ["--watch", "--every", "0m"]])
def test_every_is_a_time_for_watching(briefing: Run, arguments: list[str]) -> None:
    ran = briefing("collect", *arguments)
    assert ran.code == 2
    assert "--every" in ran.err


def test_the_lock_of_another_run(briefing: Run, server: Server) -> None:
    from briefing.store import open_store

    briefing("feeds", "add", publish(server, "/feed", whole("One")))
    with open_store("desk.sqlite") as other, other.db.lock("collect"):
        assert briefing("collect").code == 5


# --- a process of its own ----------------------------------------------------------------------------------------


@pytest.fixture
def collecting(desk: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `briefing collect`; what is still running at the end is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "briefing", "collect", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(HOME)}
        started.append(
            subprocess.Popen(
                command, cwd=desk, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "it did not come about"
        sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_after_the_current_feed(
    briefing: Run, server: Server, collecting: Callable[..., subprocess.Popen[str]], number: signal.Signals
) -> None:
    briefing("feeds", "add", publish(server, "/good", whole("One")))
    slow = publish(server, "/slow", whole("Two"))
    briefing("feeds", "add", slow)
    server.on("/slow", server.silence())
    process = collecting()
    until(lambda: len(server.asked_for("/slow")) == 2)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == (130 if number == signal.SIGINT else 143)
    assert "1 left for the next run" in err
    publish(server, "/slow", whole("Two"))
    briefing("collect")
    assert {article["title"] for article in articles(briefing)} == {"One", "Two"}


def test_watching_goes_on_and_ends_cleanly(
    briefing: Run, server: Server, collecting: Callable[..., subprocess.Popen[str]]
) -> None:
    briefing("feeds", "add", publish(server, "/feed", whole("One")))
    server.on("/feed", answer(500))
    process = collecting("--watch", "--every", "1m")
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")
    assert "the host has a fault (500)" in next(lines)
    assert next(lines).startswith("1 feed: 1 failed")
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def test_no_feeds_are_told_with_what_to_do(briefing: Run, server: Server) -> None:
    briefing("archive", "add", publish_page(server, "/one", "One"))
    for command in ("list", "check"):
        ran = briefing("feeds", command)
        assert (ran.code, ran.out, ran.last) == (0, "", "no feeds; briefing feeds add URL adds one")


# --- make --------------------------------------------------------------------------------------------------------


def test_a_brief_of_addresses_and_files(briefing: Run, desk: Path, server: Server) -> None:
    (desk / "note.txt").write_text("The bus company said that it would run forty more buses on Tuesday.\n")
    urls = [publish_page(server, "/story", "A story"), publish(server, "/feed", whole("One"), whole("Two"))]
    made = briefing("make", "note.txt", *urls, "-o", "brief.json", "--json")
    assert made.code == 0, made.err
    sources = {source["origin_path"]: source["url"] for source in _sources(made)}
    assert sources[f"{server.site}/story"] == f"{server.site}/story"
    assert len(sources) >= 3
    assert briefing("verify", "brief.json").code == 0


def _sources(made: Ran) -> list[dict[str, str]]:
    document = json.loads(made.out.partition("\n")[2])
    found: list[dict[str, str]] = document["sources"] + document["other_sources"]
    return found


def test_an_address_that_gives_nothing_is_told(briefing: Run, desk: Path, server: Server) -> None:
    (desk / "note.txt").write_text("The bus company said that it would run forty more buses on Tuesday.\n")
    picture = server.on("/picture", answer(200, b"\x89PNG\r\n\x1a\n" + bytes(99), content_type="image/png"))
    made = briefing("make", "note.txt", server.site + "/none", picture, "-o", "brief.json")
    assert made.code == 3
    assert "it is not there (404)" in made.err
    assert "it is a PNG picture" in made.err


def test_the_part_of_a_feed_takes_no_place_of_its_page(briefing: Run, server: Server) -> None:
    url = publish_page(server, "/one", "One")
    made = briefing("make", url, publish(server, "/feed", part("One", url)), "-o", "brief.json")
    assert made.code == 0
    assert "1 article left aside, a part of what is there as a whole" in made.err
    (source,) = json.loads(Path("brief.json").read_text())["sources"]
    assert (source["url"], source["complete"]) == (url, True)


def test_what_a_server_calls_a_page_is_read_as_one(briefing: Run, server: Server) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS).encode()
    made = briefing("make", server.on("/story.php", answer(200, b"<div>" + text + b"</div>")), "-o", "b.json", "--json")
    assert made.code == 0, made.err
    assert "<p>" not in made.out
    assert PARAGRAPHS[0] in made.out


def test_a_charset_of_the_server_counts(briefing: Run, server: Server) -> None:
    """Nothing in the page says that it is in KOI8-R."""
    text = "Забастовка машинистов продолжается вторую неделю, сообщил в понедельник профсоюз."
    body = f"<html><body><article><p>{text}</p>{'<p>Переговоров пока не будет, говорит компания.</p>' * 5}</article>"
    url = server.on("/page", answer(200, body.encode("koi8-r"), content_type="text/html; charset=KOI8-R"))
    made = briefing("make", url, "-o", "brief.json", "--json")
    assert made.code == 0, made.err
    assert text in made.out


def test_nothing_is_fetched_that_was_not_named(briefing: Run, desk: Path, server: Server) -> None:
    url = publish_page(server, "/page", "A page")
    (desk / "note.md").write_text(
        f"---\nurl: {url}\n---\nThe [bus]({url}) company said that it would run more buses.\n"
    )
    assert briefing("make", "note.md", "-o", "brief.html", "-o", "brief.eml").code == 0
    assert not server.asked


def test_addresses_into_the_archive(briefing: Run, server: Server) -> None:
    ran = briefing("archive", "add", publish_page(server, "/story", "A story"))
    assert ran.code == 0, ran.err
    assert [article["url"] for article in articles(briefing)] == [server.site + "/story"]
