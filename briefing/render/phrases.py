"""What the page says, document to runs of text: the same on paper and on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from briefing.render.fonts import is_wide
from briefing.render.measure import Run
from briefing.render.words import Words
from briefing.schema import (
    AddedData,
    ChangesData,
    CitationData,
    CorrectionData,
    DisagreementData,
    Document,
    EventData,
    PersonData,
    Point,
    SourceData,
    SpellingData,
    ThemeData,
)

Runs = tuple[Run, ...]

_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")
_TYPED_MARKS = re.compile(r'"([^"]*)"')
STALE_DAYS, YEAR = 7, 365  # from when on the age of a text is told, and until when in days
MORE_NAMED = 2  # differences that are not on the page
FEEDS_NAMED = 3  # in the footer, of those that failed
TOGETHER = 50  # characters: what still fits in a column
_NOT_JUDGED = 6  # the credibility of what no second first speaker says
_NO_BREAK = "\u00a0"
_CLOSERS = "”’\"')]»」』"


@dataclass(frozen=True, slots=True)
class Phrases:
    """On paper a citation leads to its row of the sources, on a screen to the quotation in its surroundings."""

    document: Document
    words: Words
    paper: bool = False

    # masthead and footer

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

    # points

    def points(self) -> Iterator[Point]:
        yield from self.document.key_reporting
        for theme in self.document.themes:
            yield from theme.points

    def point(self, point: Point, *, tail: str = "") -> Runs:
        """The quotation with our additions, its citations in rising order, then our words about it."""
        full, partial = self.cited(point)
        runs = [*self.quotation(point), *map(self.cite, full)]
        if partial:
            runs += [Run(" " + together(self.words.say("point.partial") + " "), "words")]
            runs += map(self.cite, partial)
        if tail:
            before = self.words.say("separator") if partial else " "
            parts = [tail] if len(tail) <= TOGETHER else tail.split(self.words.say("separator"))
            runs.append(Run(before + self.joined(map(together, parts)), "words"))
        return tuple(runs)

    def cited(self, point: Point) -> tuple[list[CitationData], list[CitationData]]:
        """One citation a source, in rising order: those for the whole of the point, and those for a part of it."""
        first = {c.source: c for c in reversed(point.citations)}
        full = {c.source for c in point.citations if c.role != "partial"}
        return [first[n] for n in sorted(full)], [first[n] for n in sorted(set(first) - full)]

    def quotation(self, point: Point) -> Runs:
        lang = self.language(point.citations[0].source)
        runs: list[Run] = []
        start = 0
        for added in sorted(point.added, key=lambda added: added.at):
            runs.append(Run(point.text[start : added.at], lang=lang))
            runs.append(Run(_bracketed(added, point.text), "added"))
            start = added.at
        return (*runs, Run(point.text[start:], lang=lang))

    def cite(self, citation: CitationData) -> Run:
        return Run(f"[{citation.source}]", "cite", row(citation.source) if self.paper else anchor(citation))

    def language(self, number: int) -> str:
        """The language of a source where it is not the page's."""
        known = {source.number: source.language for source in self.document.sources}
        language = known.get(number, "")
        return language if language != self.words.language else ""

    def about_point(self, point: Point) -> str:
        """Speaker, hedge and date of a key report, in words."""
        return self.joined((*self._speaker(point), *self._marks(point), self._date(point)))

    def about_in_theme(self, point: Point, theme: ThemeData) -> str:
        """What differs from what the line under the theme's label says of all its points."""
        speaker = () if self._one_voice(theme) else self._speaker(point)
        speaker = () if point.said_by.basis == "named" else speaker
        return self.joined((*speaker, *self._marks(point)))

    def _speaker(self, point: Point) -> tuple[str, ...]:
        return (self.words.say("point." + point.said_by.basis.replace(" ", "_")),)

    def _marks(self, point: Point) -> Iterator[str]:
        """Flags that the catalogue has a word for, and how many texts stand behind the point."""
        for flag in point.flags:
            if self.words.knows(f"point.{flag}"):
                yield self.words.say(f"point.{flag}")
        if point.new and any(other.new is False for other in self.points()):
            yield self.words.say("point.new")
        if point.origins > 1:
            same = point.credibility == _NOT_JUDGED and "disputed" not in point.flags
            yield self.words.say("point.texts_same" if same else "point.texts", n=point.origins)
        elif "family" not in point.flags and len({c.article for c in point.citations if _backs(c)}) > 1:
            yield self.words.count("count.texts", 1)

    def _date(self, point: Point) -> str:
        lead = point.citations[0].source
        published = next((s.published for s in self.document.sources if s.number == lead), None)
        if published is None:
            return self.words.say("point.date_unknown")
        return self.joined(filter(None, (self._published(published), self.age(published))))

    def _published(self, iso: str) -> str:
        return self.words.say("point.published", date=self.words.date(iso, short=True))

    def age(self, iso: str) -> str:
        """How old what was published then is on the day of the page, where that is a week or more."""
        days = (date.fromisoformat(self.document.day) - date.fromisoformat(iso[:10])).days
        if days < STALE_DAYS:
            return ""
        return self.words.say("theme.over_a_year_old") if days > YEAR else self.words.count("theme.days_old", days)

    # themes

    def theme_label(self, theme: ThemeData) -> str:
        """The label with the quotation marks of print, where it was typed with those of a keyboard."""
        return self._typeset(theme.label)

    def theme_meta(self, theme: ThemeData) -> str:
        say = self.words.say
        counted = self.words.count("count.articles", theme.articles)
        if theme.articles > 1:
            counted += say("comma") + self.words.count("count.texts", theme.origins)
        if theme.newest:
            dated = say("theme.newest", date=self.words.date(theme.newest, short=True))
        else:
            dated = say("theme.undated") if self.document.dated else ""
        voice = self._one_voice(theme)
        age = self.age(theme.newest) if theme.newest else ""
        parts = (counted, dated, age, say(f"theme.{voice}") if voice else "", theme.note)
        return self.joined(together(part) if self.paper else part for part in parts if part)

    def _one_voice(self, theme: ThemeData) -> str:
        """The basis that all its points share, where it is not a named speaker; "" otherwise."""
        bases = {point.said_by.basis for point in theme.points}
        if len(bases) == 1 and bases != {"named"}:
            return bases.pop().replace(" ", "_")
        return ""

    # where the articles differ

    def differ_label(self, disagreement: DisagreementData) -> Runs:
        say = self.words.say
        label = f"≠ {say('differ.' + disagreement.kind)}"
        if disagreement.about:
            label = say("labelled", label=label, what=disagreement.about)
        between = say("differ." + disagreement.between) + (f"; {disagreement.note}" if disagreement.note else "")
        return (Run(label, "strong"), Run("  " + between, "words"))

    def more_differ(self) -> str:
        """How many differences are not on the page, and what the first of them are about."""
        others = self.document.other_disagreements
        about = list(dict.fromkeys(one.about or self.words.say(f"differ.{one.kind}") for one in others))[:MORE_NAMED]
        what = self.words.say("comma").join(about) + (" …" if len(others) > len(about) else "")
        return self.words.count("count.more", len(others), what=what) if others else ""

    def excerpt(self, citation: CitationData) -> Runs:
        """A quotation, every cut of a sentence shown outside it."""
        cut = self.words.say("differ.cut")
        quote = citation.quote
        runs = [Run(quote, lang=self.language(citation.source))]
        if quote[:1].islower():
            runs.insert(0, Run(cut + " ", "added"))
        if not quote.rstrip(_CLOSERS).endswith(_ENDS):
            runs.append(Run(" " + cut, "added"))
        return (*runs, self.cite(citation))

    # what changed

    def corrections(self) -> tuple[Runs, ...]:
        """What was corrected since it was told, with both wordings."""
        return tuple(map(self._correction, self.document.changes.corrected if self.document.changes else ()))

    def _correction(self, one: CorrectionData) -> Runs:
        say = self.words.say
        was = (Run(f" {say('changes.was')} ", "words"), *self.excerpt(one.was))
        if one.now is None:
            return (Run(say("changes.withdrawn"), "strong"), *was)
        return (Run(f"{say('changes.corrected')} ", "strong"), *self.excerpt(one.now), *was)

    def changes_heading(self) -> str:
        changes = self.document.changes
        return self.words.say("section.changes", date=self.words.date(changes.since.day, short=True)) if changes else ""

    def changes(self) -> tuple[Runs, ...]:
        """At most four lines: what is new, another number or date, what another text confirms, what is as it was."""
        found = self.document.changes
        if found is None:
            return ()
        lines = (self._new(found), self._other_values(found), self._confirmed(found), self._still(found))
        return tuple(line for line in lines if line)

    def _new(self, found: ChangesData) -> Runs:
        if not found.new:
            return (Run(self.words.say("changes.nothing_new"), "words"),)
        said = self.words.count("changes.new", len(found.new))
        themes = self.words.say("comma").join(map(self._typeset, found.new_themes))
        first = self.words.say("labelled", label=self.words.say("changes.first"), what=themes) if themes else ""
        return (Run(self.joined(part for part in (said, first) if part), "words"),)

    def _other_values(self, found: ChangesData) -> Runs:
        points, runs = {point.id: point for point in self.points()}, list[Run]()
        for one in found.changed:
            label = self.words.say(f"changes.{one.kind}")
            runs += [Run(self.words.say("separator"), "words")] if runs else []
            runs += [Run(f"{label} ", "strong"), self.cite(points[one.point].citations[0])]
            runs += [Run(f" {self.words.say('changes.was')} ", "words"), *self.excerpt(one.was)]
        return tuple(runs)

    def _confirmed(self, found: ChangesData) -> Runs:
        """By the numbers of all who say so now."""
        points = {point.id: point for point in self.points()}
        numbers = sorted({c.source for id_ in found.confirmed for c in self.cited(points[id_])[0]})
        label = self.words.count("changes.confirmed", len(found.confirmed))
        return (Run(f"{label} ", "words"), *self._numbers(numbers)) if numbers else ()

    def _still(self, found: ChangesData) -> Runs:
        say = self.words.say
        as_before = say("comma").join(self._typeset(theme.label) for theme in found.unchanged)
        quiet = say("comma").join(map(self._typeset, found.gone_quiet))
        parts = (
            say("labelled", label=say("changes.unchanged"), what=as_before) if as_before else "",
            say("labelled", label=say("changes.quiet"), what=quiet) if quiet else "",
        )
        said = self.joined(part for part in parts if part)
        return (Run(said, "words"),) if said else ()

    def _typeset(self, label: str) -> str:
        return _TYPED_MARKS.sub("“\\1”", label)

    # the analyst

    def comment(self) -> tuple[Runs, Runs] | None:
        """An analyst's words and who signs them, ours in type and never a quotation."""
        comment = self.document.comment
        if comment is None:
            return None
        signed = self.words.say("comment.by", name=comment.by) if comment.by else self.words.say("comment.unsigned")
        return (Run(comment.text, "plain"),), (Run(signed, "words"),)

    # people, timeline

    def person(self, person: PersonData) -> Runs:
        others = [form.form for form in person.forms if form.form != person.name]
        runs = [Run(person.name)]
        if others:
            short = self.words.say("comma").join(_difference(person.name, other) for other in others)
            runs += [Run(f" ({self.words.say('people.also')} ", "words"), Run(short), Run(")", "words")]
        for i, office in enumerate(person.offices):
            runs.append(Run(self.words.say("comma") if i == 0 else "; ", "words"))
            runs.append(Run(office.text))
            runs += self._numbers(office.sources)
        if not person.offices:
            runs += self._numbers(sorted({number for form in person.forms for number in form.sources}))
        return tuple(runs)

    def spelling(self, spelling: SpellingData) -> Runs:
        runs: list[Run] = []
        for i, form in enumerate(spelling.forms):
            runs.append(Run(self.words.say("comma") if i else "", "words"))
            runs.append(Run(form.form))
            runs += self._numbers(form.sources)
        return tuple(runs)

    def _numbers(self, numbers: Iterable[int]) -> Iterator[Run]:
        return (Run(f"[{number}]", "cite", row(number)) for number in numbers)

    def event(self, event: EventData) -> Runs:
        return (Run(event.citation.quote, lang=self.language(event.citation.source)), self.cite(event.citation))

    def event_date(self, event: EventData) -> str:
        """The date as it is known; beside the axis, what the article says of it."""
        if event.date:
            return self.words.date(event.date)
        after = self.words.say("timeline.after", date=self.words.date(event.after, short=True)) if event.after else ""
        return self.words.say("comma").join(part for part in (event.said, after) if part)

    def gaps(self) -> Iterator[str]:
        """What the articles do not give: themes without a sentence, points with one text, no date, no speaker."""
        words, points = self.words, list(self.points())
        empty = [theme for theme in self.document.themes if not theme.points]
        if empty:
            yield words.say("gaps.no_sentence", themes=words.say("comma").join(map(self.theme_label, empty)))
        alone = sum(point.origins <= 1 for point in points)
        if alone:
            yield words.say("gaps.one_text", n=alone, all=len(points))
        unnamed = sum(point.said_by.basis == "unnamed" for point in points)
        if unnamed:
            yield words.say("gaps.unnamed", n=unnamed, all=len(points))
        events = self.document.timeline
        undated = sum(not event.date for event in events)
        if undated:
            yield words.say("gaps.undated", n=undated, all=len(events))

    # sources

    def source_title(self, source: SourceData) -> str:
        """The title, or the opening of the text in quotation marks; the publisher before it."""
        title = source.title if source.title_basis == "stated" else self._opening(source.title)
        return self.joined(part for part in (source.publisher, title) if part)

    def _opening(self, title: str) -> str:
        return self.words.say("list_one", a=f"{title.rstrip(' ….')}…")

    def source_link(self, source: SourceData) -> str:
        """The address where it is one that a reader may follow, "" otherwise."""
        return source.url if source.url.lower().startswith(("http://", "https://")) else ""

    def source_date(self, source: SourceData) -> str:
        if not source.published:
            return self.words.say("source.unknown")
        date = self.words.date(source.published, short=True)
        if source.published_basis in {"stated", "unknown"}:
            return date
        return f"{date} ({self.words.say('source.' + source.published_basis)})"

    def source_note(self, source: SourceData, *, judged: bool) -> str:
        """Wording shared with other rows, completeness, what the user noted; the grade where not all rows share it."""
        say = self.words.say
        shared = self.words.say("comma").join(map(str, source.shares_wording_with))
        parts = (
            say("source.reliability", grade=source.reliability) if judged and source.reliability != "F" else "",
            source.owner if source.owner != source.publisher else "",
            source.country,
            self._kind(source),
            say("source.shares", numbers=shared) if shared else "",
            "" if source.complete else say("source.summary" if source.summary is True else "source.cut_short"),
            source.note,
        )
        return self.joined(part for part in parts if part)

    def _kind(self, source: SourceData) -> str:
        """What an article is that is no report, in the page's language where the catalogue has the word."""
        known = source.kind and self.words.knows(f"point.{source.kind}")
        return self.words.say(f"point.{source.kind}") if known else source.kind

    def same_for_all(self) -> str:
        """What every row shares, said once."""
        say, sources = self.words.say, self.document.sources
        parts = [
            say("source.no_publisher") if not any(source.publisher for source in sources) else "",
            say("source.no_date") if not any(source.published for source in sources) else "",
        ]
        grades = {source.reliability for source in sources}
        if grades == {"F"}:
            parts.append(say("source.no_reliability"))
        elif len(grades) == 1:
            parts.append(say("source.reliability", grade=grades.pop()))
        said = say("comma").join(part for part in parts if part)
        return say("source.same", what=said) if said and len(sources) > 1 else ""

    def joined(self, parts: Iterable[str]) -> str:
        return self.words.say("separator").join(parts)


def _backs(citation: CitationData) -> bool:
    """Whether it states the whole claim."""
    return citation.role in {"lead", "support"}


def anchor(citation: CitationData) -> str:
    """The id of a quotation in its surroundings."""
    return f"q{citation.source}-{citation.start}-{citation.end}"


def row(number: int) -> str:
    """The id of a row of the sources."""
    return f"s{number}"


def _whole_word(word: str) -> str:
    """A pattern of the word alone; in a script without blanks, of the word wherever it stands."""
    return re.escape(word) if is_wide(word[0]) else rf"(?<!\w){re.escape(word)}(?!\w)"


def _bracketed(added: AddedData, text: str) -> str:
    before = "" if added.at == 0 or text[added.at - 1].isspace() else " "
    after = " " if before == "" and added.at < len(text) and text[added.at].isalnum() else ""
    return f"{before}[{together(added.text)}]{after}"


def together(text: str) -> str:
    """Short words of ours on one line."""
    return text.replace(" ", _NO_BREAK) if len(text) <= TOGETHER else text


def _difference(name: str, other: str) -> str:
    """The words of the other form that the name does not have, where they are as many words."""
    mine, theirs = name.split(), other.split()
    if len(mine) != len(theirs):
        return other
    return " ".join(b for a, b in zip(mine, theirs, strict=True) if a != b) or other
