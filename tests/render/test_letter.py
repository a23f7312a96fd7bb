"""The e-mail, part by part: the points and numbers of the page, no header but ours, nothing fetched, the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import unicodedata
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import Config
from briefing.document import to_document
from briefing.errors import ConfigError, UnknownNameError, VerificationError
from briefing.readback.html import Page
from briefing.readback.text import printed, squeezed
from briefing.render import RENDERERS, Rendering
from briefing.render.letter import HEADERS, letter
from briefing.render.plain import text
from briefing.schema import Document
from briefing.verify import verify_file, verify_output
from tests.briefs import small_brief, small_document
from tests.builders import article, brief, point, theme

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "subjects.toml").read_text(encoding="utf-8"))["case"]
HOSTILE = '</p></style><script>alert(1)</script><img src=x onerror="alert(1)">{{ 7*7 }} & "quoted"'


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def titled(title: str, **changes: object) -> Document:
    return msgspec.structs.replace(small_document(), title=title, **changes)


def html_of(data: bytes) -> str:
    part = read(data).get_body(("html",))
    assert part is not None
    return str(part.get_content())


@pytest.fixture(scope="module")
def sent() -> bytes:
    return letter(small_document(), Config(), b"%PDF-made")


def test_it_has_our_headers_and_no_other(sent):
    message = read(sent)
    assert sorted(message.keys()) == sorted(HEADERS)
    assert str(message["Subject"]) == "The flood at Norwell"
    assert str(message["To"]) == "undisclosed-recipients:;"
    assert message["Date"].datetime.isoformat() == "2026-11-22T07:00:00+00:00"
    assert re.fullmatch(r"<[0-9a-f]{32}@briefing\.invalid>", str(message["Message-ID"]))
    assert not message.defects


def test_its_lines_are_ascii_and_short_enough(sent):
    lines = sent.split(b"\r\n")
    assert sent.isascii()
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_it_is_html_or_text_with_the_pdf_beside(sent):
    message = read(sent)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "brief.pdf"
    assert attached.get_content() == b"%PDF-made"


def test_without_the_pdf_it_is_html_or_text():
    message = read(letter(small_document(), Config()))
    assert message.get_content_type() == "multipart/alternative"
    assert list(message.iter_attachments()) == []


def test_the_text_part_is_the_plain_text(sent):
    part = read(sent).get_body(("plain",))
    assert part is not None
    assert part.get_content().replace("\r\n", "\n") == text(small_document())


def test_the_html_part_has_every_quotation_with_its_numbers(sent):
    document = small_document()
    shown = squeezed(" ".join(Page.of(html_of(sent)).blocks))
    for _citation, quotation in printed(document):
        assert squeezed(quotation) in shown
    for printed_point, (_citation, quotation) in zip(document.points, printed(document), strict=False):
        numbers = sorted({c.source for c in printed_point.citations if c.role != "partial"})
        assert squeezed(quotation) + "".join(f"[{number}]" for number in numbers) in shown
    for part in ("Key reporting", "Where the articles differ", "Who is who", "Timeline", "Sources", "had no room (in"):
        assert squeezed(part) in shown


def test_the_html_part_asks_for_nothing_and_has_no_picture(sent):
    page = html_of(sent)
    assert not re.search(r"<(?:img|script|link|svg|object|iframe|form)\b|url\(|@import|\bsrc=|background=", page)
    assert set(re.findall(r'href="([^"]*)"', page)) == {"https://example.org/flood?a=1&amp;b=2"}


def test_styles_stand_in_the_elements_and_the_dark_ones_at_the_top(sent):
    page = html_of(sent)
    (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert "prefers-color-scheme: dark" in sheet
    assert not re.search(r"^\.", sheet, re.MULTILINE)
    assert "max-width: 600px" in page
    assert all("style=" in tag for tag in re.findall(r"<(?:p|h1|h2|blockquote)\b[^>]*>", page))
    assert len(page.encode()) < 100_000


def test_hostile_text_stays_text():
    page = html_of(letter(titled(HOSTILE, audience=HOSTILE, notes=(HOSTILE,)), Config()))
    assert "<script" not in page
    assert "<img" not in page
    assert "7*7" in page


def test_a_quotation_from_right_to_left_is_set_so():
    arabic = "أغلق المهندسون القفل قبل الفجر."
    made = brief(theme("Norwell", point(article(arabic, language="ar"), arabic)))
    page = html_of(letter(to_document(made, "context"), Config()))
    assert re.search(rf'<p class="quote" dir="rtl"[^>]*><bdi lang="ar">{arabic}</bdi>', page)
    assert '<table class="ground"' in page
    assert 'dir="ltr"' in page


def test_an_address_that_is_no_web_address_is_no_link():
    document = small_document()
    sources = tuple(msgspec.structs.replace(s, url="javascript:alert(1)") for s in document.sources)
    assert "javascript" not in html_of(letter(msgspec.structs.replace(document, sources=sources), Config()))


def test_the_handling_mark_stands_in_the_subject_and_at_both_ends():
    data = letter(titled("Flood", tlp="TLP:AMBER"), Config())
    assert str(read(data)["Subject"]) == "[TLP:AMBER] Flood"
    assert html_of(data).count(">TLP:AMBER<") == 2


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_title_is_one_subject_and_nothing_else(case):
    if not case["subject"]:
        with pytest.raises(ConfigError, match="cannot stand in a mail"):
            letter(titled(case["title"]), Config())
        return
    message = read(letter(titled(case["title"]), Config()))
    assert sorted(message.keys()) == sorted(HEADERS)
    assert str(message["Subject"]) == case["subject"]


def test_a_long_title_is_cut():
    subject = str(read(letter(titled("flood " * 100), Config()))["Subject"])
    assert len(subject) <= 200
    assert subject.endswith("…")


@given(st.lists(st.text("abπ漢\u0928\u0940…-,.", min_size=1, max_size=30), min_size=1, max_size=40))
def test_a_title_of_words_is_the_subject(words):
    title = unicodedata.normalize("NFC", " ".join(words))
    data = letter(titled(title), Config())
    subject = str(read(data)["Subject"])
    assert subject == title if len(title) <= 200 else title.startswith(subject[:-1])
    assert max(map(len, data.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


@given(st.text(max_size=300))
def test_any_title_gives_our_headers_or_is_refused(title):
    try:
        data = letter(titled("A " + title), Config())
    except ConfigError as error:
        assert "=?" in str(error)  # noqa: PT017
        return
    assert sorted(read(data).keys()) == sorted(HEADERS)


def test_a_colour_that_is_none_is_refused():
    page = msgspec.structs.replace(Config().page, accent="red;} body{")
    with pytest.raises(ConfigError, match="accent"):
        letter(small_document(), Config(page=page))


def test_the_same_brief_is_the_same_bytes_in_another_process(sent):
    code = (
        "from hashlib import sha256; from tests.briefs import small_document; from briefing.config import Config;"
        "from briefing.render.letter import letter;"
        "print(sha256(letter(small_document(), Config(), b'%PDF-made')).hexdigest())"
    )
    home = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=True)
    from hashlib import sha256

    assert done.stdout.strip() == sha256(sent).hexdigest()


def test_another_brief_is_another_message():
    ids = {str(read(letter(titled(title), Config()))["Message-ID"]) for title in ("Flood", "Fire")}
    assert len(ids) == 2


def test_the_pdf_goes_with_it_unless_told_otherwise():
    brief = small_brief()
    document = to_document(brief, "context")
    with_pdf = RENDERERS["eml"](Rendering(brief, document, Config()))
    (attached,) = read(with_pdf).iter_attachments()
    assert attached.get_content().startswith(b"%PDF-")
    verify_output(with_pdf, "brief.eml", document)
    mail = msgspec.structs.replace(Config().mail, attach_pdf=False)
    without = RENDERERS["eml"](Rendering(brief, document, Config(mail=mail)))
    assert list(read(without).iter_attachments()) == []
    verify_output(without, "brief.eml", document)


@pytest.mark.parametrize("kind", ["html", "plain"])
def test_a_quotation_lost_in_either_part_is_not_written(kind):
    document = small_document()
    message = read(letter(document, Config()))
    part = message.get_body((kind,))
    assert part is not None
    changed = part.get_content().replace("before dawn", "after dawn")
    part.set_content(changed, subtype=part.get_content_subtype(), cte="quoted-printable")
    with pytest.raises(VerificationError, match="was not written"):
        verify_output(message.as_bytes(), "brief.eml", document)


def test_it_is_no_brief_to_verify_later(sent):
    with pytest.raises(UnknownNameError, match="eml"):
        verify_file(sent, "brief.eml")
