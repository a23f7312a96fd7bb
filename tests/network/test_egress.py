"""Fetching from a server that misbehaves in every way we have heard of."""

from __future__ import annotations

import gzip
import socket
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from shutil import which
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from time import monotonic

import brotli
import pytest

from briefing.ingest.network import FetchError, Network
from briefing.ingest.network.public import is_allowed
from tests.network.conftest import NOW
from tests.network.misbehaving import Server, answer, chunked, echo, reset

Networks = Callable[..., Network]
PAGE = "<p>The strike of the train drivers – second week.</p>".encode()
ZEROS = b"\0" * 2_900_000


def refusal(network: Network, url: str, **state: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        network.fetch(url, **state)
    assert "\n" not in str(caught.value)
    return caught.value


# --- what goes well ----------------------------------------------------------------------------------------------


def test_a_page_comes_with_all_that_is_known_of_it(server: Server, network: Networks) -> None:
    whole = answer(200, PAGE, content_type='Text/HTML; charset="Latin1"', etag='"a"', last_modified="Sat, 31 Jan 2026")
    got = network().fetch(server.on("/page", whole))
    assert (got.status, got.body, got.charset, got.content_type) == (200, PAGE, "iso8859-1", "text/html")
    assert (got.etag, got.last_modified, got.at, got.is_new) == ('"a"', "Sat, 31 Jan 2026", NOW, True)
    assert got.url == got.final_url == server.site + "/page"


def test_we_say_who_asks_and_send_no_more_than_we_must(server: Server, network: Networks) -> None:
    got = network().fetch(server.on("/", echo))
    sent = dict(line.split(": ", 1) for line in got.body.decode().splitlines())
    assert sent.keys() == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert sent["user-agent"].startswith("briefing/")
    assert sent["user-agent"].endswith("(+desk@example.org)")
    assert sent["host"] == f"127.0.0.1:{server.port}"


def test_a_contact_cannot_add_a_header(server: Server, network: Networks) -> None:
    got = network(contact="desk\r\nX-Evil: 1").fetch(server.on("/", echo))
    assert b"x-evil" not in got.body


PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "Deflate": zlib.compress(PAGE)[2:-4],  # without its wrapper
    "br": brotli.compress(PAGE),
    "gzip, br": brotli.compress(gzip.compress(PAGE)),
    "identity": PAGE,
    "": PAGE,
}


@pytest.mark.parametrize("coding", PACKED)
def test_content_codings_are_undone(server: Server, network: Networks, coding: str) -> None:
    url = server.on("/", answer(200, PACKED[coding], content_encoding=coding))
    assert network().fetch(url).body == PAGE


def test_two_gzip_members_are_one_body(server: Server, network: Networks) -> None:
    body = gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]) + b"\0\0"
    assert network().fetch(server.on("/", answer(200, body, content_encoding="gzip"))).body == PAGE


def test_chunks_and_a_body_that_ends_with_the_connection(server: Server, network: Networks) -> None:
    assert network().fetch(server.on("/chunks", chunked(PAGE[:9], PAGE[9:]))).body == PAGE
    assert network().fetch(server.on("/open", answer(200, PAGE, content_length=""))).body == PAGE


def test_more_than_was_announced_is_left(server: Server, network: Networks) -> None:
    assert network().fetch(server.on("/", answer(200, PAGE + b"smuggled", length=len(PAGE)))).body == PAGE


@pytest.mark.parametrize("charset", ["klingon", "hex", "rot13", "utf-8;q=1;charset=hex", '"', ""])
def test_a_charset_that_is_none_is_not_handed_on(server: Server, network: Networks, charset: str) -> None:
    url = server.on("/", answer(200, PAGE, content_type=f"text/html; charset={charset}"))
    assert network().fetch(url).charset in {"", "utf-8"}


def test_cookies_are_not_kept(server: Server, network: Networks) -> None:
    desk = network()
    desk.fetch(server.on("/first", answer(200, PAGE, set_cookie="id=1; Path=/")))
    assert b"cookie" not in desk.fetch(server.on("/second", echo)).body


# --- state -------------------------------------------------------------------------------------------------------


def test_not_modified(server: Server, network: Networks) -> None:
    url = server.on("/", answer(304, etag='"a"'))
    got = network().fetch(url, etag='"a"', last_modified="Sat, 31 Jan 2026 07:00:00 GMT")
    assert (got.status, got.body, got.is_new) == (304, b"", False)
    (asked,) = server.asked_for("/")
    assert asked.headers["if-none-match"] == '"a"'
    assert asked.headers["if-modified-since"] == "Sat, 31 Jan 2026 07:00:00 GMT"


def test_not_modified_without_a_state_is_no_answer(server: Server, network: Networks) -> None:
    assert "unchanged" in refusal(network(), server.on("/", answer(304))).reason


def test_a_state_that_is_no_header_is_not_sent(server: Server, network: Networks) -> None:
    got = network().fetch(server.on("/", echo), etag='"a"\r\nX-Evil: 1', last_modified="gestern – früh")
    assert b"evil" not in got.body
    assert b"modified" not in got.body


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        ("Sat, 31 Jan 2026 08:00:00 GMT", 3_600),
        ("Sat, 31 Jan 2026 06:00:00 GMT", 0),
        ("99999999", 86_400),
        ("Wed, 31 Jan 2046 08:00:00 GMT", 86_400),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after(server: Server, network: Networks, status: int, retry_after: str, seconds: int | None) -> None:
    error = refusal(network(), server.on("/", answer(status, retry_after=retry_after)))
    assert error.status == status
    assert error.retry_at == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_a_host_that_wants_to_be_left_alone_is(server: Server, network: Networks) -> None:
    desk = network()
    refusal(desk, server.on("/busy", answer(429, retry_after="300")))
    error = refusal(desk, server.on("/other", answer(200, PAGE)))
    assert "left alone" in error.reason
    assert error.retry_at == NOW + timedelta(seconds=300)
    assert not server.asked_for("/other")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "login"),
        (402, "payment"),
        (403, "does not let programs in"),
        (404, "not there"),
        (410, "gone"),
        (418, "refuses (418)"),
        (429, "too often"),
        (451, "legal"),
        (500, "fault (500)"),
        (503, "overloaded"),
        (599, "fault (599)"),
        (204, "not the whole"),
        (206, "not the whole"),
        (300, "redirects"),
        (305, "redirects"),
    ],
)
def test_refusals_in_words(server: Server, network: Networks, status: int, words: str) -> None:
    error = refusal(network(), server.on("/", answer(status, PAGE if status != 204 else b"")))
    assert words in error.reason
    assert (error.status, error.gone) == (status, status == 410)


# --- redirects ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(server: Server, network: Networks, status: int) -> None:
    server.on("/new/page", answer(200, PAGE))
    got = network().fetch(server.on("/old", answer(status, location="new/page#part")))
    assert (got.body, got.final_url) == (PAGE, server.site + "/new/page")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/start", "circle"),
        ("", "nowhere"),
        ("file:///etc/passwd", "file: is not fetched"),
        ("ftp://example.org/", "ftp: is not fetched"),
        ("gopher://example.org/", "gopher: is not fetched"),
        ("data:text/html,hello", "data: is not fetched"),
        ("javascript:alert(1)", "javascript: is not fetched"),
        ("http://:80/", "names no host"),
        ("http://[::1", "no web address"),
        ("http://a b/", "no name of a host"),
        ("http://169.254.169.254/latest/", "private or special"),
        ("http://224.0.0.1/", "private or special"),
        ("http://0.0.0.0/", "private or special"),
    ],
)
def test_where_no_redirect_leads(server: Server, network: Networks, location: str, words: str) -> None:
    assert words in refusal(network(), server.on("/start", answer(302, location=location))).reason


def test_redirects_have_an_end(server: Server, network: Networks) -> None:
    def onward(request: object, connection: socket.socket) -> None:
        connection.sendall(answer(302, location=f"/on?{len(server.asked)}"))

    assert "more than 5 times" in refusal(network(), server.on("/on", onward)).reason
    assert len(server.asked_for("/on")) == 1
    assert len(server.asked) <= 1 + 6


def test_a_name_within_a_redirect_is_checked_as_well(server: Server, network: Networks) -> None:
    """The first host is public by the settings of the test; the second leads into the network."""
    names = {"public.example": "127.0.0.1", "inside.example": "169.254.169.254"}
    desk = network(resolve=lambda host, port: [names[host]])
    server.on("/", answer(302, location="http://inside.example/secret"))
    error = refusal(desk, f"http://public.example:{server.port}/")
    assert "inside.example is a private or special address (169.254.169.254)" in error.reason


def test_users_and_passwords_are_neither_sent_on_nor_shown(server: Server, network: Networks) -> None:
    server.on("/end", echo)
    server.on("/start", answer(302, location=f"http://desk:secret@127.0.0.1:{server.port}/end"))
    got = network().fetch(f"http://user:hidden@127.0.0.1:{server.port}/start")
    assert b"authorization" not in got.body
    assert "secret" not in repr(got)
    assert "hidden" not in repr(got)
    gone = refusal(network(), f"http://user:hidden@127.0.0.1:{server.port}/none")
    assert "hidden" not in repr((gone, gone.url, str(gone)))


# --- too much, too slow, broken ----------------------------------------------------------------------------------


def _bombs() -> dict[str, tuple[str, bytes]]:
    twice = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    return {
        "gzip": ("gzip", gzip.compress(ZEROS)),
        "deflate": ("deflate", zlib.compress(ZEROS)),
        "brotli": ("br", brotli.compress(ZEROS, quality=5)),
        "gzip in gzip": ("gzip, gzip", twice),
        "many members": ("gzip", gzip.compress(b"\0" * 100_000) * 60),
    }


@pytest.mark.parametrize("name", _bombs())
def test_bombs_are_put_out(server: Server, network: Networks, name: str) -> None:
    coding, body = _bombs()[name]
    error = refusal(network(), server.on("/", answer(200, body, content_encoding=coding)))
    assert "limits.http_" in error.reason


@pytest.mark.parametrize(
    ("coding", "body", "words"),
    [
        ("gzip, gzip, gzip", b"x", "packed 3 times"),
        ("zstd", b"x", "not asked for"),
        ("gzip", b"no gzip at all", "damaged"),
        ("deflate", b"no deflate at all", "damaged"),
        ("br", b"no brotli at all", "damaged"),
        ("gzip", gzip.compress(PAGE, mtime=0)[:-9], "breaks off"),
        ("deflate", zlib.compress(PAGE)[:-5], "breaks off"),
        ("br", brotli.compress(PAGE)[:-3], "breaks off"),
    ],
)
def test_broken_codings(server: Server, network: Networks, coding: str, body: bytes, words: str) -> None:
    assert words in refusal(network(), server.on("/", answer(200, body, content_encoding=coding))).reason


def test_a_body_over_the_limit(server: Server, network: Networks) -> None:
    assert "limits.http_bytes" in refusal(network(http_bytes=20), server.on("/", answer(200, PAGE))).reason


def test_an_endless_body(server: Server, network: Networks) -> None:
    endless = server.drip(answer(200, content_length=""), b"more " * 100_000, every=0)
    assert "limits.http_bytes" in refusal(network(total_seconds=20), server.on("/", endless)).reason


def test_endless_headers(server: Server, network: Networks) -> None:
    endless = server.drip(b"HTTP/1.1 200 OK\r\n", b"x: " + b"y" * 60_000 + b"\r\n", every=0)
    assert "no proper HTTP" in refusal(network(total_seconds=20), server.on("/", endless)).reason


def test_endless_interim_answers(server: Server, network: Networks) -> None:
    endless = server.drip(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2_000, every=0)
    assert "limits.http_bytes" in refusal(network(total_seconds=20, http_bytes=100), server.on("/", endless)).reason


SLOW = {
    "headers that never come": lambda server: server.silence(),
    "headers letter by letter": lambda server: server.drip(b"HTTP/1.1 200 OK\r\nx: ", b"y"),
    "a body that never comes": lambda server: server.silence(answer(200, length=1_000)),
    "a body letter by letter": lambda server: server.drip(answer(200, length=100_000), b"y"),
    "the beginning of a compressed body": lambda server: server.silence(
        answer(200, length=100_000, content_encoding="gzip") + gzip.compress(ZEROS)[:90]
    ),
    "chunks letter by letter": lambda server: server.drip(chunked(b"x", end=False), b"1\r\ny\r\n"),
    "a chunk header that goes on": lambda server: server.drip(chunked(b"x", end=False), b"1"),
    "interim answers for ever": lambda server: server.drip(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
}


@pytest.mark.parametrize("way", SLOW)
def test_slow_servers_are_cut_off(server: Server, network: Networks, way: str) -> None:
    begun = monotonic()
    error = refusal(network(total_seconds=0.4), server.on("/", SLOW[way](server)))
    assert "limits.total_seconds" in error.reason
    assert monotonic() - begun < 1.5


def test_slow_redirects_are_one_request(server: Server, network: Networks) -> None:
    def late(_: object, connection: socket.socket) -> None:
        server.closing.wait(0.2)
        connection.sendall(answer(302, location=f"/late?{len(server.asked)}"))

    assert "limits.total_seconds" in refusal(network(total_seconds=0.5), server.on("/late", late)).reason


def test_a_look_up_that_hangs_is_left(network: Networks) -> None:
    hang = threading.Event()

    def never(_host: str, _port: int) -> list[str]:
        hang.wait(10)
        return []

    begun = monotonic()
    error = refusal(network(connect_seconds=0.2, resolve=never), "http://slow.example/")
    hang.set()
    assert "limits.connect_seconds" in error.reason
    assert monotonic() - begun < 1


BROKEN = {
    "garbage": (b"\x16\x03\x01 hello\r\n\r\n", "no proper HTTP"),
    "HTTP/0.9": (b"<html>as in 1991</html>", "no proper HTTP"),
    "nothing": (b"", "broken off"),
    "half a status line": (b"HTTP/1.1 20", "broken off"),
    "a status of letters": (b"HTTP/1.1 abc OK\r\n\r\n", "no proper HTTP"),
    "a header without a name": (b"HTTP/1.1 200 OK\r\n: x\r\n\r\n", "no proper HTTP"),
    "two lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "no proper HTTP"),
    "a length below zero": (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nxx", "no proper HTTP"),
    "less than announced": (answer(200, PAGE, length=1_000), "broken off"),
    "a cut chunk": (chunked(PAGE, end=False), "broken off"),
    "a chunk shorter than it says": (chunked(end=False) + b"ffff\r\nshort", "broken off"),
    "a chunk of a bad size": (chunked(end=False) + b"zz\r\nshort\r\n0\r\n\r\n", "no proper HTTP"),
    "a chunk of a huge size": (chunked(end=False) + b"f" * 30 + b"\r\nshort", "no proper HTTP"),
    "an empty body": (answer(200), "empty"),
    "blanks alone": (answer(200, b" \n\n "), "empty"),
}


@pytest.mark.parametrize("way", BROKEN)
def test_broken_answers(server: Server, network: Networks, way: str) -> None:
    data, words = BROKEN[way]
    assert words in refusal(network(), server.on("/", data)).reason


def test_a_reset_in_the_middle(server: Server, network: Networks) -> None:
    assert "broken off" in refusal(network(), server.on("/", reset)).reason


def test_nobody_listens(network: Networks) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "connection refused" in refusal(network(), f"http://127.0.0.1:{port}/").reason


def test_one_broken_address_of_two_is_passed_over(server: Server, network: Networks) -> None:
    server.on("/", answer(200, PAGE))
    desk = network(resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"])
    assert desk.fetch(f"http://two.example:{server.port}/").body == PAGE


# --- addresses ---------------------------------------------------------------------------------------------------

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "[::1]",
    "[::]",
    "0.0.0.0",
    "0",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "127.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2001:db8::1]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "localhost",
]


@pytest.mark.parametrize("host", INSIDE)
def test_the_inside_is_not_fetched_from(network: Networks, host: str) -> None:
    error = refusal(network(allow_private=False), f"http://{host}/")
    assert "private or special" in error.reason or "no web address" in error.reason or "no host" in error.reason


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::"])
def test_the_public_is(address: str) -> None:
    assert is_allowed(address, allow_private=False)


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "::ffff:169.254.169.254", "224.0.0.1", "fe80::1"])
def test_some_addresses_are_never_fetched_from(address: str) -> None:
    assert not is_allowed(address, allow_private=True)


def test_a_name_with_one_private_address_is_refused(network: Networks) -> None:
    desk = network(allow_private=False, resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"])
    assert "10.0.0.1" in refusal(desk, "http://both.example/").reason


def test_a_name_that_changes_its_address_wins_nothing(server: Server, network: Networks) -> None:
    """DNS rebinding: public when it is checked, private when it is connected to. It is looked up once."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    desk = network(allow_private=False, robots=False, connect_seconds=0.3, resolve=rebinding)
    refusal(desk, f"http://rebind.example:{server.port}/")
    assert (asked, server.asked) == (["rebind.example"], [])
    assert "private" in refusal(desk, f"http://rebind.example:{server.port}/").reason


@pytest.mark.parametrize(
    "url",
    ["", "x", "//example.org/", "file:///etc/passwd", "ftp://example.org/", "mailto:a@example.org", "http:///path",
     "http://exa mple.org/", "http://a_b-.example/%s" % ("x" * 9_000), "http://[v1.x]/", "http://example.org:99999/",
     "http://.../", "http://-x.example/", "http://ex\u2028ample.org/", "http://a\0b/", "unix:/run/x.sock"],
)  # fmt: skip
def test_what_is_no_address(network: Networks, url: str) -> None:
    refusal(network(), url)


# --- TLS ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate for `desk.example`, signed by itself."""
    if not which("openssl"):
        pytest.skip("openssl is not installed: no certificate can be made")
    folder = tmp_path_factory.mktemp("tls")
    name = ["-subj", "/CN=desk.example", "-addext", "subjectAltName=DNS:desk.example"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", "req", "-x509", *key, *name, *files], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return both


@pytest.fixture
def secure(certificate: Path) -> SSLContext:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The certificate is one that the system trusts."""
    from briefing.ingest.network.wire import tls

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls.cache_clear()
    yield
    tls.cache_clear()


def test_a_certificate_that_nobody_signed(secure: SSLContext, network: Networks) -> None:
    with Server(secure) as server:
        server.on("/", answer(200, PAGE))
        desk = network(resolve=lambda host, port: ["127.0.0.1"])
        error = refusal(desk, f"https://desk.example:{server.port}/")
        assert "its certificate is not valid: self" in error.reason
        assert not server.asked


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host(secure: SSLContext, network: Networks) -> None:
    with Server(secure) as server:
        desk = network(resolve=lambda host, port: ["127.0.0.1"])
        error = refusal(desk, f"https://other.example:{server.port}/")
        assert "Hostname mismatch" in error.reason
        assert "IP address mismatch" in refusal(desk, f"https://127.0.0.1:{server.port}/").reason


@pytest.mark.usefixtures("trusted")
def test_a_good_certificate_and_a_pinned_address(secure: SSLContext, network: Networks) -> None:
    with Server(secure) as server:
        server.on("/", answer(200, PAGE))
        desk = network(resolve=lambda host, port: ["127.0.0.1"])
        assert desk.fetch(f"https://desk.example:{server.port}/").body == PAGE


def test_https_where_http_is_spoken(server: Server, network: Networks) -> None:
    server.on("/", answer(200, PAGE))
    assert "no secure connection" in refusal(network(), server.site.replace("http:", "https:")).reason


def test_a_handshake_that_never_ends(network: Networks) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = monotonic()
        error = refusal(network(connect_seconds=0.3), f"https://127.0.0.1:{silent.getsockname()[1]}/")
        assert "limits.connect_seconds" in error.reason
        assert monotonic() - begun < 1.2


# --- robots.txt --------------------------------------------------------------------------------------------------


def test_robots_are_asked_once_and_obeyed(server: Server, network: Networks) -> None:
    server.on("/robots.txt", answer(200, b"User-agent: *\nDisallow: /private/\n", content_type="text/plain"))
    server.on("/private/page", answer(200, PAGE))
    desk = network()
    assert "robots.txt" in refusal(desk, server.site + "/private/page").reason
    assert desk.fetch(server.on("/public", answer(200, PAGE))).body == PAGE
    assert [request.path for request in server.asked] == ["/robots.txt", "/public"]


def test_rules_for_us_win_over_those_for_all(server: Server, network: Networks) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Briefing\nAllow: /\n"
    server.on("/robots.txt", answer(200, rules))
    assert network().fetch(server.on("/", answer(200, PAGE))).body == PAGE


def test_robots_may_be_turned_off(server: Server, network: Networks) -> None:
    server.on("/robots.txt", answer(200, b"User-agent: *\nDisallow: /\n"))
    assert network(robots=False).fetch(server.on("/", answer(200, PAGE))).body == PAGE
    assert not server.asked_for("/robots.txt")


def test_a_redirect_does_not_lead_around_the_rules(server: Server, network: Networks) -> None:
    server.on("/robots.txt", answer(200, b"User-agent: *\nDisallow: /private\n"))
    server.on("/private", answer(200, PAGE))
    assert "robots.txt" in refusal(network(), server.on("/open", answer(302, location="/private"))).reason


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_no_rules(server: Server, network: Networks, status: int) -> None:
    server.on("/robots.txt", answer(status, b"User-agent: *\nDisallow: /"))
    assert network().fetch(server.on("/", answer(200, PAGE))).body == PAGE


@pytest.mark.parametrize(
    "robots",
    [answer(500), answer(503, b"User-agent: *\nAllow: /"), answer(429), b"garbage\r\n\r\n", b"", answer(200, length=9)],
)
def test_robots_that_cannot_be_had_forbid_all(server: Server, network: Networks, robots: bytes) -> None:
    server.on("/robots.txt", robots)
    refusal(network(), server.on("/", answer(200, PAGE)))
    assert not server.asked_for("/")


def test_slow_robots_are_not_waited_for(server: Server, network: Networks) -> None:
    server.on("/robots.txt", server.drip(answer(200, length=100_000), b"#"))
    assert "limits.total_seconds" in refusal(network(total_seconds=0.3), server.on("/", answer(200, PAGE))).reason


def test_of_huge_robots_the_beginning_counts(server: Server, network: Networks) -> None:
    rules = b"User-agent: *\nDisallow: /private\n" + b"# comment\n" * 100_000 + b"Disallow: /\n"
    server.on("/robots.txt", answer(200, rules))
    desk = network()
    assert desk.fetch(server.on("/", answer(200, PAGE))).body == PAGE
    refusal(desk, server.on("/private", answer(200, PAGE)))


def test_a_redirected_robots_txt_counts(server: Server, network: Networks) -> None:
    server.on("/rules", answer(200, b"User-agent: *\nDisallow: /"))
    server.on("/robots.txt", answer(301, location="/rules"))
    assert "robots.txt" in refusal(network(), server.on("/", answer(200, PAGE))).reason


@pytest.mark.parametrize("rules", [b"\xff\xfe\x00", b"<html>sorry</html>", b"Disallow: /", b"User-agent\nDisallow"])
def test_robots_that_are_no_rules_allow_all(server: Server, network: Networks, rules: bytes) -> None:
    server.on("/robots.txt", answer(200, rules))
    assert network().fetch(server.on("/", answer(200, PAGE))).body == PAGE


# --- turns -------------------------------------------------------------------------------------------------------


def test_a_pause_is_made_between_two_requests(server: Server, network: Networks) -> None:
    desk = network(pause_seconds=0.2)
    for path in "abc":
        desk.fetch(server.on(f"/{path}", answer(200, PAGE)))
    times = [request.at for request in server.asked]
    assert len(times) == 4
    assert all(after - before >= 0.19 for before, after in pairwise(times))


def test_waiting_for_a_turn_does_not_count_as_slowness(server: Server, network: Networks) -> None:
    desk = network(pause_seconds=0.4, total_seconds=0.3)
    assert desk.fetch(server.on("/a", answer(200, PAGE))).body == PAGE
    assert desk.fetch(server.on("/b", answer(200, PAGE))).body == PAGE


def test_a_host_is_asked_one_thing_at_a_time(server: Server, network: Networks) -> None:
    answering: list[int] = []
    seen: list[int] = []

    def late(_: object, connection: socket.socket) -> None:
        answering.append(1)
        seen.append(len(answering))
        server.closing.wait(0.05)
        answering.pop()  # before the answer ends, after which the next one may come at once
        connection.sendall(answer(200, PAGE))

    desk = network(total_seconds=5)
    urls = [server.on(f"/{n}", late) for n in range(6)]
    threads = [threading.Thread(target=desk.fetch, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 6


def test_a_crawl_delay_is_kept(server: Server, network: Networks) -> None:
    server.on("/robots.txt", answer(200, b"User-agent: *\nCrawl-delay: 0.3\n"))
    desk = network()
    desk.fetch(server.on("/a", answer(200, PAGE)))
    desk.fetch(server.on("/b", answer(200, PAGE)))
    times = [request.at for request in server.asked]
    assert all(after - before >= 0.28 for before, after in pairwise(times))


def test_a_crawl_delay_of_an_hour_is_not_waited_for(server: Server, network: Networks) -> None:
    server.on("/robots.txt", answer(200, b"User-agent: *\nCrawl-delay: 3600\n"))
    error = refusal(network(), server.on("/a", answer(200, PAGE)))
    assert "left alone" in error.reason
    assert error.retry_at is not None
    assert error.retry_at - NOW == timedelta(seconds=3_600)


# --- proxies -----------------------------------------------------------------------------------------------------


def test_proxies_of_the_environment_are_not_used(
    server: Server, network: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert network().fetch(server.on("/", answer(200, PAGE))).body == PAGE


def test_a_proxy_of_the_settings_is(network: Networks) -> None:
    """It looks up the names; what it is told is the whole address."""
    with Server() as proxy:
        desk = network(allow_private=False, proxy=proxy.site, robots=False)
        proxy.on("http://far.example/page", answer(200, PAGE))
        assert desk.fetch("http://far.example/page").body == PAGE
        for host in ("127.0.0.1", "2130706433", "[::1]", "localhost", "169.254.169.254"):
            assert "private or special" in refusal(desk, f"http://{host}/").reason
        assert len(proxy.asked) == 1


def test_a_proxy_that_is_not_there(network: Networks) -> None:
    desk = network(proxy="http://127.0.0.1:1", robots=False)
    assert "connection refused" in refusal(desk, "http://far.example/").reason
    assert "connection refused" in refusal(desk, "https://far.example/").reason
