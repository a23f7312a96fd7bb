"""Children that read: the same result as here, one document a death, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from itertools import chain
from pathlib import Path

import pytest

from briefing.codec import to_plain
from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest import Remark, Source, read, read_sources
from briefing.ingest.isolation.children import Children
from briefing.ingest.kinds import KINDS, kind_of
from briefing.ingest.parts import read_here
from briefing.types import Article
from tests.ingest import hostile

NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it. The council meets again in May."


def pdf(text: str) -> bytes:
    """A PDF of one page with a line of text on it for each line of `text`, in the letters of Latin-1."""
    shown = "".join(f"({line}) Tj T* " for line in text.split("\n"))
    stream = f"BT /F 12 Tf 14 TL 50 750 Td {shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type/Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def sources(count: int, limits: LimitSettings) -> list[Source]:
    return [Source(pdf(NEWS + f" Report {n}."), f"p{n:03}.pdf", {}, limits) for n in range(count)]


def children() -> set[int]:
    """The processes that this one started and that live."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for task in listed for pid in task.read_text().split()}


@pytest.fixture(autouse=True)
def nothing_stays_behind() -> Iterator[None]:
    before = children()
    yield
    assert children() <= before


def test_a_child_reads_what_is_read_here() -> None:
    facts = {"title": "Mayor resigns", "published": None, "complete": False}
    limits = LimitSettings(child_files=3)
    given = [Source(source.data, source.origin_path, facts, limits) for source in sources(8, limits)]
    here = list(chain.from_iterable(read_here(source, KINDS["PDF"]) for source in given))
    away = list(read_sources(given, limits=limits))
    assert [to_plain(a) for a in away if isinstance(a, Article)] == [
        to_plain(a) for a in here if isinstance(a, Article)
    ]
    assert len(away) == 8


@pytest.mark.parametrize(
    "case", [hostile.HTML[0], hostile.DOCX[0], hostile.FEEDS[0], hostile.MAIL[0]], ids=lambda case: case.file
)
def test_so_it_is_with_every_kind(case: hostile.Case) -> None:
    facts = {"published": date(2026, 1, 31), "embargo_until": datetime(2026, 2, 1, 7, tzinfo=UTC), "tlp": "TLP:AMBER"}
    source = Source(case.made(), case.file, facts)
    kind = kind_of(case.file, source.data)
    assert kind is not None
    assert kind.isolated
    here, away = read_here(source, kind), read_sources([source])
    told = [[to_plain(item) for item in items if isinstance(item, Article)] for items in (here, away)]
    assert told[0] == told[1] != []


def test_the_order_is_that_of_the_files(tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"{n:02}.txt").write_text(f"{NEWS} Note {n}.")
        (tmp_path / f"{n:02}x.pdf").write_bytes(pdf(NEWS) if n % 7 else b"%PDF-1.7 broken")
    found = list(read([tmp_path]))
    paths = [item.origin_path.rpartition("/")[2] for item in found]
    assert paths == sorted(paths)
    assert len(found) == 60
    assert sum(isinstance(item, IngestError) for item in found) == 5


def read_while(limits: LimitSettings, count: int, act: signal.Signals) -> list[Article | IngestError]:
    """Reads so many sources; the signal goes to all children once, when some results are here."""
    before, items = children(), []
    for number, item in enumerate(read_sources(sources(count, limits), limits=limits)):
        items.append(item)
        if number == 15:
            for child in children() - before:
                os.kill(child, act)
    return items


def test_a_child_that_dies_costs_one_document() -> None:
    items = read_while(LimitSettings(), 40, signal.SIGSEGV)
    lost = [item for item in items if isinstance(item, IngestError)]
    assert len(items) - len(lost) >= 38
    assert len(lost) <= 2
    assert {item.reason for item in lost} <= {"its parser crashed"}


def test_a_child_that_hangs_costs_one_document() -> None:
    items = read_while(LimitSettings(child_seconds=1.0), 40, signal.SIGSTOP)
    lost = [item for item in items if isinstance(item, IngestError)]
    assert len(items) - len(lost) >= 38
    assert len(lost) <= 2
    assert {item.reason for item in lost} <= {"it took more than 1 s"}


def test_too_little_memory_is_said() -> None:
    limits = LimitSettings(child_bytes=1_000_000)
    (item,) = read_sources(sources(1, limits), limits=limits)
    assert isinstance(item, IngestError)
    assert item.reason == "it needed more than 1 MB of memory"


LXML_WITHOUT_MEMORY = """
import resource
from pathlib import Path
from lxml import html
from briefing.ingest.isolation.confinement import is_of_memory

root = html.fromstring("<p>a<b>b</b></p>" * 300_000)
size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))
try:
    root.xpath("//text()")
except Exception as error:
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(is_of_memory(error), is_of_memory(ValueError("out of memory")))
"""


def test_an_error_of_lxml_that_is_about_memory_is_known_as_that() -> None:
    ran = subprocess.run([sys.executable, "-c", LXML_WITHOUT_MEMORY], capture_output=True, text=True, check=True)
    assert ran.stdout == "True False\n"


def mail_with(*attachments: bytes) -> bytes:
    """A mail with so many PDFs, `1.pdf` and on."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Desk <desk@lindwick.example>", "Reports"
    letter.set_content("Here they are.")
    for number, data in enumerate(attachments, 1):
        letter.add_attachment(data, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    return letter.as_bytes()


def test_what_follows_a_part_that_breaks_a_child_is_read() -> None:
    bomb = hostile.good_pdf(hostile.deflated(500), "/Filter /FlateDecode")
    limits = LimitSettings(child_bytes=450_000_000)
    data = mail_with(pdf(f"{NEWS} First."), bomb, pdf(f"{NEWS} Third."), bomb, pdf(f"{NEWS} Fifth."))
    note, *items = read_sources([Source(data, "mail.eml", {}, limits)], limits=limits)
    assert (note.origin_path, isinstance(note, Remark)) == ("mail.eml", True)
    assert [item.origin_path for item in items] == [f"mail.eml/{number}.pdf" for number in range(1, 6)]
    reasons = [item.reason if isinstance(item, IngestError) else "" for item in items]
    assert reasons == ["", much := "it needed more than 450 MB of memory", "", much, ""]


@pytest.mark.slow
def test_after_five_such_parts_the_rest_is_left_and_that_is_said() -> None:
    bomb = hostile.good_pdf(hostile.deflated(500), "/Filter /FlateDecode")
    limits = LimitSettings(child_bytes=450_000_000)
    mail = Source(mail_with(pdf(f"{NEWS} First."), *[bomb] * 5, pdf(f"{NEWS} Last.")), "mail.eml", {}, limits)
    _, first, *broken, rest, beside = read_sources([mail, *sources(1, limits)], limits=limits)
    assert isinstance(first, Article)
    assert [str(error) for error in broken] == [
        f"mail.eml/{number}.pdf: it needed more than 450 MB of memory" for number in range(2, 7)
    ]
    assert str(rest) == "mail.eml: 5 of its parts could not be read; the rest was left"
    assert isinstance(beside, Article)


def test_whoever_stops_listening_leaves_no_child() -> None:
    before = children()
    items = read_sources(sources(40, LimitSettings()))
    next(items)
    assert children() - before
    assert isinstance(items, Generator)
    items.close()
    assert children() == before


def test_a_slow_listener_costs_nothing() -> None:
    limits = LimitSettings(child_seconds=4.0)  # a busy machine may well take more than one for a page
    items = read_sources(sources(12, limits), limits=limits)
    first = next(items)
    time.sleep(5)
    assert all(isinstance(item, Article) for item in [first, *items])


def test_a_child_that_waited_long_has_its_time_for_the_next_file() -> None:
    limits = LimitSettings(child_seconds=4.0)
    page = b"<html><body>" + f"<p>{NEWS}</p>".encode() * 5_000 + b"</body></html>"  # not read by the next look
    with Children(limits) as reading:
        assert all(isinstance(item, Article) for item in reading.items(reading.submit(sources(1, limits)[0])))
        child = children()
        time.sleep(5)
        (item,) = reading.items(reading.submit(Source(page, "a.html", {}, limits)))
        assert isinstance(item, Article), item
        assert child <= children()


def test_children_of_a_program_that_is_killed_end_too(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(NEWS))
    code = (
        f"import time; from briefing.ingest import read; items = read([{str(tmp_path)!r}]);"
        "next(items); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        program.stdout.readline()
        listed = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
        program.kill()
    assert listed
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) for pid in listed):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_ctrl_c_ends_program_and_children(tmp_path: Path) -> None:
    """It reaches all of them, as in a terminal; the children leave it to the program."""
    for n in range(300):
        (tmp_path / f"{n:03}.pdf").write_bytes(pdf(f"{NEWS} Report {n}."))
    code = f"from briefing.ingest import read\nfor n, _ in enumerate(read([{str(tmp_path)!r}])): print(n, flush=True)"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        listed = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
        os.killpg(program.pid, signal.SIGINT)
        _, said = program.communicate(timeout=20)
    assert listed
    assert said.decode().strip().endswith("KeyboardInterrupt")
    assert not [pid for pid in listed if Path(f"/proc/{pid}").exists()]


def _state(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_plain_text_starts_no_child(seeds: Path) -> None:
    code = (
        f"import sys; from briefing.ingest import read; list(read([{str(seeds)!r}]));"
        "print(*sorted({'subprocess', 'select', 'lxml', 'pypdfium2', 'zipfile'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
