"""`briefing digest` as an operator uses it: looked at, decided on, sent, looked up; each line and exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran
from tests.digest.conftest import seeds
from tests.mail.post_office import PostOffice

DAY_ONE, DAY_TWO = "2026-11-19T06:05:00Z", "2026-11-20T06:05:00Z"
SETTINGS = """
[brief]
zone = "Europe/Berlin"

[mail]
from_address = "desk@example.org"
sender = "folder"
folder = "mail"
owner = "chief@example.org"

[[digest]]
list = "ministers"
"""
Run = Callable[..., Ran]


@pytest.fixture
def digest(briefing: Callable[..., Ran], desk: Path) -> Run:
    """`briefing digest COMMAND …` in a folder with settings and an archive of its own; two readers are on the list."""
    (desk / "briefing.toml").write_text(SETTINGS)
    (desk / "one").mkdir()
    (desk / "two").mkdir()
    for folder, numbers in (("one", ("002", "003")), ("two", ())):
        for path in seeds(*numbers):
            (desk / folder / path.name).write_bytes(path.read_bytes())
    for reader in ("ann@example.org", "bob@example.org"):
        briefing("subscribers", "add", reader, "--list", "ministers", "--store", "a.sqlite")

    def ran(*arguments: str) -> Ran:
        return briefing("digest", *arguments, "--store", "a.sqlite")

    return ran


def said(*more: str, mark: str = "") -> str:
    """Settings with more of a [[digest]], or articles under a handling mark."""
    return SETTINGS + "\n".join(more) + mark


def test_from_a_preview_to_two_sends_and_the_status(digest: Run, desk: Path):
    trial = digest("send", "--dry-run", "--from", "one", "--as-of", DAY_ONE)
    assert trial.out.split() == ["ann@example.org", "bob@example.org"]
    assert trial.lines[-1].startswith("nothing was sent, 2 would get it; edition 1 of 2026-11-19")
    assert digest("preview", "--from", "one", "--as-of", DAY_ONE).code == 0
    mail = digest("preview", "--for", "ann@example.org", "--as-of", DAY_ONE)
    assert mail.out == "out/digest/ministers/2026-11-19/ann@example.org.eml\n"
    sent = digest("send", "--as-of", DAY_ONE)
    assert (sent.code, sent.lines[-1]) == (
        0,
        "edition 1 for ministers, 2026-11-19: 2 sent · 0 deferred · 0 failed",
    )
    assert Path(mail.out.strip()).read_bytes() in [path.read_bytes() for path in (desk / "mail").rglob("*.eml")]
    again = digest("send", "--as-of", DAY_ONE)
    assert (again.code, again.lines) == (0, ["ministers 2026-11-19: edition 1 of 2026-11-19 was sent"])
    over = digest("send", "--dry-run", "--as-of", DAY_ONE)
    assert (over.out, over.lines[-1].partition(";")[0]) == (
        "",
        "nothing was sent, it would not go now: edition 1 of 2026-11-19 was sent",
    )
    looked_at = digest("preview", "--as-of", DAY_ONE)
    assert (looked_at.code, looked_at.lines[0]) == (0, "note: edition 1 of 2026-11-19 was sent; this is what it was")
    status = json.loads(digest("status", "--json").out)["ministers"]
    assert status["editions"][0]["mails"] == {"sent": 2}
    assert [h["what"].partition(":")[0] for h in status["history"]] == ["sent", "kept"]


def test_files_named_after_a_preview_are_not_read_and_that_is_said(digest: Run):
    digest("preview", "--from", "one", "--as-of", DAY_ONE)
    sent = digest("send", "--from", "two", "--as-of", DAY_ONE)
    assert sent.lines[0] == "note: the edition that was previewed is what was sent; the files named now were not read"


def test_a_hold_outlives_a_new_preview_and_an_approval_does_not(digest: Run, desk: Path):
    digest("preview", "--from", "one", "--as-of", DAY_ONE)
    digest("hold", "--as-of", DAY_ONE, "--by", "bob")
    assert "edition 1 (held) for ministers" in digest("preview", "--from", "two", "--as-of", DAY_ONE).err
    assert "it is held" in digest("send", "--as-of", DAY_ONE).err
    digest("approve", "--as-of", DAY_ONE, "--by", "bob")
    (desk / "briefing.toml").write_text(said('approve = "required"'))
    anew = digest("preview", "--from", "one", "--as-of", DAY_ONE)
    assert "note: the draft before was approved and this one is not: briefing digest approve" in anew.lines
    assert "it waits for approval" in digest("send", "--as-of", DAY_ONE).err
    history = [line.partition("UTC")[2] for line in digest("status").out.splitlines() if " UTC" in line]
    assert [line.partition(": ")[2].partition(":")[0] for line in history] == [
        "2026-11-19 kept, so the approval of the draft before is void",
        "2026-11-19 approved",
        "2026-11-19 held",
        "2026-11-19 held",
        "2026-11-19 kept",
    ]


def test_a_comment_stays_until_it_is_taken_away(digest: Run, desk: Path):
    (desk / "note.txt").write_text("Watch the ministry's briefing at noon.")
    page = desk / "out/digest/ministers/2026-11-19/brief.html"
    for more, there in ((["--comment", "note.txt", "--by", "Ann Lee"], True), ([], True), (["--no-comment"], False)):
        digest("preview", "--from", "one", "--as-of", DAY_ONE, *more)
        text = page.read_text()
        assert (text.count("briefing at noon") > 0, "Ann Lee, not a quotation" in text) == (there, there)


def test_words_that_stand_nowhere_are_told_of_and_decisions_are_undone(digest: Run):
    assert digest("pin", "too few").code == 2
    assert digest("drop", "words that stand in no article").code == 0
    preview = digest("preview", "--from", "one", "--as-of", DAY_ONE)
    assert "note: drop: “words that stand in no article” stands in no article of this edition" in preview.lines
    undone = digest("drop", "words that stand", "--undo")
    assert undone.lines == ["ministers: undone: drop “words that stand in no article”"]
    missing = digest("drop", "words that stand", "--undo")
    assert (missing.code, missing.lines[0].partition(". ")[2]) == (2, "briefing digest status lists them")
    what = [h["what"].partition(":")[0] for h in json.loads(digest("status", "--json").out)["ministers"]["history"]]
    assert {"drop", "undone"} <= set(what)


def test_a_list_that_is_not_cleared(digest: Run, desk: Path):
    (desk / "one/sources.toml").write_text('[[source]]\nmatch = "*"\ntlp = "TLP:AMBER"\n')
    refusal = "the edition of 2026-11-19 is TLP:AMBER and the list 'ministers' is cleared for TLP:CLEAR"
    assert f"note: it will not be sent: {refusal}" in digest("preview", "--from", "one", "--as-of", DAY_ONE).lines
    sent = digest("send", "--as-of", DAY_ONE)
    assert (sent.code, sent.lines[0].partition(". ")[0]) == (2, f"error: {refusal}")
    (told,) = (desk / "mail").rglob("*.eml")
    assert b"To: chief@example.org" in told.read_bytes()
    assert digest("send", "--as-of", DAY_ONE).code == 2
    assert len(list((desk / "mail").rglob("*.eml"))) == 1  # the owner is told once
    assert f"refused: {refusal}" in digest("status").out


def test_what_waits_for_approval_at_its_hour_is_told_to_the_owner(digest: Run, desk: Path):
    (desk / "briefing.toml").write_text(said('approve = "required"', 'days = ["thu"]'))
    digest("preview", "--from", "one", "--as-of", DAY_ONE)
    for _ in range(3):
        assert digest("send", "--scheduled", "--as-of", DAY_ONE).lines == []
    (told,) = (desk / "mail").rglob("*.eml")
    assert b"waits for approval" in told.read_bytes()
    assert digest("send", "--as-of", DAY_ONE).lines == [
        "ministers 2026-11-19: it waits for approval: briefing digest approve"
    ]


def test_an_archive_without_articles(digest: Run):
    preview = digest("preview", "--as-of", DAY_ONE)
    assert (preview.code, preview.out, preview.lines) == (0, "", ["ministers 2026-11-19: nothing was collected"])
    held = digest("hold", "--as-of", DAY_ONE)
    assert (held.code, "briefing digest preview makes one" in held.err) == (2, True)
    trial = digest("send", "--test-to", "me@example.org", "--as-of", DAY_ONE)
    assert (trial.code, "nothing was collected" in trial.err) == (2, True)


def test_two_days_as_diff_tells_them(digest: Run, briefing: Callable[..., Ran]):
    digest("preview", "--from", "one", "--as-of", DAY_ONE)
    digest("send", "--as-of", DAY_ONE)
    digest("preview", "--from", "two", "--as-of", DAY_TWO)
    days = [f"out/digest/ministers/{day}/brief.json" for day in ("2026-11-19", "2026-11-20")]
    told: dict[str, Any] = json.loads(briefing("diff", *days, "--json").out)
    assert {label.split()[0] for label in told["new_themes"]} == {"S-500", "“Golden"}
    assert told["unchanged"] == ["“No limits” partnership"]
    assert "“No limits” partnership" not in told["gone_quiet"]


def test_a_server_that_puts_readers_off_and_one_that_refuses_one(digest: Run, desk: Path):
    with PostOffice() as office:
        server = f'host = "127.0.0.1"\nport = {office.port}\nsecurity = "none"'
        (desk / "briefing.toml").write_text(SETTINGS.replace('sender = "folder"\nfolder = "mail"', server))
        replies = {"ann@example.org": b"451 4.7.1 greylisted", "bob@example.org": b"550 5.1.1 no such user"}
        office.manners.on = {"RCPT": lambda _session, to: replies[to]}
        digest("preview", "--from", "one", "--as-of", DAY_ONE)
        sent = digest("send", "--as-of", DAY_ONE)
        assert sent.code == 3
        assert sent.lines[:2] == [
            "error: ann@example.org: deferred: 451 4.7.1 greylisted",
            "error: bob@example.org: failed: 550 5.1.1 no such user",
        ]
        assert "0 sent · 1 deferred · 1 failed; the next try is due at" in sent.lines[2]
        again = digest("send", "--as-of", DAY_ONE)
    told = "ministers 2026-11-19: edition 1 of 2026-11-19 was sent; 1 failed; 1 waits for another try, from "
    assert again.lines[0].startswith(told)
    assert json.loads(digest("status", "--json").out)["ministers"]["editions"][0]["mails"] == {
        "deferred": 1,
        "failed": 1,
    }
