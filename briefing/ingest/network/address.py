"""Web addresses: what is connected to, what is asked for, and what may be shown of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from briefing.ingest.facts import one_line
from briefing.ingest.network.errors import FetchError

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
_USERINFO = re.compile(r"^([a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.IGNORECASE)
_IN_PATH = "/%:@!$&'()*+,;=~-._"  # RFC 3986; what is escaped already stays as it is
SHOWN = 300  # characters of an address in a message
LONGEST = 8_000  # RFC 9110 asks servers for as much


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address without user and fragment; `host` is ASCII and lower-case, without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)

    @property
    def site(self) -> str:
        """`https://example.org`, with the port where it is not the usual one."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return self.site + self.target

    def joined(self, location: str) -> Address:
        """Where a redirect leads."""
        try:
            return address_of(urljoin(self.url, location.strip()))
        except ValueError as error:
            raise FetchError(shown(location), "it is no web address") from error


def is_web_address(name: str) -> bool:
    return name.strip().lower().startswith(("http://", "https://"))


def address_of(url: str) -> Address:
    """Raises FetchError for what is no http or https address."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise FetchError(shown(url), "it is no web address") from error
    scheme = parts.scheme.lower()
    if not scheme:
        raise FetchError(shown(url), "it is no web address: it begins with neither http:// nor https://")
    if scheme not in PORTS:
        raise FetchError(shown(url), f"{scheme}: is not fetched, only http: and https: are")
    if len(url) > LONGEST:
        raise FetchError(shown(url), f"the address is longer than {LONGEST:,} characters")
    return Address(scheme, _ascii_host(host, url), PORTS[scheme] if port is None else port, _target(parts))


def host_of(url: str) -> str:
    """What addresses of one host have in common: its name, with the port where it is not the usual one; "" for none."""
    try:
        return address_of(url).authority
    except FetchError:
        return ""


def shown(url: str) -> str:
    """The address as one line without user and password, cut where it is very long."""
    line = _USERINFO.sub(lambda found: f"{found[1] or ''}//", one_line(url))
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def without_user(url: str) -> str:
    """The address as it was written, but for user and password."""
    return _USERINFO.sub(lambda found: f"{found[1] or ''}//", url.strip())


def has_user(url: str) -> bool:
    return bool(_USERINFO.match(url.strip()))


def _ascii_host(host: str, url: str) -> str:
    if ":" in host:
        try:
            return str(IPv6Address(host.partition("%")[0]))  # a scope means something on one machine alone
        except AddressValueError as error:
            raise FetchError(shown(url), "it names no host") from error
    name = host.rstrip(".").lower()
    if not name.isascii():
        name = _punycode(name)
    if not _HOST.fullmatch(name):
        raise FetchError(shown(url), f"{host!r} is no name of a host" if host else "it names no host")
    return name


def _punycode(name: str) -> str:
    """The name as it is looked up (UTS 46), or nothing."""
    import idna  # 10 ms that most hosts do not need

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def _target(parts: SplitResult) -> str:
    path = quote(parts.path, safe=_IN_PATH) or "/"
    query = quote(parts.query, safe=f"{_IN_PATH}?")
    return f"{path}?{query}" if parts.query else path
