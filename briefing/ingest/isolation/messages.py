"""What travels between the program and a reading child: frames of a length, four bytes big endian, and MessagePack.

To the child: [origin path, facts, number of the last part to pass over or -1, the file's bytes].
From it: ["begin"] when a document is looked at, ["part", number, origin path] when a part of it is,
["article", plain], ["error", origin path, reason, hint, is a remark], and ["end"].
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import msgpack

from briefing.codec import from_plain, to_plain
from briefing.errors import IngestError
from briefing.ingest.facts import fact
from briefing.ingest.source import Remark
from briefing.types import Article

LENGTH = 4
DATED = ("published", "embargo_until")  # facts that travel as ISO 8601


class Garbled(Exception):
    """What a child sent is no message of ours: it cannot be trusted any more."""


def frame(message: object) -> bytes:
    body = msgpack.encode(message)
    return len(body).to_bytes(LENGTH, "big") + body


def frames(buffer: bytearray) -> Iterator[bytes]:
    """The bodies of all whole frames, which leave the buffer."""
    at = 0
    while len(buffer) - at >= LENGTH:
        end = at + LENGTH + int.from_bytes(buffer[at : at + LENGTH], "big")
        if end > len(buffer):
            break
        yield bytes(buffer[at + LENGTH : end])
        at = end
    del buffer[:at]


def body(read: Callable[[int], bytes]) -> Any:
    """The next message of a blocking stream; None at its end."""
    length = read(LENGTH)
    return msgpack.decode(read(int.from_bytes(length, "big"))) if len(length) == LENGTH else None


def item_message(item: Article | IngestError) -> list[object]:
    if isinstance(item, Article):
        return ["article", to_plain(item)]
    return ["error", item.origin_path, item.reason, item.hint, isinstance(item, Remark)]


def item_of(message: list[Any]) -> Article | IngestError:
    """The item of an "article" or "error" message; raises Garbled."""
    try:
        if message[0] == "article":
            return from_plain(message[1])
        _, origin_path, reason, hint, is_remark = message
        return (Remark if is_remark else IngestError)(origin_path, reason, hint=hint)
    except (KeyError, TypeError, ValueError) as error:
        raise Garbled from error


def plain_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as MessagePack has them: a date is its ISO 8601 text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def checked_facts(plain: Mapping[str, object]) -> dict[str, object]:
    return {name: fact(name, value) if name in DATED else value for name, value in plain.items()}
