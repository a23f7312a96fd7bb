"""Everything that is fetched goes through `Network.fetch`; docs/fetching.md says what it promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from briefing.config import LimitSettings, NetworkSettings
from briefing.ingest.network import headers
from briefing.ingest.network.address import Address, address_of, shown
from briefing.ingest.network.decoding import ACCEPTED, BadCoding, undone
from briefing.ingest.network.errors import FetchError
from briefing.ingest.network.public import Resolver, look_up
from briefing.ingest.network.robots import READ, Robots, Rules
from briefing.ingest.network.turns import TooLong, Turns
from briefing.version import VERSION

if TYPE_CHECKING:
    import httpcore

    from briefing.ingest.network.wire import Deadline

WANTED = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/plain;q=0.9, application/pdf;q=0.8, */*;q=0.5"
)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})  # RFC 9110, 15.4
FULL = frozenset({200, 203})  # answers that carry the whole body
LATER = frozenset({429, 503})
SMALL = 1_000_000  # bytes; what is no larger is no bomb, however small it came
HEADERS = 200_000  # bytes of an answer beside its body
BY_ROBOTS = "robots.txt does not allow programs to fetch it"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of `url`, from `final_url`. Status 304: not modified, without a body.

    `moved_to` is where the host says that it is for good (301, 308), if anywhere.
    """

    url: str
    final_url: str
    status: int
    body: bytes
    charset: str
    content_type: str
    etag: str
    last_modified: str
    at: datetime
    moved_to: str = ""

    @property
    def is_new(self) -> bool:
        return self.status != 304


@dataclass(frozen=True, slots=True)
class _Answer:
    """One exchange: header names are lower-case, of several alike the last one counts."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Network:
    """Fetches politely: one object a run, shared by its threads. `robots` is what is known to begin with."""

    def __init__(
        self,
        settings: NetworkSettings,
        limits: LimitSettings,
        *,
        now: Callable[[], datetime],
        resolve: Resolver = look_up,
        robots: dict[str, Rules] | None = None,
    ) -> None:
        self._settings, self._limits, self._now, self._resolve = settings, limits, now, resolve
        self._turns = Turns(settings.pause_seconds, settings.longest_pause_seconds)
        self._robots = Robots(self._ask_rules, {} if robots is None else robots)

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """The page or feed at the address, or 304 where it is as the validators say; raises FetchError and Stopped."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditions = {name: value for name, value in conditions.items() if value and is_field(value)}
        address, answer, moved_to = self._followed(url, address_of(url), conditions)
        self._refuse(url, answer, conditional=bool(conditions))
        content_type = answer.headers.get("content-type", "")
        return Fetched(
            url=shown(url) if url != address.url else url,
            final_url=address.url,
            status=answer.status,
            body=answer.body,
            charset=headers.charset(content_type),
            content_type=headers.media_type(content_type),
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
            at=self._now(),
            moved_to=moved_to,
        )

    def wait(self, host: str) -> float:
        """Seconds until the host (as `host_of` names it) may be asked again."""
        return self._turns.wait(host)

    def stop(self) -> None:
        """Whoever waits for a turn gives up; what is under way ends by itself within the limits."""
        self._turns.stop()

    @property
    def rules(self) -> Mapping[str, Rules]:
        """What robots.txt says, by site."""
        return self._robots.known

    # --- one request with all its redirects ------------------------------------------------------------------

    def _followed(self, url: str, address: Address, extra: Mapping[str, str]) -> tuple[Address, _Answer, str]:
        """The first answer that is no redirect, where it came from, and how far the way there is for good."""
        from briefing.ingest.network.wire import Deadline

        deadline = Deadline(self._limits.total_seconds)
        seen = {address.url}
        for_good, moved_to = True, ""
        for _ in range(self._limits.redirects + 1):
            self._obey_robots(url, address)
            answer = self._exchange(url, address, extra, deadline)
            if answer.status not in REDIRECTS:
                return address, answer, moved_to
            before, address = address, _redirected(url, address, answer)
            for_good = for_good and answer.status in FOR_GOOD and (before.scheme, address.scheme) != ("https", "http")
            moved_to = address.url if for_good else moved_to
            if address.url in seen:
                raise FetchError(shown(url), "it redirects in a circle")
            seen.add(address.url)
        reason = f"it redirects more than {self._limits.redirects} times (limits.redirects)"
        raise FetchError(shown(url), reason)

    def _obey_robots(self, url: str, address: Address) -> None:
        if not self._settings.robots:
            return
        rules = self._robots.rules(address, self._now())
        if rules.unreachable:
            raise FetchError(shown(url), rules.unreachable)
        if not rules.allow(address):
            hint = "network.robots = false fetches it all the same"
            raise FetchError(shown(url), BY_ROBOTS, hint=hint, lasting=True)

    def _ask_rules(self, robots: Address) -> Rules:
        """Unavailable (4xx): all is allowed; unreachable: nothing is (RFC 9309, 2.3.1)."""
        from briefing.ingest.network.wire import Deadline

        address, deadline = robots, Deadline(self._limits.total_seconds)
        try:
            for _ in range(self._limits.redirects + 1):
                answer = self._exchange(robots.url, address, {}, deadline, cut=READ)
                if answer.status not in REDIRECTS:
                    break
                address = _redirected(robots.url, address, answer)
        except FetchError as error:
            return Rules("", self._now(), error.reason)
        if answer.status in LATER or answer.status >= 500:
            return Rules("", self._now(), f"its robots.txt cannot be had ({_told(answer.status)})")
        rules = Rules(answer.body.decode("utf-8", "replace"), self._now())
        if answer.status not in FULL:
            rules = Rules("", self._now())
        if rules.pause_seconds > self._settings.pause_seconds:
            self._turns.slow_down(robots.authority, rules.pause_seconds)
        return rules

    # --- one exchange ----------------------------------------------------------------------------------------

    def _exchange(
        self, url: str, address: Address, extra: Mapping[str, str], deadline: Deadline, *, cut: int = 0
    ) -> _Answer:
        """One question to one host and its answer; a body over `cut` bytes is cut there, where that is set."""
        from briefing.ingest.network.wire import FAILURES, TooMuch, in_words

        try:
            with self._turns.turn(address.authority) as waited:
                deadline.put_off(waited)
                with self._response(address, extra, deadline) as response:
                    answer = self._read(url, response, cut)
        except TooLong as pause:
            seconds = round(pause.seconds)
            reason = f"the host wants to be left alone for {seconds:,} s more"
            raise FetchError(shown(url), reason, retry_at=self._now() + timedelta(seconds=seconds)) from pause
        except TooMuch as error:
            raise self._too_large(url) from error
        except FAILURES as error:
            limits = self._limits
            reason = in_words(error, limits.connect_seconds, limits.total_seconds)
            raise FetchError(shown(url), reason) from error
        if answer.status in LATER and (until := self._retry_at(answer)):
            self._turns.put_off(address.authority, (until - self._now()).total_seconds())
        return answer

    @contextmanager
    def _response(self, address: Address, extra: Mapping[str, str], deadline: Deadline) -> Iterator[httpcore.Response]:
        """The answer with its body still to come, over a connection of its own."""
        import httpcore

        request = httpcore.Request(
            b"GET",
            httpcore.URL(address.url),
            headers=list(self._headers(address, extra).items()),
            extensions={"timeout": {"connect": self._limits.connect_seconds}},
        )
        with self._connection(address, deadline) as connection:
            response = connection.handle_request(request)
            try:
                yield response
            finally:
                response.close()

    def _connection(self, address: Address, deadline: Deadline) -> httpcore.HTTPConnection | httpcore.HTTPProxy:
        import httpcore

        from briefing.ingest.network.wire import CheckedBackend, refuse_numbers, tls

        proxy = self._settings.proxy
        backend = CheckedBackend(
            deadline,
            self._resolve,
            self._settings.allow_private,
            self._limits.http_bytes + HEADERS,
            address_of(proxy).host if proxy else "",
        )
        context = tls() if address.scheme == "https" else None
        if proxy:
            refuse_numbers(address.host, allow_private=self._settings.allow_private)
            return httpcore.HTTPProxy(address_of(proxy).site, ssl_context=context, network_backend=backend)
        origin = httpcore.Origin(address.scheme.encode(), address.host.encode(), address.port)
        return httpcore.HTTPConnection(origin, ssl_context=context, network_backend=backend)

    def _headers(self, address: Address, extra: Mapping[str, str]) -> dict[str, str]:
        return {
            "Host": address.authority,
            "User-Agent": user_agent(self._settings.contact),
            "Accept": WANTED,
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
            **extra,
        }

    def _read(self, url: str, response: httpcore.Response, cut: int) -> _Answer:
        """The body is read where it is wanted: of no redirect and of no refusal."""
        named = {name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in response.headers}
        if response.status not in FULL:
            return _Answer(response.status, named)
        pieces = _Counted(response.iter_stream())
        body = bytearray()
        most = cut or self._limits.http_bytes
        try:
            for piece in undone(pieces, named.get("content-encoding", "")):
                body += piece
                if len(body) > most:
                    break
                if len(body) > max(SMALL, pieces.bytes * self._limits.http_ratio):
                    reason = f"it unpacks to over {self._limits.http_ratio} times its size (limits.http_ratio)"
                    raise FetchError(shown(url), reason)
        except BadCoding as error:
            raise FetchError(shown(url), str(error)) from error
        if len(body) > most and not cut:
            raise self._too_large(url)
        return _Answer(response.status, named, bytes(body[:most]))

    # --- what is no page -------------------------------------------------------------------------------------

    def _refuse(self, url: str, answer: _Answer, *, conditional: bool) -> None:
        """Raises FetchError for every answer but a full one, or 304 where that was offered."""
        if answer.status == 304 and conditional:
            return
        if answer.status not in FULL:
            raise FetchError(shown(url), _told(answer.status), status=answer.status, retry_at=self._retry_at(answer))
        if not answer.body.strip():
            raise FetchError(shown(url), "the answer is empty", status=answer.status)

    def _retry_at(self, answer: _Answer) -> datetime | None:
        most = self._settings.retry_after_seconds
        return headers.retry_at(answer.headers.get("retry-after", ""), self._now(), most)

    def _too_large(self, url: str) -> FetchError:
        return FetchError(shown(url), f"it is larger than limits.http_bytes ({self._limits.http_bytes:,})")


class _Counted:
    """Pieces as they come, and how many bytes have come so far."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self.bytes = pieces, 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.bytes += len(piece)
            yield piece


def user_agent(contact: str) -> str:
    """Who asks, and how to reach them."""
    place = "".join(c for c in contact if c.isascii() and c.isprintable() and c not in "()").strip()
    return f"briefing/{VERSION} (+{place})" if place else f"briefing/{VERSION}"


def is_field(value: str) -> bool:
    """Whether the text may stand in a header."""
    return value.isascii() and value.isprintable()


def _redirected(url: str, address: Address, answer: _Answer) -> Address:
    location = answer.headers.get("location", "")
    if not location:
        raise FetchError(shown(url), f"it redirects to nowhere ({answer.status})", status=answer.status)
    try:
        return address.joined(location)
    except FetchError as error:
        raise FetchError(shown(url), f"it redirects to {error.url}: {error.reason}") from error


def _told(status: int) -> str:
    """`it is not there (404)`."""
    words = _STATUS.get(status) or _CLASSES.get(status // 100, "the answer makes no sense")
    return f"{words} ({status})"


_STATUS = {
    304: "it is said to be unchanged, though nothing is known of it",
    401: "it asks for a login",
    402: "it asks for payment",
    403: "the host does not let programs in",
    404: "it is not there",
    410: "it is gone for good",
    429: "the host says that it is asked too often",
    451: "it is withheld for legal reasons",
    503: "the host is overloaded or under repair",
}
_CLASSES = {
    1: "the answer is none",
    2: "the answer is not the whole page",
    3: "it redirects in a way that is not followed",
    4: "the host refuses",
    5: "the host has a fault",
}
