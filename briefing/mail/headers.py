"""Fields of a mail header: one clean line each, in ASCII, folded by ourselves, and read back.

CPython 3.11's email package has been seen to turn a crafted title into a field of its own and to lose blanks where it
folds. So nothing is left to its generator: each field is written here, and its parser is asked if it sees the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefing.errors import MailError
from briefing.text.header import encoded_words, one_clean_line

WIDTH = 78  # of a line, RFC 5322 2.1.1
LINE_MAX = 998  # of a line without its CRLF, RFC 5322 2.1.1

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")

Field = tuple[str, str]  # a name and its value, ASCII, without line breaks but folds (CRLF and a blank)


def words(name: str, text: str) -> Field:
    """A field of free text, such as a subject: plain where it is short ASCII, else encoded words (RFC 2047)."""
    line = one_clean_line(text)
    if line.isascii() and len(name) + 2 + len(line) <= WIDTH:
        return name, line
    return name, encoded_words(line)


def mailbox(name: str, spec: str) -> str:
    """`Display name <spec>`, or the spec alone without a name."""
    line = one_clean_line(name)
    if not line:
        return spec
    if line.isascii() and len(line) <= WIDTH - 20:
        escaped = line.replace("\\", "\\\\").replace('"', '\\"')
        shown = line if _ATOMS.fullmatch(line) else f'"{escaped}"'
    else:
        shown = encoded_words(line)
    return f"{shown}\r\n <{spec}>" if len(shown) + len(spec) > WIDTH - 20 else f"{shown} <{spec}>"


def head(fields: Iterable[Field]) -> bytes:
    """The fields with CRLF behind each and no blank line; MailError for what could be read as another field."""
    lines = []
    for name, value in fields:
        unfolded = value.replace("\r\n ", " ")
        if not _NAME.fullmatch(name) or not unfolded.isascii() or not unfolded.isprintable():
            raise MailError(
                f"the field {name[:40]!r} of a mail cannot be written", why="its value is not one ASCII line"
            )
        lines.append(f"{name}: {value}\r\n")
    return "".join(lines).encode("ascii")


def fields(head: bytes) -> list[Field]:
    """Of a head as it stands, folds kept; MailError where a line is neither a field nor the fold of one."""
    found: list[Field] = []
    for line in head.decode("ascii", "replace").removesuffix("\r\n").split("\r\n"):
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]}\r\n{line}")
        elif colon and _NAME.fullmatch(name):
            found.append((name, value.removeprefix(" ")))
        else:
            raise MailError("a mail's header cannot be read", why=f"{line[:60]!r} is no field")
    return found


def read_back(head: bytes, meant: Sequence[Field]) -> None:
    """MailError unless both of Python's parsers see exactly the fields meant and nothing malformed."""
    from email import message_from_bytes
    from email.policy import SMTP, compat32

    check_lines(head)
    told = [(name, _unfolded(value)) for name, value in meant]
    for policy in (SMTP, compat32):
        found = message_from_bytes(head, policy=policy)
        raw = [(name, _unfolded(value)) for name, value in found.raw_items()]
        if raw != told or found.get_payload() not in ("", []):
            raise _refusal("its header does not read back as it was set")
    if [name for name, _ in fields(head.removesuffix(b"\r\n"))] != [name for name, _ in meant]:
        raise _refusal("its header has other fields than it was given")


def check_lines(data: bytes) -> None:
    """MailError unless it is lines that no server has a reason to change: ASCII, CRLF, not too long (RFC 5322 2.1)."""
    lines = data.split(b"\r\n")
    if not data.isascii() or any(b"\n" in line or b"\r" in line or b"\0" in line for line in lines):
        raise _refusal("it holds a bare line break, a NUL or a letter outside ASCII")
    if max(map(len, lines)) > LINE_MAX:
        raise _refusal(f"a line is longer than {LINE_MAX} characters")


def decoded(value: str) -> str:
    """What a reader sees of an encoded value."""
    from email.header import decode_header, make_header

    return str(make_header(decode_header(_unfolded(value))))


def author_of(value: str) -> tuple[str, str]:
    """Name and address of a From; the name decoded as a whole, which the policies of CPython 3.11 do not."""
    from email.utils import parseaddr

    name, spec = parseaddr(_unfolded(value))
    return decoded(name), spec


def _unfolded(value: str) -> str:
    return re.sub(r"\r?\n(?=[ \t])", "", str(value)).strip(" \t")


def _refusal(why: str) -> MailError:
    return MailError("a mail was not made", why=why, hint="This is a bug or an attack: change the title or the name")
