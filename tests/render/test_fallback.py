"""Letters that no font of the machine has are told before a reader finds the boxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.document import to_document
from briefing.job import unset
from briefing.render import fallback
from briefing.render.fonts import font_path
from tests.builders import article, brief, point, theme

CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


@pytest.fixture
def _only_our_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with IBM Plex alone."""
    config = tmp_path / "fonts.conf"
    config.write_text(CONFIG.format(fonts=font_path("serif").parent, cache=tmp_path / "cache"), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))


def said(text: str) -> tuple[str, ...]:
    return fallback.notes(to_document(brief(theme("A theme", point(article(text))))))


@pytest.mark.usefixtures("_only_our_fonts")
def test_scripts_without_a_font_are_named_with_what_to_install() -> None:
    (note,) = said("新华社：大桥将重新开放。")
    assert "Chinese" in note
    assert "fonts-noto-cjk" in note
    (note,) = said("قال المتحدث إن الجسر سيفتح. मंत्री ने कहा।")
    assert "no font for Arabic, Devanagari:" in note
    assert "fonts-noto-core" in note


@pytest.mark.usefixtures("_only_our_fonts")
def test_our_own_letters_need_no_other_font() -> None:
    assert said("Représentants — „Ja“, «Да», naïve œuvre, 5 000 €, ½…") == ()


@pytest.mark.usefixtures("_only_our_fonts")
def test_only_a_pdf_needs_fonts() -> None:
    document = to_document(brief(theme("A theme", point(article("大桥将重新开放。")))))
    assert unset(("out/brief.html", "out/brief.json"), document) == ()
    assert unset(("out/brief.pdf",), document)


def test_without_fontconfig_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "LIBRARIES", ("no-such-library",))
    assert fallback.missing("大桥") == frozenset()
