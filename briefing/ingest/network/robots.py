"""robots.txt (RFC 9309): asked once a day and origin, obeyed for every address that is fetched from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.ingest.network.address import Address

if TYPE_CHECKING:
    from protego import Protego

AGENT = "briefing"  # the name that rules are looked up under
PATH = "/robots.txt"
READ = 512_000  # bytes; the RFC asks for 500 KiB at least, the rest of a larger file does not count
DAY = timedelta(days=1)
SOON = timedelta(minutes=10)  # until a robots.txt that could not be had is asked for again


@dataclass(frozen=True, slots=True)
class Rules:
    """Of one origin: its robots.txt, or in `unreachable` why it could not be had, which forbids everything."""

    text: str
    asked: datetime
    unreachable: str = ""

    def is_fresh(self, now: datetime) -> bool:
        return timedelta() <= now - self.asked < (SOON if self.unreachable else DAY)

    def allow(self, address: Address) -> bool:
        return not self.unreachable and (not self.text or bool(_parsed(self.text).can_fetch(address.url, AGENT)))

    @property
    def pause_seconds(self) -> float:
        """The Crawl-delay for us, or 0."""
        return float(_parsed(self.text).crawl_delay(AGENT) or 0) if "delay" in self.text.lower() else 0.0


class Robots:
    """The rules of each origin, had by `ask` when there are none or they are a day old."""

    def __init__(self, ask: Callable[[Address], Rules], known: dict[str, Rules]) -> None:
        self._ask, self.known = ask, known

    def rules(self, address: Address, now: datetime) -> Rules:
        rules = self.known.get(address.site)
        if rules is None or not rules.is_fresh(now):
            rules = self._ask(Address(address.scheme, address.host, address.port, PATH))
            self.known[address.site] = rules
        return rules


@lru_cache(maxsize=256)
def _parsed(text: str) -> Protego:
    from protego import Protego

    return Protego.parse(text)
