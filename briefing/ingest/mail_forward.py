"""Forwarded mail: the text that was forwarded, with the sender, day and subject that its own head states."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from briefing.ingest.facts import one_line
from briefing.ingest.feed_dates import instant
from briefing.ingest.mail_pieces import Piece, pieces_of_text
from briefing.text.dates import dates

OWN_WORDS = 60  # of the one who forwards, above which the mail is his and the forwarded text a quotation below it
DEEPEST = 5  # forwards of forwards
LONGEST_NAME = 300  # characters of a sender or a date
LOOKED_AHEAD = 12  # lines behind a mark in which the head of the forwarded mail stands

MARK = re.compile(
    r"\s*(?:-{2,}\s*)?(?:forwarded message|begin forwarded message:?|original message|weitergeleitete nachricht|"
    r"anfang der weitergeleiteten (?:nachricht|e-mail):?|ursprüngliche nachricht|message transféré|message d'origine|"
    r"début du message (?:réexpédié|transféré)\s?:?|mensaje reenviado|inicio del mensaje reenviado:?|mensaje original|"
    r"messaggio inoltrato|inizio messaggio inoltrato:?|messaggio originale|пересылаемое сообщение|"
    r"пересланное сообщение|"
    r"начало переадресованного сообщения:?|исходное сообщение|переслане повідомлення|转发的邮件|转发邮件信息|原始邮件|"
    r"轉寄郵件|転送されたメッセージ|الرسالة المعاد توجيهها|forwarded by [^-]{1,100})\s*(?:-{2,})?\s*",
    re.IGNORECASE,
)
LABELS = {
    "from": "from|von|de|da|от|від|发件人|寄件者|差出人|من",
    "sent": "date|sent|datum|gesendet(?: am)?|envoyé(?: le)?|fecha|enviado(?: el)?|data|inviato|дата|отправлено|"
    "надіслано|"
    "发送时间|发件日期|日期|日時|送信日時|التاريخ|تاريخ",
    "subject": "subject|betreff|objet|asunto|oggetto|тема|主题|主旨|件名|الموضوع",
    "other": "to|an|à|para|a|кому|收件人|宛先|إلى|cc|kopie|copie|копия|копія|抄送|bcc|reply-to|antwort an|répondre à|"
    "responder a|attachments?|anlagen?|pièces jointes|importance|organization",
}
LABEL = re.compile(
    r"\s*[*_]{0,2}(?:" + "|".join(f"(?P<{name}>{words})" for name, words in LABELS.items()) + r")\s?[*_]{0,2}[:：]"
    r"[*_\s]{0,4}(?P<value>.*)",
    re.IGNORECASE,
)
PREFIXES = re.compile(
    r"(?:\s*(?:fwd?|fw|wg|tr|rv|re|aw|sv|rif|пересл|转发|轉寄)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
ADDRESS = re.compile(r"\s*[<\[(]?(?:mailto:)?[\w.+'-]+@[\w.-]+[>\])]?(?:\s*<[^>]*>)?\s*")
QUOTED = re.compile(r"[ \t]*>+ ?")
WROTE = re.compile(
    r".{0,200}\b(?:wrote|schrieb|a écrit|escribió|ha scritto|написал\(?а?\)?|пише|写道)\s?[:：]\s*$", re.DOTALL
)

NUMERIC = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
CJK = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
DAY_MONTH_YEAR = re.compile(r"\b(\d{1,2})\.?(?:er)?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})\b")
MONTHS = tuple(
    tuple(names.split())
    for names in (
        "jan ene gen янв січ", "feb fév feb fev фев лют", "mär mar mrz márz мар бер", "apr avr abr апр кві",
        "mai may mag май мая тра", "juni juin jun giu июн чер", "juli juil jul lug июл лип", "aug aoû ago авг сер",
        "sep set сен вер", "okt oct ott окт жов", "nov ноя лис", "dez déc dic dec дек гру",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail says; `told` are the words of those who passed it on, which are not used."""

    subject: str
    sender: str
    sent: date | datetime | None
    pieces: tuple[Piece, ...]
    told: int = 0  # words


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    piece: int


def unwrapped(letter: Letter) -> Letter:
    """The innermost mail that was forwarded; a mail with an opinion of its own keeps that and loses the quotation."""
    for _ in range(DEEPEST):
        inner = _inner(letter)
        if inner is None:
            return letter
        letter = inner
    return letter


def bare_subject(subject: str) -> str:
    """Without `Fwd:`, `WG:`, `Re:` before it."""
    return PREFIXES.sub("", subject, count=1) if PREFIXES.match(subject) else subject


def sender_name(text: str) -> str:
    """The name in `Name <a@b.example>`; of a bare address what stands behind its @."""
    text = text[:LONGEST_NAME]
    name = one_line(ADDRESS.sub(" ", text)).strip("\"'<>[]() ")
    if name:
        return name
    found = re.search(r"@([\w.-]+)", text)
    return found[1] if found else ""


def _inner(letter: Letter) -> Letter | None:
    lines = [_Line(text, i) for i, piece in enumerate(letter.pieces) for text in piece.text.split("\n")]
    found = _head(lines)
    if found is None:
        return _unquoted(letter, lines)
    start, end, head = found
    own = sum(len(line.text.split()) for line in lines[:start])
    if own > OWN_WORDS:
        return None if lines[start].piece == 0 else _cut(letter, lines, start)
    return Letter(
        subject=bare_subject(one_line(head.get("subject", ""))) or letter.subject,
        sender=sender_name(head.get("from", "")) or letter.sender,
        sent=day_of(head.get("sent", "")) if head.get("sent") else letter.sent,
        pieces=_behind(letter.pieces, lines, end),
        told=letter.told + own,
    )


def _cut(letter: Letter, lines: list[_Line], start: int) -> Letter | None:
    """The mail without the one that it answers or comments."""
    kept = letter.pieces[: lines[start].piece]
    lost = sum(len(line.text.split()) for line in lines[start:])
    return replace(letter, pieces=kept, told=letter.told + lost) if kept else None


def _head(lines: list[_Line]) -> tuple[int, int, dict[str, str]] | None:
    """Where the head of a forwarded mail begins (with its mark) and ends, and what it states."""
    for i, line in enumerate(lines):
        marked = MARK.fullmatch(line.text.lstrip("> "))
        if marked or _label(line.text) == "from":
            end, head = _labelled(lines, i + bool(marked))
            if head.get("from") and (marked or ("subject" in head and "sent" in head)):
                return i, end, head
    return None


def _labelled(lines: list[_Line], start: int) -> tuple[int, dict[str, str]]:
    """The labelled lines from here on; a value may stand on the line below its label or go on there."""
    head: dict[str, str] = {}
    last, end = "", start
    for i in range(start, min(len(lines), start + LOOKED_AHEAD)):
        text = lines[i].text.strip().lstrip("> ")
        found = LABEL.fullmatch(text)
        if found:
            last = _label(text)
            if last in head and last != "other":
                break
            head[last] = found["value"].strip(" *_")
            end = i + 1
        elif text and last and (not head[last] or lines[i].text[:1] in " \t"):
            head[last] = f"{head[last]} {text}".strip()
            end = i + 1
        elif text and head:
            break
        elif text:
            return start, {}
    return end, head


def _label(text: str) -> str:
    found = LABEL.fullmatch(text.strip().lstrip("> "))
    return next((name for name in LABELS if found and found[name]), "")


def _behind(pieces: tuple[Piece, ...], lines: list[_Line], end: int) -> tuple[Piece, ...]:
    """The pieces from line `end` on; one that the head ends in keeps its other lines."""
    if end >= len(lines):
        return ()
    at = lines[end].piece
    rest = [line.text for line in lines[end:] if line.piece == at]
    first = pieces[at]
    if len(rest) < first.text.count("\n") + 1:
        first = Piece("\n".join(rest), links=first.links)
    return (first, *pieces[at + 1 :])


def _unquoted(letter: Letter, lines: list[_Line]) -> Letter | None:
    """Where most of the mail is quoted with `>`, what is quoted; a few quoted lines of an answer go."""
    quoted = [line for line in lines if QUOTED.match(line.text)]
    if not quoted:
        return None
    if 2 * len(quoted) < len(lines):
        return _without_quotations(letter)
    own = sum(len(line.text.split()) for line in lines if not QUOTED.match(line.text))
    text = "\n".join(QUOTED.sub("", line.text, count=1) for line in _with_gaps(quoted))
    return replace(letter, pieces=pieces_of_text(text), told=letter.told + own)


def _with_gaps(lines: list[_Line]) -> list[_Line]:
    """A blank line wherever a new piece begins."""
    gapped: list[_Line] = []
    for line in lines:
        if gapped and gapped[-1].piece != line.piece:
            gapped.append(_Line("", line.piece))
        gapped.append(line)
    return gapped


def _without_quotations(letter: Letter) -> Letter:
    kept: list[Piece] = []
    lost = 0
    for piece in letter.pieces:
        lines = [line for line in piece.text.split("\n") if not QUOTED.match(line)]
        text = "\n".join(lines)
        lost += len(piece.text.split()) - len(text.split())
        if text.strip() and not WROTE.fullmatch(text.strip()):
            kept.append(piece if text == piece.text else replace(piece, text=text))
    return replace(letter, pieces=tuple(kept), told=letter.told + lost)


def day_of(text: str) -> date | datetime | None:
    """The day that a mail program wrote for people, in its reader's language; an instant only where a zone is told."""
    text = one_line(text[:LONGEST_NAME])
    if found := instant(text) if re.search(r"[+-]\d{4}\b|\bGMT$|\bUTC$|\dZ$", text) else None:
        return found
    english = next((m.date for m in dates(text) if m.precision == "day" and m.date and not m.relative), None)
    for day in (english, *_other_days(text)):
        try:
            if day:
                return date.fromisoformat(day)
        except ValueError:
            continue
    return None


def _other_days(text: str) -> list[str]:
    """ISO days of `31.01.2026`, `31. Januar 2026`, `31 de enero de 2026` and `2026年1月31日`."""
    days = [f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}" for m in NUMERIC.finditer(text)]
    days += [f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}" for m in CJK.finditer(text)]
    for m in DAY_MONTH_YEAR.finditer(text):
        word = m[2].casefold()
        month = next((n for n, names in enumerate(MONTHS, 1) if word.startswith(names)), 0)
        days += [f"{m[3]}-{month:02}-{int(m[1]):02}"] if month else []
    return days
