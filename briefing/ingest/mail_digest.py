"""Newsletters: what of a mail is furniture, and which articles it visibly holds: headline, text, link, repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.ingest.mail_pieces import Piece

LEAST_ARTICLES = 2
LEAST_SHARE = 0.6  # of the headlines with text that lead somewhere of their own
LEAST_WORDS = 8  # of a paragraph below a headline; twice as many letters where no blanks part the words
UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{4}")
PROSE_WORDS = 20  # of a paragraph that is certainly no footer
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
SIGNATURE_LINES = 15

# Lines that only help to read or to be rid of the mail.
VIEW = re.compile(
    r"(?:view|read|open|see|trouble (?:viewing|reading)|problems? (?:viewing|reading)|having trouble|can(?:'|’)?t see|"
    r"not displaying|not seeing)\b.{0,60}\b(?:browser|online|web ?version|e-?mail|images|here)\b|"
    r"(?:im browser|webansicht|online) (?:ansehen|öffnen|anzeigen|lesen)|darstellungsprobleme|"
    r"(?:voir|afficher|lire|consulte[zr]).{0,40}(?:navigateur|en ligne)|ver .{0,30}(?:navegador|online|en línea)|"
    r"(?:visualizza|leggi).{0,30}(?:browser|online)|(?:открыть|посмотреть|читать).{0,30}(?:браузере|онлайн)|"
    r"(?:відкрити|переглянути).{0,30}браузері|在浏览器中|ブラウザで|في المتصفح|add us to your address book|"
    r"forward (?:this |to a |it to a )?(?:email|friend|newsletter)|share this (?:email|newsletter|issue)|"
    r"was this (?:email|newsletter) forwarded to you",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"\bunsubscrib|\bopt[ -]?out\b|(?:manage|update|change|edit|email) (?:your |my )?(?:e-?mail |subscription |"
    r"newsletter )?(?:preferences|settings|subscriptions?)|you(?:'|’)?(?:re| are) (?:receiving|getting|subscribed)|"
    r"you (?:have )?received this (?:e-?mail|message|newsletter)|"
    r"(?:this|the) (?:e-?mail|message|newsletter) was sent to|"
    r"sent (?:with|by|via) (?:mailchimp|substack|beehiiv|ghost|sendgrid|brevo|buttondown)|powered by (?:mailchimp|"
    r"substack|beehiiv|ghost)|abbestell|abmelden|newsletter (?:kündigen|abmelden)|sie erhalten diese[nr]? (?:e-?mail|"
    r"newsletter)|désabonne|désinscri|vous recevez ce(?:t|tte)|gérer (?:vos|mes) préférences|darse? de baja|"
    r"cancelar (?:la |su |tu )?suscripción|ha recibido este|recibes este|disiscriv|annulla(?:re)? l(?:'|’)iscrizione|"
    r"hai ricevuto questa|отписаться|отказаться от (?:рассылки|подписки)|вы получили это письмо|відписатися|"
    r"ви отримали цей лист|退订|取消订阅|配信停止|購読解除|إلغاء الاشتراك|our mailing address is|"
    r"^\W*(?:©|\(c\)|copyright)\s",
    re.IGNORECASE,
)
MORE = re.compile(
    r"\W*(?:read (?:more|on|the (?:full |whole |rest of the )?(?:story|article|post|report)|full (?:story|article))|"
    r"continue reading|keep reading|full (?:story|article|text)|more|learn more|see more|find out more|"
    r"(?:jetzt )?(?:weiterlesen|mehr lesen|mehr erfahren|zum artikel|mehr)|lire (?:la suite|plus|l(?:'|’)article)|"
    r"en savoir plus|leer más|seguir leyendo|sigue leyendo|"
    r"leggi(?: di più| tutto| l(?:'|’)articolo)?|continua(?: a leggere)?|"
    r"читать(?: далее| дальше| полностью)?|подробнее|далее|читати(?: далі| більше)?|детальніше|"
    r"阅读(?:全文|更多)|查看全文|"
    r"続きを読む|اقرأ المزيد|المزيد)\W*",
    re.IGNORECASE,
)
SOCIAL = re.compile(
    r"\W*(?:(?:facebook|twitter|x|linkedin|instagram|youtube|whatsapp|telegram|mastodon|bluesky|threads|share|tweet|"
    r"forward|like|comment|print|save|reply|restack|subscribe|flag as irrelevant|advertisement|sponsored)\W*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contained:
    """An article that a newsletter holds; `teased`: a link leads on to the whole of it."""

    title: str
    text: str
    url: str
    teased: bool


@dataclass(slots=True)
class _Group:
    """A headline and what stands below it, while the pieces are gone through."""

    headline: Piece | None
    below: list[Piece]
    more: str = ""

    @property
    def words(self) -> int:
        return sum(len(piece.text.split()) for piece in self.below)

    @property
    def holds_text(self) -> bool:
        """Whether a paragraph below the headline is long enough to say something."""
        return self.headline is not None and any(map(_says_something, self.below))

    @property
    def url(self) -> str:
        own = self.headline.links[0] if self.headline and self.headline.links else ""
        return own or self.more


def without_furniture(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Without "View in browser", share bars, the footer that tells how to be rid of the mail, and the signature."""
    kept = [piece for piece in _signed_off(pieces) if not _is_furniture(piece)]
    prose = max((i for i, piece in enumerate(kept) if _is_prose(piece)), default=-1)
    footer = next((i for i, piece in enumerate(kept) if i > prose and FOOTER.search(piece.text)), len(kept))
    return tuple(piece for piece in kept[:footer] if not (FOOTER.search(piece.text) and _is_footer_long(piece)))


def contained(pieces: Sequence[Piece]) -> tuple[tuple[Contained, ...], int]:
    """The articles of a newsletter, or none where the mail is one text; and the words that are in none of them."""
    groups = list(_groups(pieces))
    full = [group for group in groups if group.holds_text]
    linked = [group for group in full if group.url]
    if len({group.url for group in linked}) < LEAST_ARTICLES or len(linked) < LEAST_SHARE * len(full):
        return (), 0
    used = {id(group) for group in full}
    lost = sum(_words(group) for group in groups if id(group) not in used)
    return tuple(_article(group) for group in full), lost


def _article(group: _Group) -> Contained:
    title = group.headline.text if group.headline else ""
    text = "\n\n".join(piece.text for piece in group.below)
    return Contained(title, text, group.url, bool(group.url))


def _words(group: _Group) -> int:
    return group.words + (len(group.headline.text.split()) if group.headline else 0)


def _groups(pieces: Sequence[Piece]) -> Iterator[_Group]:
    """Headlines with the paragraphs below them; "Read more" closes one, and its link is the article's."""
    group = _Group(None, [])
    for i, piece in enumerate(pieces):
        if piece.linked and (MORE.fullmatch(piece.text) or piece.text.startswith(("http://", "https://"))):
            group.more = group.more or next(iter(piece.links), "")
            yield group
            group = _Group(None, [])
        elif piece.headline and not _is_sentence_below(group, piece, pieces[i + 1 : i + 2]):
            yield group
            group = _Group(piece, [])
        else:
            group.below.append(_without_more(piece, group))
    yield group


def _is_sentence_below(group: _Group, piece: Piece, following: Sequence[Piece]) -> bool:
    """A short last paragraph is no headline: nothing but a link or the end stands below it."""
    if piece.linked or group.headline is None or group.below:
        return False
    return not following or (following[0].linked and bool(piece.text))


def _without_more(piece: Piece, group: _Group) -> Piece:
    """A paragraph that ends in a linked "Read more" gives its link to the article and loses these words."""
    lines = piece.text.rsplit("\n", 1)
    if len(lines) == 2 and MORE.fullmatch(lines[1]) and piece.links:
        group.more = group.more or piece.links[-1]
        return Piece(lines[0], links=piece.links)
    return piece


def _signed_off(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Up to the line `-- `, where no more than a signature stands below it (RFC 3676, 4.3)."""
    for i, piece in enumerate(pieces):
        found = SIGNATURE.search(piece.text)
        if found and _lines(pieces[i : i + SIGNATURE_LINES + 1]) <= SIGNATURE_LINES:
            if above := piece.text[: found.start()].strip():
                yield Piece(above, piece.headline, piece.linked, piece.links)
            return
        yield piece


def _says_something(piece: Piece) -> bool:
    if UNPARTED.search(piece.text):
        return len(piece.text) >= 2 * LEAST_WORDS
    return len(piece.text.split()) >= LEAST_WORDS


def _lines(pieces: Sequence[Piece]) -> int:
    return sum(piece.text.count("\n") + 1 for piece in pieces) - 1


def _is_furniture(piece: Piece) -> bool:
    words = len(piece.text.split())
    if words <= PROSE_WORDS and VIEW.search(piece.text):
        return True
    return bool(SOCIAL.fullmatch(piece.text)) or not any(map(str.isalnum, piece.text))


def _is_prose(piece: Piece) -> bool:
    return len(piece.text.split()) >= PROSE_WORDS and not FOOTER.search(piece.text)


def _is_footer_long(piece: Piece) -> bool:
    """A line about the subscription, not a paragraph of news that speaks of one."""
    return len(piece.text.split()) <= 2 * PROSE_WORDS
