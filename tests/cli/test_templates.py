"""templates list, copy and check: where each comes from, nothing is lost, and one line for what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.assets import template_folder
from briefing.config import Config
from briefing.job import document_of, render
from briefing.render import RENDERERS
from briefing.render.specimen import specimen
from tests.cli.conftest import Ran

Run = Callable[..., Ran]
SHIPPED = sorted(str(p.relative_to(template_folder())) for p in template_folder().rglob("*") if p.is_file())


@pytest.fixture
def own(desk: Path) -> Path:
    """The folder of the user's templates, named in the configuration."""
    (desk / "briefing.toml").write_text(f'[page]\ntemplates = "{desk}/mine"\n')
    (desk / "mine").mkdir()
    return desk / "mine"


def change(own: Path, name: str, before: str = "", after: str = "") -> None:
    """The shipped template with one change, in the user's folder."""
    text = (template_folder() / name).read_text()
    assert before in text
    (own / name).parent.mkdir(exist_ok=True)
    (own / name).write_text(text.replace(before, after, 1))


# --- list ----------------------------------------------------------------------------------------------------


def test_all_shipped_templates_are_listed(briefing: Run) -> None:
    ran = briefing("templates", "list")
    assert ran.code == 0
    assert [line.split() for line in ran.out.splitlines()] == [[name, "shipped"] for name in SHIPPED]


def test_a_users_templates_are_listed_with_their_place(own: Path, briefing: Run) -> None:
    change(own, "screen/brief.css")
    (own / "screen" / "head.html").write_text("")
    (own / "words").mkdir()
    (own / "words" / "tlh.toml").write_text("")
    (own / ".hidden").write_text("")
    rows = {line.split()[0]: line.split()[1:] for line in briefing("templates", "list").out.splitlines()}
    assert rows["screen/brief.css"][0] == "overridden"
    assert rows["screen/brief.css"][1].endswith("mine/screen/brief.css")
    assert rows["screen/head.html"][0] == "own"
    assert rows["words/tlh.toml"][0] == "overridden"
    assert rows["screen/brief.html"] == ["shipped"]
    assert ".hidden" not in rows


# --- copy ----------------------------------------------------------------------------------------------------


def test_a_copy_is_the_shipped_file_and_is_then_used(desk: Path, briefing: Run) -> None:
    ran = briefing("templates", "copy", "screen/brief.css")
    assert (ran.code, ran.out) == (0, "templates/screen/brief.css\n")
    assert 'templates = "templates"' in ran.err
    assert Path(ran.out.strip()).read_bytes() == (template_folder() / "screen/brief.css").read_bytes()
    (desk / "briefing.toml").write_text('[page]\ntemplates = "templates"\n')
    assert "screen/brief.css" in [line.split()[0] for line in overridden(briefing)]


def overridden(briefing: Run) -> list[str]:
    return [line for line in briefing("templates", "list").out.splitlines() if "overridden" in line]


def test_a_copy_goes_where_the_configuration_says(own: Path, briefing: Run) -> None:
    ran = briefing("templates", "copy", "letter/brief.html")
    assert ran.out.endswith("mine/letter/brief.html\n")
    assert ran.err == ""
    assert (own / "letter/brief.html").is_file()


def test_a_folder_of_templates_is_copied_whole(desk: Path, briefing: Run) -> None:
    ran = briefing("templates", "copy", "letter", "--to", "there")
    assert ran.out.split() == ["there/letter/brief.css", "there/letter/brief.html"]


def test_a_file_that_is_there_is_kept_unless_told(desk: Path, briefing: Run) -> None:
    briefing("templates", "copy", "letter/brief.css")
    Path("templates/letter/brief.css").write_text("mine")
    ran = briefing("templates", "copy", "letter")
    assert ran.code == 2
    assert "templates/letter/brief.css is there already" in ran.err
    assert Path("templates/letter/brief.css").read_text() == "mine"
    assert not Path("templates/letter/brief.html").exists()
    assert briefing("templates", "copy", "letter", "--force").code == 0
    assert Path("templates/letter/brief.css").read_text() != "mine"


@pytest.mark.parametrize("name", ["nope", "screen/brief", "../pyproject.toml", "/etc/passwd", ""])
def test_an_unknown_name_is_refused(desk: Path, briefing: Run, name: str) -> None:
    ran = briefing("templates", "copy", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: unknown template")
    assert list(desk.iterdir()) == []


# --- check ---------------------------------------------------------------------------------------------------


def test_nothing_overridden_is_said(briefing: Run) -> None:
    ran = briefing("templates", "check")
    assert (ran.code, ran.out) == (0, "")
    assert "no template is overridden" in ran.err


def test_copies_of_the_shipped_ones_work(own: Path, briefing: Run) -> None:
    for name in ("paper", "screen", "letter", "words/en.toml"):
        assert briefing("templates", "copy", name).code == 0
    ran = briefing("templates", "check")
    assert ran.code == 0, ran.err
    assert ran.err == ""
    assert all(line.endswith(": it works") for line in ran.out.splitlines())


WRONG = [
    ("screen/brief.html", "{{ truth }}", "{{ trooth }}", "'trooth' is undefined"),
    ("screen/brief.html", "{{ truth }}", "{{ truth", "unexpected '/'"),
    ("screen/brief.html", "{{ truth }}", "{{ 1 / 0 }}", "ZeroDivisionError"),
    ("screen/brief.html", "{{ truth }}", "{{ truth.nope() }}", "has no attribute 'nope'"),
    ("screen/brief.html", "{{ truth }}", "{{ ''.__class__.__mro__ }}", "unsafe"),
    ("screen/brief.html", "{{ truth }}", "{% for i in range(10**9) %}.{% endfor %}", "Range too big"),
    ("screen/brief.html", "{{ truth }}", '{% include "nope.html" %}', "nope.html"),
    ("screen/brief.html", "{{ embedded }}", "", "brief.json: it does not read back"),
    ("letter/brief.html", "<h1>", '<h1 style="x">', "cannot be put into its elements"),
    ("letter/brief.html", "{{ run.text }}</bdi>", "</bdi>", "the page does not show"),
    ("letter/brief.html", "{{ run.text }}</span>", "</span>", "[1] does not stand behind"),
    ("letter/brief.css", "{{ accent }}", "{{ axent }}", "letter/brief.css, line"),
    ("paper/executive.css", "{{ accent }}", "{{ axent }}", "'axent' is undefined"),
]


@pytest.mark.parametrize(("name", "before", "after", "said"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_one_line_with_its_place(
    own: Path, briefing: Run, name: str, before: str, after: str, said: str
) -> None:
    change(own, name, before, after)
    ran = briefing("templates", "check")
    assert ran.code == 2
    assert ran.out == f"{name}: it fails\n"
    assert all(line.startswith((f"error: {name}: ", "  and ")) for line in ran.err.splitlines())
    assert said in ran.err


def test_the_line_of_a_mistake_is_told(own: Path, briefing: Run) -> None:
    change(own, "letter/brief.html", "{{ truth }}", "{{ trooth }}")
    number = (own / "letter/brief.html").read_text().partition("trooth")[0].count("\n") + 1
    assert f"letter/brief.html, line {number}: 'trooth' is undefined" in briefing("templates", "check").err


CATALOGUES = [
    (b'[section]\nkey_reportin = "x"', "section.key_reportin is no key of ours; did you mean section.key_reporting?"),
    (b'[count]\narticles.one = "{m} article"', "count.articles.one: there is no value {m}"),
    (b'[section]\nsources = "{"', "section.sources: "),
    (b'months = ["January"]', "months: 1 names of months"),
    (b'[section]\nsources = ["x"]', "section.sources: it is a text in ours"),
    (b"[section\n", "line 1"),
    (b"\xff\xfe", "utf-8"),
]


@pytest.mark.parametrize(("data", "said"), CATALOGUES, ids=range(len(CATALOGUES)))
def test_what_is_wrong_with_a_catalogue_is_said(own: Path, briefing: Run, data: bytes, said: str) -> None:
    (own / "words").mkdir()
    (own / "words" / "en.toml").write_bytes(data)
    ran = briefing("templates", "check")
    assert ran.code == 2
    assert said in ran.err
    assert all(line.startswith("error: words/en.toml: ") for line in ran.err.splitlines())


def test_a_new_language_may_have_its_own_forms(own: Path, briefing: Run) -> None:
    (own / "words").mkdir()
    (own / "words" / "pl.toml").write_text('[count]\narticles.few = "{n} artykuły"\narticles.many = "{n} artykułów"\n')
    ran = briefing("templates", "check")
    assert (ran.code, ran.out) == (0, "words/pl.toml: it works\n"), ran.err


def test_a_file_that_replaces_nothing_is_not_tried(own: Path, briefing: Run) -> None:
    (own / "notes.txt").write_text("{{ nope }}")
    ran = briefing("templates", "check")
    assert (ran.code, ran.out) == (0, "notes.txt: not tried, it replaces none of ours\n")


# --- the brief that they are tried with ----------------------------------------------------------------------


@pytest.mark.parametrize("suffix", sorted(RENDERERS))
def test_the_specimen_is_a_brief_in_every_format(suffix: str) -> None:
    brief = specimen()
    assert render(f"brief.{suffix}", brief, document_of(brief, Config()), Config())


def test_the_specimen_holds_one_of_everything() -> None:
    document = document_of(specimen(), Config())
    for part in (
        "key_reporting",
        "themes",
        "disagreements",
        "timeline",
        "people",
        "spellings",
        "left_out",
        "notes",
        "tlp",
    ):
        assert getattr(document, part), part
    assert {citation.role for citation in document.citations} >= {"lead", "partial", "differs"}
    assert {event.date is None for event in document.timeline} == {True, False}
    assert any(point.added for point in document.points)
