"""The one place that opens connections: to an address that was checked, for no longer than the deadline.

One exchange is one connection. Names are looked up here, every address found is checked, and the socket is opened to
such an address itself, so that no second look-up can lead elsewhere (DNS rebinding). TLS is verified against the name.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeVar

import httpcore
from httpcore import NetworkBackend, NetworkStream, SyncBackend

from briefing.ingest.network.public import Resolver, is_allowed

T = TypeVar("T")


class Refused(Exception):
    """The connection is not made, for the reason in the message."""


class TimeUp(Exception):
    """The seconds of a request are used up."""


class TooMuch(Exception):
    """More came over the wire than was allowed."""


class Deadline:
    """The end of a request with all its redirects; waiting for a host's turn puts it off."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds; raises TimeUp when none is left."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimeUp
        return left

    def put_off(self, seconds: float) -> None:
        self._end += seconds


@dataclass(frozen=True, slots=True)
class CheckedBackend(NetworkBackend):
    """Connects to hosts whose addresses may be connected to. The host of `proxy` is not checked: the user named it."""

    deadline: Deadline
    resolve: Resolver
    allow_private: bool
    most_bytes: int
    proxy: str = ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        end = monotonic() + min(timeout or self.deadline.left(), self.deadline.left())
        addresses = self._addresses(host, port, end - monotonic())
        for i, address in enumerate(addresses):
            share = max((end - monotonic()) / (len(addresses) - i), 0.05)
            try:
                stream = SyncBackend().connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if i == len(addresses) - 1:
                    raise
            else:
                return TimedStream(stream, self.deadline, self.most_bytes)
        raise Refused("its name has no address")

    def _addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """Those of the host, all of which are allowed; one that is not makes all of them suspect."""
        found = in_time(lambda: self.resolve(host, port), seconds)
        if host == self.proxy:
            return found
        for address in found:
            if not is_allowed(address, allow_private=self.allow_private):
                way_in = _WAY_IN if is_allowed(address, allow_private=True) else ""
                said = f"it {_PRIVATE}" if host == address else f"{host} {_PRIVATE} ({address})"
                raise Refused(f"{said} and not fetched{way_in}")
        return found


class TimedStream(NetworkStream):
    """No operation outlasts the deadline, and no more than `most_bytes` are read."""

    def __init__(self, stream: NetworkStream, deadline: Deadline, most_bytes: int) -> None:
        self._stream, self._deadline, self._left = stream, deadline, most_bytes

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline counts
        data = self._stream.read(max_bytes, self._deadline.left())
        self._left -= len(data)
        if self._left < 0:
            raise TooMuch
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        try:
            left = self._deadline.left()
        except TimeUp:
            self.close()
            raise
        stream = self._stream.start_tls(ssl_context, server_hostname, min(timeout or left, left))
        return TimedStream(stream, self._deadline, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


_PRIVATE = "is a private or special address"
_WAY_IN = " (network.allow_private lets it in)"


def refuse_numbers(host: str, *, allow_private: bool) -> None:
    """Before a proxy is asked, which looks names up by itself: numbers, and the name of this machine."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        found = []
    local = host == "localhost" or host.endswith(".localhost")
    if (local and not allow_private) or not all(is_allowed(str(f[4][0]), allow_private=allow_private) for f in found):
        raise Refused(f"it {_PRIVATE} and not fetched")


def in_time(work: Callable[[], T], seconds: float) -> T:
    """What the work gives, or TimeoutError: the system's look-up of names cannot be told when to give up."""
    done: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - it goes on in the thread that waits
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, error = done.get(timeout=max(seconds, 0.001))
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


@cache
def tls() -> ssl.SSLContext:
    """The system's certificates, or those of SSL_CERT_FILE; names are checked, TLS 1.2 is the least."""
    return ssl.create_default_context()


FAILURES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    OSError,
    Refused,
    TimeUp,
)


def in_words(error: BaseException, connect_seconds: float, total_seconds: float) -> str:
    """What went wrong with a connection, as an analyst may read it."""
    deeper = error.__cause__ or error.__context__
    cause = deeper if isinstance(error, httpcore.NetworkError) and isinstance(deeper, OSError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {cause.verify_message.rstrip('.')}"
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection could be made ({(cause.reason or 'broken off').lower().replace('_', ' ')})"
    if isinstance(cause, socket.gaierror):
        return "its host is not known" if cause.errno == socket.EAI_NONAME else "its host could not be looked up"
    for kind, words in _WORDS:
        if isinstance(cause, kind):
            return words.format(connect=connect_seconds, total=total_seconds, error=cause)
    return f"the connection failed ({getattr(cause, 'strerror', '') or type(cause).__name__})".lower()


_LATE = "it was not done within {total:g} s (limits.total_seconds)"
_UNCONNECTED = "no connection came about within {connect:g} s (limits.connect_seconds)"
_WORDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (Refused, "{error}"),
    (httpcore.ConnectTimeout, _UNCONNECTED),
    ((httpcore.TimeoutException, TimeUp), _LATE),
    (TimeoutError, _UNCONNECTED),
    (ConnectionRefusedError, "nothing answers there (connection refused)"),
    ((ConnectionResetError, BrokenPipeError), "the connection was broken off"),
    (httpcore.ProxyError, "the proxy refuses: {error}"),
    (httpcore.RemoteProtocolError, "the answer is broken off or no proper HTTP ({error})"),
    (httpcore.LocalProtocolError, "the request cannot be put in HTTP ({error})"),
)
