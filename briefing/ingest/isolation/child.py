"""A reading child: sources come in by standard input, articles and errors go out by standard output."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePath

import msgspec

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest.isolation.confinement import allow, confine, is_of_memory, rest
from briefing.ingest.isolation.messages import body, checked_facts, frame, item_message
from briefing.ingest.kinds import Kind, kind_of
from briefing.ingest.parts import read_here
from briefing.ingest.source import Source
from briefing.types import Article

OUT_OF_MEMORY = 77  # exit code

Send = Callable[[list[object]], None]


def main(settings: str) -> None:
    """Reads until standard input ends; `settings` are the limits as JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then closes our input
    limits = msgspec.json.decode(settings, type=LimitSettings)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes where its warnings go
    stream, confined = sys.stdin.buffer, False

    def send(message: list[object]) -> None:
        rest()  # whoever reads us may take their time
        out.write(_framed(message))
        out.flush()
        allow(limits.child_seconds)

    while (request := body(stream.read)) is not None:
        origin_path, facts, answer, after, data = request
        source = Source(data, origin_path, checked_facts(facts), limits, *answer)
        kind = kind_of(source.name, data)
        if not confined:
            _import_needs(kind)
            confine(limits.child_bytes)
            confined = True
        try:
            send(["begin"])
            _read(source, kind, after, send)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        send(["end"])
        rest()


def _import_needs(kind: Kind | None) -> None:
    """What the kind is read with, while bytecode may still be written; none of it is looked at for garbage again."""
    for name in kind.needs if kind else ():
        import_module(name)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)  # a tenth of the time of a web page


def _read(source: Source, kind: Kind | None, after: int, send: Send) -> None:
    """Sends what the source holds behind its part `after`, at which an earlier child broke."""
    if kind is None:
        return
    for item in _guarded(read_here(source, kind, after, lambda n, part: send(["part", n, part])), source.origin_path):
        send(item_message(item))


def _guarded(items: Iterator[Article | IngestError], origin_path: str) -> Iterator[Article | IngestError]:
    """A reader that fails over foreign bytes fails over them alone, and says where."""
    try:
        yield from items
    except MemoryError:
        raise
    except RecursionError:
        yield IngestError(origin_path, "it nests too deep")
    except Exception as error:  # any parser may raise anything over hostile input
        if is_of_memory(error):
            raise MemoryError from error
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} in {PurePath(last.filename).name}, line {last.lineno}"
        yield IngestError(origin_path, f"its reader failed ({place})", hint="Please report it")


def _framed(message: list[object]) -> bytes:
    try:
        return frame(message)
    except UnicodeEncodeError:  # a lone surrogate among the facts that nobody reads
        return frame(_mended(message))


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_mended(key): _mended(inner) for key, inner in value.items()}
    return [_mended(inner) for inner in value] if isinstance(value, list) else value
