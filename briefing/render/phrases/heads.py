"""The masthead and the foot of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.render.fonts import is_wide
from briefing.render.phrases.quoting import Quoting

FEEDS_NAMED = 3  # in the footer, of those that failed


@dataclass(frozen=True)
class Heads(Quoting):
    """What stands above and below all the rest."""

    def masthead(self) -> tuple[str, str]:
        """What stands above the title, left and right."""
        say, document = self.words.say, self.document
        edition = say("masthead.edition", n=document.edition.number) if document.edition else ""
        left = self.joined(part for part in (document.audience, edition) if part)
        return left, self.words.instant(document.as_of, document.zone)

    def above_title(self) -> tuple[str, str]:
        """The same with the word that the title is ours, where it is."""
        left, right = self.masthead()
        made = self.words.say("masthead.made_title") if self.document.title_basis == "made" else ""
        return self.joined(part for part in (left, made) if part), right

    def truth(self) -> str:
        """How many articles and texts, what is dated and what is not, whose the type is."""
        document, count = self.document, self.words.count
        counted = count("count.articles", document.articles)
        if document.articles > 1:
            counted += self.words.say("comma") + count("count.texts", document.origins)
        parts = [self.words.say("masthead.counted", what=counted), self._dated(), self.words.say("masthead.type")]
        return self.words.say("masthead.between").join(part for part in parts if part)

    def _dated(self) -> str:
        say, document = self.words.say, self.document
        one = "_one" if document.articles == 1 else ""
        if document.dated == document.articles:
            return say(f"masthead.dated{one}")
        if document.dated:
            return say("masthead.dated_some", n=document.dated, all=document.articles)
        placeless = self._placeless()
        if not placeless:
            return say(f"masthead.undated{one}")
        either = say("list_or" if len(placeless) > 1 else "list_one", a=placeless[0], b=placeless[-1])
        return say(f"masthead.undated_words{one}", words=either)

    def _placeless(self) -> list[str]:
        """The first two words of the printed quotations that only a date would place."""
        text = " ".join(point.text for point in self.points())
        pattern = "|".join(map(_whole_word, self.words.look_up("relative_days")))
        found = re.findall(pattern, text, flags=re.IGNORECASE) if pattern else []
        return list(dict.fromkeys(found))[:2]

    def footer(self) -> str:
        say, count, document = self.words.say, self.words.count, self.document
        room = sum(left.reason == "room" for left in document.left_out)
        uncited = document.articles - len(document.sources)
        parts = [
            say("footer.verified", n=document.checks.verified, all=document.checks.quotations),
            count("footer.not_shown", document.not_shown) if document.not_shown else "",
            count("footer.room", room) if room else "",
            count("footer.uncited", uncited) if uncited > 0 else "",
            count("footer.dropped", len(document.dropped)) if document.dropped else "",
            self._collected(),
            self._silent(),
            document.page.footer,
            say("footer.made_by", program=document.made_by, hash=document.config_hash[:8])
            if document.config_hash
            else document.made_by,
            say("footer.seal", hash=document.sha256[:8]),
            say("footer.page"),
        ]
        return self.joined(part for part in parts if part)

    def _collected(self) -> str:
        """From when on an edition's articles were collected, and how undated ones count."""
        since = self.document.since
        return self.words.say("footer.collected", since=self.words.instant(since, self.document.zone)) if since else ""

    def _silent(self) -> str:
        feeds = self.document.silent_feeds
        named = self.words.say("comma").join(feeds[:FEEDS_NAMED]) + (" …" if len(feeds) > FEEDS_NAMED else "")
        return (
            self.words.say("labelled", label=self.words.count("footer.feeds", len(feeds)), what=named) if feeds else ""
        )


def _whole_word(word: str) -> str:
    """A pattern of the word alone; in a script without blanks, of the word wherever it stands."""
    return re.escape(word) if is_wide(word[0]) else rf"(?<!\w){re.escape(word)}(?!\w)"
