"""Which addresses of the Internet Protocol may be connected to: those of other people's public servers."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Resolver = Callable[[str, int], Sequence[str]]  # host, port -> addresses; OSError where there is none

GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that is handed out so far (IANA)
NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address in its last 32 bits (RFC 6052)


def look_up(host: str, port: int) -> Sequence[str]:
    """Every address of a name, each once, in the order of the system's preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_allowed(address: str, *, allow_private: bool) -> bool:
    """`allow_private` lets this machine and the local network in, but never link-local addresses (cloud metadata)."""
    ip = _inner(ip_address(address.partition("%")[0]))
    if _is_never_a_server(ip):
        return False
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_UNICAST and not ip.is_private:
        return False
    return allow_private or ip.is_global


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for, else the address itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_never_a_server(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address) and int(ip) >> 24 == 0:
        return True  # "this network" (RFC 1122): systems take 0.0.0.0 for themselves
    odd = ip.is_link_local or ip.is_multicast or ip.is_unspecified
    return odd or (isinstance(ip, IPv4Address) and ip.is_reserved)
