"""Who gets a list: tables in and out, reports of mail servers, tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.config import MailSettings
from briefing.errors import ConfigError, UnknownNameError
from briefing.job.sending import queue, send
from briefing.job.subscribing import (
    export_table,
    import_table,
    read_bounce,
    subscribe,
    unsubscribe,
)
from briefing.mail.bounces import bounces
from briefing.store import Store, open_store
from tests.mail.letters import NOW, PLAIN, a_body
from tests.mail.reports import block, report
from tests.mail.test_sending import Told


def people(store: Store, list_name: str = "morning") -> list[str]:
    return [one.address for one in store.subscribers.reachable(list_name)]


def add(store: Store, *names: str) -> None:
    for name in names:
        subscribe(store, "morning", f"{name}@example.org", at=NOW)


# --- adding ----------------------------------------------------------------------------------------------------


def test_added_once_and_changed(store: Store):
    assert subscribe(store, "morning", "Ann@EXAMPLE.org", at=NOW) == "new"
    assert subscribe(store, "morning", "Ann@example.org", at=NOW) == "known"
    assert subscribe(store, "morning", "ann@example.org", at=NOW, layout="note", attach=False) == "changed"
    (ann,) = store.subscribers.reachable("morning")
    assert (ann.address, ann.layout, ann.attach) == ("ann@example.org", "note", False)
    assert subscribe(store, "evening", "ann@example.org", at=NOW) == "new"


def test_what_cannot_be_added(store: Store):
    for text in ("a@x.example, b@y.example", "nobody", ""):
        with pytest.raises(ConfigError, match="is not one mail address"):
            subscribe(store, "morning", text, at=NOW)
    with pytest.raises(UnknownNameError, match="layout"):
        subscribe(store, "morning", "ann@example.org", at=NOW, layout="poster")
    with pytest.raises(ConfigError, match="cannot name a list"):
        subscribe(store, "mor ning", "ann@example.org", at=NOW)
    assert people(store) == []


def test_who_left_is_not_brought_back_by_accident(store: Store):
    add(store, "ann")
    assert unsubscribe(store, "ann@example.org", at=NOW) == ["morning"]
    assert people(store) == []
    with pytest.raises(ConfigError, match="left the list"):
        add(store, "ann")
    assert import_table(store, b"address\nann@example.org\n", "morning", at=NOW).refused == (
        "line 2: ann@example.org left the list; only `briefing subscribers add --again` brings it back",
    )
    assert subscribe(store, "morning", "ann@example.org", at=NOW, again=True) == "changed"
    assert people(store) == ["ann@example.org"]


def test_whom_no_mail_reaches_is_tried_again_on_purpose_only(store: Store):
    add(store, "ann")
    store.subscribers.suppress("ann@example.org", "bounced", NOW)
    with pytest.raises(ConfigError, match="no mail reaches it"):
        subscribe(store, "evening", "ANN@example.org", at=NOW)
    subscribe(store, "evening", "ann@example.org", at=NOW, again=True)
    assert (people(store), people(store, "evening")) == (["ann@example.org"], ["ann@example.org"])


# --- tables ----------------------------------------------------------------------------------------------------

TABLE = """\ufeffE-Mail;List;Layout;Attach;Name
ann@example.org;morning;note;yes;Ann
 bob@bücher.example ;;;no;Bob

cyd@example.org;evening;;;Cyd
nobody;;;;
a@x.example, b@y.example;;;;
"dee@example.org
";;;;
eve@example.org;mor ning;;;
fay@example.org;;poster;;
gus@example.org;;;perhaps;
hal@example.org;;;;Hal;more
Ann@example.org;morning;note;yes;again
ida@example.org
"""


def test_a_table_with_everything_wrong(store: Store):
    done = import_table(store, TABLE.encode(), "morning", at=NOW)
    assert [line.partition(":")[0] for line in done.refused] == [
        "line 6",
        "line 7",
        "line 8",
        "line 10",
        "line 11",
        "line 12",
        "line 13",
    ]
    told = "\n".join(done.refused)
    for why in (
        "it has no @",
        "it holds a blank",
        "U+000A",
        "cannot name a list",
        "unknown layout 'poster'",
        "attach is 'perhaps'",
        "6 cells",
    ):
        assert why in told
    assert done.notes == ("the column 'name' is not kept",)
    assert done.exit_code == 3
    assert done.new + done.changed + done.known + len(done.refused) == 12  # all lines but the names and the blank one
    assert [(one.address, one.layout, one.attach) for one in store.subscribers.reachable("morning")] == [
        ("Ann@example.org", "note", True),
        ("bob@xn--bcher-kva.example", "", False),
        ("ida@example.org", "", None),
    ]
    assert people(store, "evening") == ["cyd@example.org"]


@pytest.mark.parametrize(
    "table", ["ann@example.org\nbob@example.org\n", "address\r\nann@example.org\r\nbob@example.org"]
)
def test_a_list_of_addresses_is_a_table(store: Store, table):
    done = import_table(store, table.encode(), "morning", at=NOW)
    assert (done.new, done.refused, done.exit_code) == (2, (), 0)
    assert done.closing_line == "2 new · 0 changed · 0 known · 0 refused"
    assert import_table(store, table.encode(), "morning", at=NOW).known == 2


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("name,age\nann,3\n", "no one column called address"),
        ("address,email\na@example.org,b@example.org\n", "no one column called address"),
        ("", "no one column called address"),
    ],
)
def test_what_is_no_table(store: Store, table, says):
    with pytest.raises(ConfigError, match=says):
        import_table(store, table.encode(), "morning", at=NOW)


def test_a_table_in_another_encoding_is_told(store: Store):
    with pytest.raises(ConfigError, match="not UTF-8"):
        import_table(store, "address,name\nann@example.org,Größe\n".encode("latin-1"), "morning", at=NOW)


def test_a_line_that_names_no_list(store: Store):
    done = import_table(store, b"ann@example.org\n", "", at=NOW)
    assert done.refused == ("line 1: it names no list. Use --list",)


def test_an_open_quotation_mark_loses_nothing_silently(store: Store):
    done = import_table(
        store, b'address,list\nann@example.org,morning\n"bob@example.org,x\ncyd@example.org,y\n', "", at=NOW
    )
    assert done.new == 1
    assert len(done.refused) == 1
    assert done.refused[0].startswith("line 3: it is no CSV")


def test_what_is_exported_is_imported_again(store: Store, tmp_path):
    add(store, "ann", "bob")
    subscribe(store, "evening", "cyd@bücher.example", at=NOW, layout="wire", attach=True)
    unsubscribe(store, "bob@example.org", at=NOW)
    table = export_table(store)
    assert table.splitlines()[0] == b"list,address,layout,attach,state,changed_at"
    with open_store(str(tmp_path / "other.sqlite")) as other:
        done = import_table(other, table, "", at=NOW)
        assert (done.new, done.refused) == (3, ())
        assert export_table(other) == table
        assert people(other) == ["ann@example.org"]
    assert export_table(store, "evening").count(b"@") == 1


# --- leaving ---------------------------------------------------------------------------------------------------


def test_a_token_is_of_one_reader_and_one_list(store: Store):
    add(store, "ann", "bob")
    subscribe(store, "evening", "ann@example.org", at=NOW)
    tokens = {store.subscribers.token(name, who) for name in ("morning", "evening") for who in ("ann@example.org", "b")}
    assert len(tokens) == 4
    token = store.subscribers.token("morning", "Ann@example.org")
    assert token == store.subscribers.token("morning", "ann@example.org")
    assert unsubscribe(store, token, at=NOW) == ["morning"]
    assert unsubscribe(store, token, at=NOW) == []
    assert (people(store), people(store, "evening")) == (["bob@example.org"], ["ann@example.org"])


@pytest.mark.parametrize("token", ["", "x", "A" * 32, "ä" * 32, "\0"])
def test_a_token_of_nobody(store: Store, token):
    add(store, "ann")
    with pytest.raises(ConfigError, match="nobody's"):
        unsubscribe(store, token, at=NOW)
    assert people(store) == ["ann@example.org"]


def test_another_archive_makes_other_tokens(store: Store, tmp_path):
    with open_store(str(tmp_path / "other.sqlite")) as other:
        assert other.subscribers.token("a", "b") != store.subscribers.token("a", "b")


def test_the_link_of_a_mail_leads_out(store: Store):
    from msgspec.structs import replace

    add(store, "ann")
    set_up, body = replace(PLAIN, unsubscribe_url="https://example.org/leave/{token}"), a_body(b"")
    queue(store, "e", store.subscribers.reachable("morning"), lambda _: body, set_up, at=NOW)
    sender = Told()
    send(store, sender, set_up, clock=lambda: NOW)
    token = sender.taken[0].head.decode().partition("https://example.org/leave/")[2].partition(">")[0]
    assert unsubscribe(store, token, at=NOW) == ["morning"]


# --- reports of mail servers -----------------------------------------------------------------------------------


def test_gone_for_good(store: Store):
    add(store, "ann", "bob")
    assert read_bounce(store, report(block()), at=NOW) == [
        "ann@example.org: no list reaches it any more (5.1.1 smtp; 550 5.1.1 no such user)"
    ]
    assert people(store) == ["bob@example.org"]


def test_not_reached_this_time_is_counted_once_a_report(store: Store):
    add(store, "ann")
    full, expired = report(block(status="4.2.2")), report(block(status="4.4.7"))
    assert "1 mail came back within 14 days" in read_bounce(store, full, at=NOW)[0]
    assert read_bounce(store, full, at=NOW) == ["ann@example.org: this report was read before"]
    assert "2 mails came back within 14 days" in read_bounce(store, expired, at=NOW)[0]
    assert people(store) == ["ann@example.org"]


def test_a_delay_counts_nothing(store: Store):
    add(store, "ann")
    (said,) = read_bounce(store, report(block(action="delayed", status="4.4.1")), at=NOW)
    assert "the server goes on trying (4.4.1" in said
    assert store.subscribers.came_back(NOW - timedelta(days=1)) == {}


def soft(number: int, message_id: str = "") -> bytes:
    """A report of its own."""
    return report(block(status="4.2.2"), message_id=message_id) + b"\r\n" * number


@pytest.mark.parametrize(
    ("days", "limit", "reached"),
    [
        ([0, 1, 2, 3], 5, True),
        ([0, 1, 2, 3, 4], 5, False),
        ([0, 1, 2, 3, 14.5], 5, True),  # the first of them is too long ago
        ([0, 1, 2, 3, 13.5], 5, False),
        ([0, 0], 2, False),
        ([0, 1, 2, 3, 4, 5, 6], 0, True),
    ],
)
def test_too_often_not_reached(store: Store, days, limit, reached):
    add(store, "ann", "bob")
    chosen = MailSettings(soft_bounces=limit)
    for number, day in enumerate(days):
        (said,) = read_bounce(store, soft(number), at=NOW + timedelta(days=day), settings=chosen)
    assert people(store) == (["ann@example.org", "bob@example.org"] if reached else ["bob@example.org"])
    assert ("no list reaches it any more" in said) is not reached
    if not reached:
        (gone,) = store.subscribers.suppressions()
        assert gone.reason == f"bounced {len(days)} times within 14 days (4.2.2)"


def test_two_reports_of_one_mail_are_one_mail(store: Store):
    add(store, "ann")
    body = a_body(b"")
    for name in ("e", "f"):
        queue(store, name, store.subscribers.reachable("morning"), lambda _: body, PLAIN, at=NOW)
    first, second = (store.outbox.entries(name)[0].message_id for name in ("e", "f"))
    said = [read_bounce(store, soft(number, name), at=NOW)[0] for number, name in enumerate((first, first, second))]
    assert ["1 mail " in said[0], "1 mail " in said[1], "2 mails " in said[2]] == [True] * 3


def test_a_mail_counts_by_the_day_it_left(store: Store):
    """Reports of half a year that are read together are no five of a fortnight."""
    add(store, "ann")
    body, chosen = a_body(b""), MailSettings(soft_bounces=2)
    later = NOW + timedelta(days=40)
    for number in range(4):
        name, at = f"e{number}", NOW + timedelta(days=13 * number)
        queue(store, name, store.subscribers.reachable("morning"), lambda _: body, PLAIN, at=at)
        read_bounce(store, soft(number, store.outbox.entries(name)[0].message_id), at=later, settings=chosen)
    assert people(store) == []
    assert store.subscribers.came_back(later - timedelta(days=14)) == {"ann@example.org": 2}


def test_who_is_added_again_begins_anew(store: Store):
    add(store, "ann")
    chosen = MailSettings(soft_bounces=2)
    for number in range(2):
        read_bounce(store, soft(number), at=NOW, settings=chosen)
    assert people(store) == []
    again = NOW + timedelta(days=1)
    subscribe(store, "morning", "ann@example.org", at=again, again=True)
    (said,) = read_bounce(store, soft(2), at=again, settings=chosen)
    assert "1 mail came back" in said
    assert people(store) == ["ann@example.org"]


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_the_mail_that_came_back_tells_whom_we_wrote_to(store: Store, kind):
    """The last server may know the reader under another address."""
    add(store, "ann")
    body = a_body(b"")
    queue(store, "e", store.subscribers.reachable("morning"), lambda _: body, PLAIN, at=NOW)
    (entry,) = store.outbox.entries("e")
    data = report(block(final="mailbox7@inner.example"), message_id=entry.message_id, kind=kind)
    assert read_bounce(store, data, at=NOW)[0].startswith("ann@example.org: no list reaches it")
    assert people(store) == []


def test_the_original_recipient_goes_before_the_final_one(store: Store):
    add(store, "ann")
    read_bounce(store, report(block(final="mailbox7@inner.example", original="Ann@example.org")), at=NOW)
    assert people(store) == []


@pytest.mark.parametrize(
    "data", [report(block("zoe@example.org")), report(block("zoe@example.org"), message_id="<a@b>")]
)
def test_a_report_about_somebody_else(store: Store, data):
    add(store, "ann")
    with pytest.raises(ConfigError, match="not about us"):
        read_bounce(store, data, at=NOW)
    assert store.subscribers.suppressions() == []


def test_a_report_that_it_arrived(store: Store):
    add(store, "ann")
    data = report(block(action="delivered", status="2.0.0"))
    assert read_bounce(store, data, at=NOW) == ["the report says that the mail arrived: nothing to do"]


def test_two_recipients_of_one_report():
    found = bounces(report(block(), block("bob@example.org", status="4.2.2")))
    assert [(one.addresses, one.kind, one.status) for one in found] == [
        (("ann@example.org",), "hard", "5.1.1"),
        (("bob@example.org",), "soft", "4.2.2"),
    ]


def plain_words() -> bytes:
    return b"Subject: Undelivered\r\n\r\nYour mail to ann@example.org failed: 550 5.1.1 no such user\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        plain_words(),
        report(block(), of="disposition-notification"),
        report(block()).replace(b"message/delivery-status", b"text/plain"),
        report(),
        report(block(action="lost")),
        report(block(status="5")),
        report(block(status="9.1.1")),
        report(block(final="ann@example.org, bob@example.org")),
        report(block(final="not an address")),
        report(block().replace("rfc822;", "x400;")),
        report(block() + "Status: 5.1.1\n"),
        report(block() + "Action: failed\n"),
        report(block()).replace(b"multipart/report", b"multipart/mixed"),
        b"\xff\xfe\x00" * 100,
        b"x" * 10_000_001,
    ],
)
def test_what_is_no_report(data):
    with pytest.raises(ConfigError, match="no report of a mail server"):
        bounces(data)


# --- anything at all -------------------------------------------------------------------------------------------

PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            b"\r\n",
            b"\r\n\r\n",
            b"--b",
            b"--b--",
            b"Action: failed\r\n",
            b"Status: 5.1.1\r\n",
            b"rfc822;",
            b"=?utf-8?q?=",
            b'Content-Type: multipart/report; boundary="b"\r\n',
            b"Content-Type: message/rfc822\r\n\r\n",
            b"Content-Transfer-Encoding: base64\r\n",
            b"charset=nonsense",
            b"Message-ID: <",
        ]
    ),
)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60), PIECES), max_size=6))
def test_any_change_of_a_report_is_read_or_refused(changes):
    data = report(
        block(), block("bob@example.org", status="4.2.2"), message_id="<a@example.org>", kind="message/rfc822"
    )
    for start, length, piece in changes:
        data = data[:start] + piece + data[start + length :]
    try:
        found = bounces(data)
    except ConfigError:
        return
    for one in found:
        assert one.addresses
        assert one.kind in ("hard", "soft")


CELLS = st.text(st.sampled_from('ann@example.org,;\t"\r\n\0 éx=0'), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CELLS, max_size=8), st.sampled_from(["", "address\n", "address,list\n", "list;address;attach\r\n"]))
def test_any_table_is_read_or_refused(archive, lines, names):
    text = names + "\n".join(lines)
    try:
        done = import_table(archive, text.encode(), "morning", at=NOW)
    except ConfigError as error:
        assert "the table" in str(error)  # noqa: PT017
        return
    assert all(line.startswith("line ") for line in done.refused)
    assert all("@" in one.address for one in archive.subscribers.all())


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """One for all examples."""
    with open_store(str(tmp_path_factory.mktemp("tables") / "archive.sqlite")) as found:
        yield found
