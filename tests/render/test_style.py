"""A user's own style: logo, footer, accent, title, audience, handling mark, paper, in every output; hostile logos."""

from __future__ import annotations

import struct
import zlib
from email import message_from_bytes
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest

from briefing.config import Config
from briefing.document import to_document
from briefing.errors import ConfigError, VerificationError
from briefing.readback.text import squeezed
from briefing.render import RENDERERS, Rendering, paper
from briefing.render.fonts import font_bytes
from briefing.render.layouts import plan
from briefing.render.logo import logo
from briefing.schema import Document
from briefing.settings import load_settings
from briefing.verify import verify_file, verify_output
from tests.briefs import small_brief
from tests.builders import article, brief, point, theme

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><rect width="80" height="40" fill="#003366"/>'
    '<circle cx="40" cy="20" r="12" fill="#ffffff"/></svg>'
)
FOOTER = "Water board of Norwell, press desk"


def png(wide: int, high: int, colour: bytes = b"\x00\x33\x66") -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + colour * wide) * high, 9)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">LLBBBBB", wide, high, 8, 2, 0, 0, 0)),
            chunk(b"IDAT", rows),
            chunk(b"IEND", b""),
        )
    )


@pytest.fixture(params=["logo.svg", "logo.png"])
def config(request, tmp_path) -> Config:
    """As a user writes it: names relative to the folder of briefing.toml."""
    (tmp_path / "logo.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(png(120, 60))
    (tmp_path / "briefing.toml").write_text(
        f'[page]\nlogo = "{request.param}"\nfooter = "{FOOTER}"\naccent = "#1b5e20"\npaper = "Letter"\n',
        encoding="utf-8",
    )
    return load_settings(config_file=str(tmp_path / "briefing.toml"), environ={}).config


def made(suffix: str, config: Config) -> tuple[bytes, Document]:
    whole = small_brief(tlp="TLP:AMBER")
    document = to_document(whole, "context", quoting=config.quoting, page=config.page)
    data = RENDERERS[suffix](Rendering(whole, document, config))
    verify_output(data, f"brief.{suffix}", document)
    return data, document


def test_the_pdf_has_the_logo_with_its_text_the_footer_and_the_paper(config):
    data, _ = made("pdf", config)
    page = pypdfium2.PdfDocument(data)[0]
    assert page.get_size() == (612, 792)
    assert squeezed(FOOTER) in squeezed(page.get_textpage().get_text_range())
    with pikepdf.open(BytesIO(data)) as pdf:
        assert b"Logo" in b"".join(
            bytes(found.Alt) for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and "/Alt" in found
        )
    colours = page.render(scale=1).to_pil().crop((400, 40, 580, 90)).getcolors(100_000) or []
    assert sum(count for count, colour in colours if colour[2] > colour[0] + 60) > 200  # the blue of the logo
    assert verify_file(data, "brief.pdf").verified  # without the file of the logo


def test_the_page_has_the_logo_inside_and_verifies_without_its_file(config):
    data, _ = made("html", config)
    text = data.decode()
    assert text.count('<img class="logo" src="data:image/') == 1
    assert 'alt="Logo"' in text
    assert "img-src data:" in text
    assert FOOTER in text
    assert verify_file(data, "brief.html").verified


def test_a_logo_that_was_exchanged_is_found_out(config):
    data, _ = made("html", config)
    before, start, rest = data.decode().partition('<img class="logo" src="data:image/')
    kind, _, after = rest.partition(";base64,")
    forged = f"{before}{start}{kind};base64,AAAA{after}"
    with pytest.raises(VerificationError):
        verify_file(forged.encode(), "brief.html")


def test_a_page_without_a_logo_may_hold_no_picture():
    whole = small_brief()
    document = to_document(whole, "context")
    data = RENDERERS["html"](Rendering(whole, document, Config())).decode()
    forged = data.replace("<h1>", '<img class="logo" src="data:image/png;base64,AAAA" alt="Logo"><h1>', 1)
    with pytest.raises(VerificationError):
        verify_file(forged.encode(), "brief.html")


def test_the_mail_carries_it_as_a_part_of_its_own(config):
    data, _ = made("eml", config)
    message = message_from_bytes(data, policy=SMTP)
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in pictures] == ["<logo@briefing.invalid>"]
    shown = message.get_body(("html",))
    assert shown is not None
    html = shown.get_content()
    assert 'src="cid:logo@briefing.invalid" alt="Logo"' in html
    assert "#1b5e20" in html
    assert FOOTER in html
    plain = message.get_body(("plain",))
    assert plain is not None
    assert squeezed(FOOTER) in squeezed(plain.get_content())


def test_the_manuscript_has_it_with_its_text(config):
    from docx import Document as Docx

    data, _ = made("docx", config)
    found = Docx(BytesIO(data))
    assert len(found.inline_shapes) == 1
    assert found.inline_shapes[0]._inline.docPr.get("descr") == "Logo"
    assert any(FOOTER in paragraph.text for paragraph in found.paragraphs)
    assert found.sections[0].page_width == 612 * 12_700
    assert made("docx", config)[0] == data


@pytest.mark.parametrize("suffix", ["md", "txt", "json"])
def test_the_other_outputs_have_the_footer(config, suffix):
    assert squeezed(FOOTER) in squeezed(made(suffix, config)[0].decode())


def test_the_same_style_is_the_same_bytes(config):
    assert made("pdf", config) == made("pdf", config)


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "script": (SVG.replace("<rect", "<script>alert(1)</script><rect"), "<script>"),
    "handler": (SVG.replace("<rect", '<rect onload="alert(1)"'), "onload"),
    "picture": (SVG.replace("<rect", '<image href="https://made.example/x.png"/><rect'), "<image>"),
    "paint": (SVG.replace('fill="#003366"', 'fill="url(https://made.example/x.svg#a)"'), "fill"),
    "style": (SVG.replace("<rect", '<rect style="fill: u\\rl(x)"'), "style"),
    "foreign": (SVG.replace("<rect", '<p xmlns="http://www.w3.org/1999/xhtml">hello</p><rect'), "<p>"),
    "entities": ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG, "declaration"),
    "again and again": (SVG.replace("<rect", '<g id="a"/><use href="#a"/><rect'), "<use>"),
    "deep": (SVG.replace("<rect", "<g>" * 40 + "</g>" * 40 + "<rect"), "in each other"),
    "no size": ('<svg xmlns="http://www.w3.org/2000/svg"/>', "size"),
    "no picture": ("a plain text", "neither"),
    "empty": ("", "empty"),
    "large file": (SVG + " " * 600_000, "bytes"),
    "large picture": (png(10_000, 4), "10,000 by 4 pixels"),
    "half a picture": (png(40, 40)[:48], "no whole PNG"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_logo_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    content, why = HOSTILE[name]
    file = tmp_path / "logo.svg"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    config = Config(page=msgspec.structs.replace(Config().page, logo=str(file)))
    document = to_document(small_brief(), "context", page=config.page)
    with pytest.raises(ConfigError) as refused:
        logo(document, config.page)
    assert why in str(refused.value)
    assert "logo.svg" in str(refused.value)
    assert str(tmp_path) not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("line", "why"), [('logo = "none.png"', "no file"), ('footer = "a\\nb"', "no line")])
def test_a_setting_that_cannot_be_is_refused(line: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text(f"[page]\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=why):
        load_settings(config_file=str(tmp_path / "briefing.toml"), environ={})


# --- fonts --------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_fonts(tmp_path: Path) -> Config:
    """The text in a condensed face: narrower letters, so that other lines come out."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "serif.ttf").write_bytes(font_bytes("sans"))
    (tmp_path / "briefing.toml").write_text('[page]\nfonts = "fonts"\n', encoding="utf-8")
    return load_settings(config_file=str(tmp_path / "briefing.toml"), environ={}).config


def test_lines_are_measured_with_the_users_fonts(own_fonts):
    long = "The harbour master said that the river had risen by more than anybody remembered. " * 9
    made_brief = brief(theme("River", point(article(long.strip()))))
    heights = [
        plan(to_document(made_brief, "none", page=config.page), config).body[0].height
        for config in (Config(), own_fonts)
    ]
    assert heights[1] < heights[0]
    document = to_document(made_brief, "none", page=own_fonts.page)
    seen: list[Any] = []
    paper.pdf(document, own_fonts, seen=seen.append)
    assert len(seen[0].pages) == 1
    assert paper.body_height(seen[0]) == pytest.approx(plan(document, own_fonts).height, abs=0.1)


@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_the_users_fonts_are_inside_and_verify_without_their_files(own_fonts, suffix):
    data, _ = made(suffix, own_fonts)
    assert data != made(suffix, Config())[0]
    assert verify_file(data, f"brief.{suffix}").verified


@pytest.mark.parametrize("content", [b"", b"no font", b"\0\1\0\0" + bytes(300), bytes(5_000_001)], ids=len)
def test_a_font_that_is_none_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "serif.ttf").write_bytes(content)
    settings = msgspec.structs.replace(Config().page, fonts=str(tmp_path))
    with pytest.raises(ConfigError, match=r"page\.fonts: serif\.ttf is not used"):
        made("pdf", Config(page=settings))
