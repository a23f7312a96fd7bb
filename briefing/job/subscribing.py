"""Subscribers: added, imported, exported, unsubscribed, and taken off when mail servers report that they are gone."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import get_args, get_type_hints

from briefing.config import MailSettings, PageSettings
from briefing.errors import BriefingError, ConfigError, UnknownNameError
from briefing.job.running import PARTLY, count
from briefing.mail.addresses import address
from briefing.mail.bounces import Bounce, bounces
from briefing.mail.message import checked_list
from briefing.store import Store
from briefing.store.subscribers import Added, Subscriber, key_of

LAYOUTS: tuple[str, ...] = get_args(get_type_hints(PageSettings)["layout"])
COLUMNS = ("list", "address", "layout", "attach", "state", "changed_at")
_CHOICES = {"": None, "yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
_NAMES = {"email": "address", "e-mail": "address", "mail": "address"}
_REFUSED = {
    "unsubscribed": "left the list; only `briefing subscribers add --again` brings it back",
    "suppressed": "no mail reaches it; only `briefing subscribers add --again` tries it again",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """Of a table: what came of its lines. `refused` tells of each other line its number and why."""

    new: int
    changed: int
    known: int
    refused: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return PARTLY if self.refused else 0

    @property
    def closing_line(self) -> str:
        return f"{self.new} new · {self.changed} changed · {self.known} known · {len(self.refused)} refused"


def subscribe(
    store: Store,
    list_name: str,
    text: str,
    *,
    at: datetime,
    layout: str = "",
    attach: bool | None = None,
    again: bool = False,
) -> Added:
    """Adds one address; ConfigError when it is none, left the list or cannot be reached."""
    subscriber = Subscriber(checked_list(list_name), str(address(text)), checked_layout(layout), attach)
    came = store.subscribers.add(subscriber, at, again=again)
    if came in _REFUSED:
        raise ConfigError(f"{subscriber.address} was not added", why=_REFUSED[came])
    return came


def checked_layout(name: str) -> str:
    if name and name not in LAYOUTS:
        raise UnknownNameError("layout", name, LAYOUTS)
    return name


# --- tables --------------------------------------------------------------------------------------------------


def import_table(store: Store, data: bytes, list_name: str, *, at: datetime) -> Imported:
    """Adds every line of a CSV table that can be added, all in one step; `list_name` for lines that name none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it again as CSV UTF-8"
        raise ConfigError("the table is not UTF-8", why=f"byte {error.start} is no letter", hint=hint) from error
    counts: Counter[str] = Counter()
    refused = []
    columns, lines = _table(text)
    with store.db.transaction():
        for number, cells in lines:
            came = _line(store, columns, cells, list_name, at)
            if came in ("new", "changed", "known"):
                counts[came] += 1
            else:
                refused.append(f"line {number}: {came}")
    unread = [name for name in columns if name not in COLUMNS]
    notes = tuple(f"the column {name!r} is not kept" for name in unread)
    return Imported(counts["new"], counts["changed"], counts["known"], tuple(refused), notes)


def _table(text: str) -> tuple[list[str], Iterator[tuple[int, list[str] | str]]]:
    """Columns, and each line with its number; a table without names of columns is one of addresses."""
    first = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    has_names = "@" not in first
    delimiter = max(",;\t", key=first.count)
    names = [cell.strip().lower() for cell in next(csv.reader([first], delimiter=delimiter), [])]
    columns = [_NAMES.get(name, name) for name in names] if has_names else ["address"]
    if "address" not in columns or len(set(columns)) < len(columns):
        raise ConfigError("the table has no one column called address", hint=f"Known columns: {', '.join(COLUMNS)}")
    return columns, _lines(text, delimiter, has_names)


def _lines(text: str, delimiter: str, has_names: bool) -> Iterator[tuple[int, list[str] | str]]:
    """Number and cells of each line that is not blank, or what is wrong with it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    is_first = has_names
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, f"it is no CSV ({error})"
            continue
        if any(cell.strip() for cell in cells):
            if not is_first:
                yield start, cells
            is_first = False


def _line(store: Store, columns: list[str], cells: list[str] | str, list_name: str, at: datetime) -> str:
    """What came of it, or why it is refused."""
    if isinstance(cells, str):
        return cells
    if len(cells) > len(columns):
        return f"it has {len(cells)} cells, and there are {len(columns)} columns"
    row = dict(zip(columns, (cell.strip(" \t") for cell in cells), strict=False))
    try:
        subscriber = _subscriber(row, list_name)
    except BriefingError as error:
        return str(error)
    came = store.subscribers.add(subscriber, at)
    return f"{subscriber.address} {_REFUSED[came]}" if came in _REFUSED else came


def _subscriber(row: dict[str, str], list_name: str) -> Subscriber:
    name = row.get("list") or list_name
    if not name:
        raise ConfigError("it names no list", hint="Use --list")
    if row.get("attach", "").lower() not in _CHOICES:
        raise ConfigError(f"attach is {row['attach']!r}", hint="Write yes, no or nothing")
    if row.get("state", "") not in ("", "active", "unsubscribed"):
        raise ConfigError(f"state is {row['state']!r}", hint="Write active, unsubscribed or nothing")
    return Subscriber(
        checked_list(name),
        str(address(row.get("address", ""))),
        checked_layout(row.get("layout", "")),
        _CHOICES[row.get("attach", "").lower()],
        "unsubscribed" if row.get("state") == "unsubscribed" else "active",
    )


def export_table(store: Store, list_name: str = "") -> bytes:
    """Of one list or of all, as `import_table` reads it; those who left too, so that they are not asked again."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in store.subscribers.all(list_name):
        attach = {None: "", True: "yes", False: "no"}[one.attach]
        writer.writerow((one.list_name, one.address, one.layout, attach, one.state, one.changed_at))
    return made.getvalue().encode()


# --- leaving -------------------------------------------------------------------------------------------------


def unsubscribe(store: Store, text: str, *, at: datetime, list_name: str = "") -> list[str]:
    """By the token of an unsubscribe link, or by address; the lists that were left. ConfigError for an unknown one."""
    if "@" not in text:
        found = store.subscribers.of_token(text)
        if found is None:
            raise ConfigError("this token is nobody's", hint="Name an address, or the token as the link has it")
        return store.subscribers.leave(found.address, at, found.list_name)
    spec = str(address(text))
    if not store.subscribers.knows(spec):
        raise ConfigError(f"{spec} is on no list", hint="briefing subscribers list tells who is")
    return store.subscribers.leave(spec, at, list_name)


def read_bounce(
    store: Store,
    data: bytes,
    *,
    at: datetime,
    settings: MailSettings = MailSettings(),  # noqa: B008
) -> list[str]:
    """What follows from a mail server's report, a line a recipient; ConfigError for what is none, or not about us."""
    found = bounces(data)
    if not found:
        return ["the report says that the mail arrived: nothing to do"]
    mark = sha256(data).hexdigest()
    return [_counted(store, bounce, f"{mark} {i}", at, settings) for i, bounce in enumerate(found)]


def _counted(store: Store, bounce: Bounce, report: str, at: datetime, settings: MailSettings) -> str:
    who = _whose(store, bounce)
    said = f" ({bounce.status} {bounce.said})" if bounce.said else f" ({bounce.status})"
    if bounce.kind == "delayed":
        return f"{who}: the server goes on trying{said}"
    with store.db.transaction():
        is_new = store.subscribers.bounced(
            report, who, kind=bounce.kind, status=bounce.status, message_id=bounce.message_id, at=at
        )
        if not is_new:
            return f"{who}: this report was read before"
        if bounce.kind == "hard":
            return f"{who}: no list reaches it any more{said}"
        times, days = came_back(store, settings, at).get(key_of(who), 0), f"{settings.soft_bounce_days:g} days"
        if not settings.soft_bounces or times < settings.soft_bounces:
            return f"{who}: not reached this time, {count(times, 'mail')} came back within {days}{said}"
        store.subscribers.suppress(who, f"bounced {times} times within {days} ({bounce.status})", at)
        return f"{who}: no list reaches it any more, {count(times, 'mail')} came back within {days}{said}"


def came_back(store: Store, settings: MailSettings, at: datetime) -> dict[str, int]:
    """How many mails of each address, in small letters, count towards `mail.soft_bounces` now."""
    return store.subscribers.came_back(at - timedelta(days=settings.soft_bounce_days))


def _whose(store: Store, bounce: Bounce) -> str:
    """The address that we wrote to: of the mail that came back, else one of the report that is a subscriber's."""
    sent = store.outbox.of_message(bounce.message_id) if bounce.message_id else None
    if sent:
        return sent.recipient
    known = next((one for one in bounce.addresses if store.subscribers.knows(one)), "")
    if not known:
        why = f"{bounce.addresses[0]} is no subscriber, and the mail that came back is none of ours"
        raise ConfigError("the report is not about us", why=why)
    return known
