"""A finished PDF is verified from itself alone; whatever is changed in it afterwards is found and named."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Operator, Pdf, Stream, String

from briefing.document import attachments, dumps, loads, to_document
from briefing.errors import ConfigError, VerificationError
from briefing.schema import Attach, seal
from briefing.verify import verify_file, verify_output
from tests.briefs import BUDGET, FLOOD, FLOOD_AGAIN, article, page_of, small_brief


@cache
def page(attach: Attach = "context") -> bytes:
    brief = small_brief()
    return page_of(brief, to_document(brief, attach))


def saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def tampered(change: Callable[[Pdf], None]) -> bytes:
    with Pdf.open(io.BytesIO(page())) as pdf:
        change(pdf)
        return saved(pdf)


def attach(pdf: Pdf, name: str, data: bytes) -> None:
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)  # type: ignore[call-arg]


# --- what stands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["none", "quotes", "context", "full"])
def test_a_page_verifies_from_itself_alone_and_says_its_level(level: Attach) -> None:
    report = verify_file(page(level), "brief.pdf")
    assert (report.level, report.quotations) == (level, 6)
    assert report.verified == (0 if level == "none" else 6)
    assert "integrity" in report.notes[-1]


def test_a_page_that_was_only_saved_again_still_verifies() -> None:
    assert verify_file(tampered(lambda pdf: None), "brief.pdf").verified == 6


def test_a_page_is_checked_before_it_is_written() -> None:
    brief = small_brief()
    document = to_document(brief)
    verify_output(page(), "brief.pdf", document)
    other = to_document(small_brief(key_reporting=brief.themes[1].points, themes=brief.themes[:1]))
    with pytest.raises(VerificationError, match=r"brief.json"):
        verify_output(page(), "brief.pdf", other)
    unlike = small_brief(
        title="x", themes=(), key_reporting=(replace(brief.key_reporting[0], added=()),), disagreements=()
    )
    with pytest.raises(VerificationError, match=r"was not written.*(does not show|brief.json)"):
        verify_output(page_of(unlike, to_document(unlike)), "brief.pdf", document)


# --- what was changed -----------------------------------------------------------------------------------------


def change_a_character(pdf: Pdf) -> None:
    """One glyph of the longest run becomes the glyph beside it."""
    operations: list[Any] = list(pikepdf.parse_content_stream(pdf.pages[0]))
    runs = [(i, j, bytes(run)) for i, (operands, operator) in enumerate(operations) if str(operator) == "TJ"
            for j, run in enumerate(operands[0]) if isinstance(run, String)]  # fmt: skip
    i, j, run = max(runs, key=lambda found: len(found[2]))
    at = next(at for at in range(0, len(run) - 4, 2) if run[at : at + 2] != run[at + 2 : at + 4])
    operands = list(operations[i][0][0])
    operands[j] = String(run[:at] + run[at + 2 : at + 4] + run[at + 2 :])
    operations[i] = ([Array(operands)], Operator("TJ"))
    pdf.pages[0].Contents = Stream(pdf, pikepdf.unparse_content_stream(operations))


def write(words: str, how: str = "") -> Callable[[Pdf], None]:
    """The words written over the page; `how` goes before them."""

    def change(pdf: Pdf) -> None:
        pdf.pages[0].add_resource(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font, Name("/Own")
        )
        content = f"q BT /Own 9 Tf {how or '1 0 0 1 60 60 Tm'} ({words}) Tj ET Q".encode()
        pdf.pages[0].contents_add(Stream(pdf, content))

    return change


def draw(content: str) -> Callable[[Pdf], None]:
    return lambda pdf: pdf.pages[0].contents_add(Stream(pdf, content.encode()))


def other_data(old: str, new: str, *, sealed: bool = True) -> Callable[[Pdf], None]:
    """brief.json with other words; whoever changes it may well renew its hash."""

    def change(pdf: Pdf) -> None:
        data = pdf.attachments["brief.json"].get_file().read_bytes()
        assert old.encode() in data
        data = data.replace(old.encode(), new.encode())
        attach(pdf, "brief.json", dumps(seal(loads(data))) if sealed else data)

    return change


def other_evidence(old: str, new: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        data = pdf.attachments["evidence.json"].get_file().read_bytes()
        assert old.encode() in data
        attach(pdf, "evidence.json", data.replace(old.encode(), new.encode()))

    return change


def both(old: str, new: str) -> Callable[[Pdf], None]:
    """Evidence and brief.json changed alike, their hashes renewed."""

    def change(pdf: Pdf) -> None:
        other_evidence(old, new)(pdf)
        evidence = pdf.attachments["evidence.json"].get_file().read_bytes()
        data = pdf.attachments["brief.json"].get_file().read_bytes().replace(old.encode(), new.encode())
        document = msgspec.structs.replace(loads(data), evidence_sha256=sha256(evidence).hexdigest())
        attach(pdf, "brief.json", dumps(seal(document)))

    return change


def another_brief(name: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        brief = small_brief(title="Another brief", key_reporting=())
        attach(pdf, name, attachments(to_document(brief), brief.articles)[name])

    return change


def remove(name: str) -> Callable[[Pdf], None]:
    return lambda pdf: pdf.attachments.__delitem__(name)


def second_page(pdf: Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))


def links(pdf: Any) -> list[Any]:
    return [a for a in pdf.pages[0].Annots if a.Subtype == Name.Link and "/A" in a and "/URI" in a.A]


def link_elsewhere(pdf: Pdf) -> None:
    (link, *_) = links(pdf)
    link.A.URI = String("https://example.net/elsewhere")


def swap_numbers(pdf: Any) -> None:
    """A [1] leads to the row of another source."""
    inner = [a for a in pdf.pages[0].Annots if "/Dest" in a or ("/A" in a and "/D" in a.A)]
    first = next(a for a in inner)
    other = next(a for a in inner if where(a) != where(first))
    if "/Dest" in first:
        first.Dest = other.Dest
    else:
        first.A = other.A


def where(link: Any) -> str:
    return str(link.Dest if "/Dest" in link else link.A.D)


def annotate(**values: Any) -> Callable[[Pdf], None]:
    def change(pdf: Any) -> None:
        pdf.pages[0].Annots.append(pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=[20, 20, 90, 40], **values)))

    return change


def hidden_layer(pdf: Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="layer"))
    pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=[group]))
    pdf.pages[0].add_resource(group, Name.Properties, Name("/Own"))
    pdf.pages[0].contents_add(Stream(pdf, b"/OC /Own BDC 0 0 0.1 0.1 re f EMC"))


def picture(pdf: Pdf) -> None:
    image = Stream(pdf, b"\xff\xff\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    image.ColorSpace = Name.DeviceRGB
    pdf.pages[0].add_resource(image, Name.XObject, Name("/Own"))
    pdf.pages[0].contents_add(Stream(pdf, b"q 200 0 0 20 60 700 cm /Own Do Q"))


def script(pdf: Any) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=["x", Dictionary(S=Name.JavaScript, JS="x")])


def on_opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


MADE_FROM_ANOTHER = "brief.json: it is not the one that the page was made from"
CHANGES: dict[str, tuple[Callable[[Pdf], None], str]] = {
    "one character of the page": (change_a_character, r"the page (does not show|shows)"),
    "words added to the page": (write("and more"), "the page shows “andmore”"),
    "words drawn without ink": (write("unseen", "3 Tr 1 0 0 1 60 60 Tm"), "not to be seen"),
    "words drawn in white": (write("unseen", "1 g 1 0 0 1 60 60 Tm"), "not to be seen"),
    "words drawn beside the page": (write("unseen", "1 0 0 1 -900 60 Tm"), "outside its edges"),
    "a shape laid over the text": (draw("q 1 g 0 0 595 842 re f Q"), "a shape laid over text"),
    "a picture": (picture, "holds a picture"),
    "a layer that can be hidden": (hidden_layer, "a layer"),
    "a quotation in brief.json": (
        other_data("lock at Norwell before", "lack at Norwell before"),
        "evidence does not hold",
    ),
    "a quotation in brief.json, not sealed": (other_data("before dawn", "after dawns", sealed=False), "its own hash"),
    "a reason in brief.json": (
        other_data('"reason": "weaker"', '"reason": "better"'),
        MADE_FROM_ANOTHER,
    ),
    "a speaker in brief.json": (
        other_data('"speaker": "Ada Perkins"', '"speaker": "Eva Perkins"'),
        MADE_FROM_ANOTHER,
    ),
    "a theme in brief.json": (other_data('"label": "The lock"', '"label": "The loch"'), "“Theloch”"),
    "brief.json that is no JSON": (other_data('"schema": 1,', '"schema": 1;', sealed=False), r"brief\.json"),
    "the evidence": (other_evidence("The town of Norwell", "The city of Norwell"), "evidence.json: it is not the one"),
    "a quotation in the evidence": (other_evidence("before dawn", "after dawns"), "evidence does not hold"),
    "evidence and brief.json alike": (both("before dawn", "after dawns"), "the page does not show “Engineers closed"),
    "context and its hash alike": (
        both("The town of Norwell", "The city of Norwell"),
        MADE_FROM_ANOTHER,
    ),
    "no brief.json": (remove("brief.json"), "carries no brief.json"),
    "no evidence": (remove("evidence.json"), "evidence.json is missing"),
    "brief.json of another brief": (another_brief("brief.json"), "evidence.json: it is not the one"),
    "the evidence of another brief": (another_brief("evidence.json"), "evidence.json: it is not the one"),
    "one more attachment": (lambda pdf: attach(pdf, "more.txt", b"x"), "more.txt: an attachment that is none of ours"),
    "a second page": (second_page, "2 pages"),
    "where a link leads": (link_elsewhere, "https://example.net/elsewhere"),
    "where a number leads": (swap_numbers, "leads elsewhere"),
    "a note on the page": (
        annotate(Subtype=Name.FreeText, Contents="x", DA="/Helv 9 Tf"),
        "an annotation that is no link",
    ),
    "a link that runs a program": (
        annotate(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="x.exe")),
        "does something else than lead to a place",
    ),
    "a script by name": (script, "a script"),
    "a script on opening": (on_opening, "a script"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_found_and_named(what: str) -> None:
    change, finding = CHANGES[what]
    with pytest.raises(VerificationError) as caught:
        verify_file(tampered(change), "brief.pdf")
    assert caught.value.exit_code == 6
    assert re.search(finding, "\n".join(caught.value.findings)), caught.value.findings


def test_a_newer_brief_is_a_matter_of_the_program() -> None:
    with pytest.raises(ConfigError, match="schema 7"):
        verify_file(tampered(other_data('"schema": 1,', '"schema": 7,', sealed=False)), "brief.pdf")


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n", None])
def test_a_file_that_is_none_is_named(data: bytes | None) -> None:
    with pytest.raises(VerificationError, match="PDF"):
        verify_file(page()[:500] if data is None else data, "brief.pdf")


# --- the articles read again ----------------------------------------------------------------------------------


def test_the_articles_still_say_so() -> None:
    report = verify_file(page(), "brief.pdf", small_brief().articles[::-1])
    assert "every quotation equals the characters of its article" in report.notes
    assert verify_file(page("none"), "brief.pdf", small_brief().articles).verified == 6


def test_an_article_that_changed_outside_every_quotation_is_a_note() -> None:
    _, second, third = small_brief().articles
    longer = article("New first words. " + FLOOD.replace("a second day", "a third day"), "news/flood.txt")
    report = verify_file(page(), "brief.pdf", (longer, second, third))
    assert "source 1 (news/flood.txt) has changed, but in no quotation" in report.notes


@pytest.mark.parametrize("where", ["news/flood.txt", "elsewhere/flood.txt"])
def test_an_article_that_changed_in_a_quotation_is_a_finding(where: str) -> None:
    _, second, third = small_brief().articles
    other = article(FLOOD.replace("before dawn", "after dawn"), where)
    with pytest.raises(
        VerificationError, match=r"source 1 \(news/flood.txt\).*does not read “Engineers closed the lock"
    ):
        verify_file(page(), "brief.pdf", (other, second, third))


def test_an_article_is_found_by_its_text_wherever_it_lies() -> None:
    moved = (article(FLOOD, "x/1.txt"), article(FLOOD_AGAIN, "x/2.txt"), article(BUDGET, "x/3.txt"))
    assert verify_file(page(), "brief.pdf", moved).verified == 6


def test_an_article_that_is_gone_is_a_finding() -> None:
    with pytest.raises(VerificationError, match=r"source 3 \(news/budget.txt\) is not among the articles"):
        verify_file(page(), "brief.pdf", small_brief().articles[:2])
