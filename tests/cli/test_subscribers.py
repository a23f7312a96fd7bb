"""briefing subscribers …, as it is typed."""

from __future__ import annotations

import json

import pytest

from tests.mail.reports import block, report


@pytest.fixture
def subscribers(briefing, desk):
    def call(command, *arguments):
        return briefing("subscribers", command, *arguments, "--store", desk / "a.sqlite")

    return call


def test_a_life_of_a_list(subscribers, desk):
    assert subscribers("add", "ann@example.org", "--list", "morning").err == "ann@example.org is on the list morning\n"
    assert subscribers("add", "bob@example.org", "--list", "morning", "--layout", "note", "--no-attach").code == 0
    assert "already" in subscribers("add", "ann@example.org", "--list", "morning").err
    listed = subscribers("list")
    assert [line.split() for line in listed.out.splitlines()] == [
        ["morning", "ann@example.org", "active"],
        ["morning", "bob@example.org", "note", "without", "the", "PDF", "active"],
    ]
    assert listed.err == "2 active, 0 not\n"
    assert subscribers("unsubscribe", "ann@example.org").err == "left: morning\n"
    assert subscribers("add", "ann@example.org", "--list", "morning").code == 2
    assert subscribers("add", "ann@example.org", "--list", "morning", "--again").code == 0
    assert subscribers("remove", "bob@example.org", "--list", "morning").code == 0
    assert subscribers("remove", "bob@example.org", "--list", "morning").code == 2
    shown = json.loads(subscribers("list", "--json").out)
    assert [(row["address"], row["state"]) for row in shown] == [("ann@example.org", "active")]


def test_import_tells_every_refused_line(subscribers, desk):
    (desk / "team.csv").write_text("address,list\nann@example.org,\nnobody,\nb@x.example,evening\nc@@x.example,\n")
    done = subscribers("import", "team.csv", "--list", "morning")
    assert done.code == 3
    hint = "Write it as name@example.org"
    assert done.lines == [
        f"error: team.csv, line 3: 'nobody' is not one mail address: it has no @. {hint}",
        f"error: team.csv, line 5: 'c@@x.example' is not one mail address: it has more than one @. {hint}",
        "team.csv: 2 new · 0 changed · 0 known · 2 refused",
    ]
    exported = subscribers("export", "-o", "out.csv")
    assert (exported.out, exported.err) == ("out.csv\n", "2 subscribers\n")
    assert subscribers("export").out.replace("\r", "") == (desk / "out.csv").read_text()
    assert subscribers("import", "out.csv").err == "out.csv: 0 new · 0 changed · 2 known · 0 refused\n"


def test_bounces(subscribers, desk):
    subscribers("add", "ann@example.org", "--list", "morning")
    (desk / "gone.eml").write_bytes(report(block()))
    (desk / "other.eml").write_bytes(b"Subject: hello\r\n\r\nhello\r\n")
    done = subscribers("bounce", "gone.eml", "other.eml")
    assert done.code == 3
    assert "ann@example.org: no list reaches it any more" in done.err
    assert "other.eml: this is no report of a mail server" in done.err
    assert subscribers("bounce", "other.eml").code == 2
    assert "bounced (5.1.1)" in subscribers("list").out


def test_mails_that_came_back_for_now_are_shown(subscribers, desk):
    subscribers("add", "ann@example.org", "--list", "morning")
    (desk / "full.eml").write_bytes(report(block(status="4.2.2")))
    assert "1 mail came back within 14 days" in subscribers("bounce", "full.eml").err
    assert "came back: 1" in subscribers("list").out
    (row,) = json.loads(subscribers("list", "--json").out)
    assert (row["came_back"], row["state"]) == (1, "active")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "ann@example.org"), "it is not said which list. Use --list NAME"),
        (("add", "a@x.example, b@y.example", "--list", "morning"), "is not one mail address"),
        (("add", "ann@example.org", "--list", "mor ning"), "cannot name a list"),
        (("add", "ann@example.org", "--list", "morning", "--layout", "poster"), "unknown layout 'poster'"),
        (("import", "missing.csv"), "missing.csv: no such file"),
        (("unsubscribe", "token"), "there is no archive"),
    ],
)
def test_usage(subscribers, arguments, says):
    done = subscribers(*arguments)
    assert done.code in (2, 4)
    assert says in done.err
    assert len(done.lines) == 1


def test_the_only_list_need_not_be_named(subscribers, desk):
    (desk / "briefing.toml").write_text('[[digest]]\nlist = "morning"\n')
    assert "on the list morning" in subscribers("add", "ann@example.org").err
    assert "no [[digest]] of the configuration is called 'evening'" in (
        subscribers("add", "ann@example.org", "--list", "evening").err
    )


def test_files_of_the_mail_settings_are_sought_beside_the_configuration(briefing, desk):
    (desk / "conf").mkdir()
    keys = ("ca_file", "dkim_key_file", "folder")
    (desk / "conf" / "briefing.toml").write_text("[mail]\n" + "".join(f'{key} = "here"\n' for key in keys))
    shown = json.loads(briefing("config", "show", "--config", "conf/briefing.toml", "--json").out)
    assert {shown[f"mail.{key}"]["value"] for key in keys} == {"conf/here"}


def test_the_password_is_shown_nowhere(briefing, desk, monkeypatch):
    monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", "hunter2")
    (desk / "briefing.toml").write_text('[mail]\nhost = "mail.example.org"\npassword_file = "secret"\n')
    shown = briefing("config", "show")
    assert shown.code == 0
    assert "hunter2" not in shown.out + shown.err
    assert 'password_file = "(set, not shown)"' in shown.out
    (desk / "briefing.toml").write_text('[mail]\npassword = "hunter2"\n')
    refused = briefing("config", "show")
    assert refused.code == 2
    assert "hunter2" not in refused.out + refused.err
