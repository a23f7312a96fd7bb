"""Every number and name that a user may turn, checked by msgspec (unknown keys and wrong types are refused by name).

Sections are read from briefing.toml, the user's configuration folder, BRIEFING_* and flags; see docs/configuration.md.
Each number that shapes a brief has its name here, or is the constant of a cited source.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
Positive = Annotated[float, Meta(gt=0)]


class NamedTheme(Struct, frozen=True, forbid_unknown_fields=True):
    """A theme of the user's: `terms` are matched beside the words of the name."""

    name: str
    terms: tuple[str, ...] = ()


class DeskSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What an analyst decided of quotations; `briefing digest pin|drop` keeps the same for one list."""

    pin: tuple[str, ...] = ()  # sentences that hold one of these quotations lead, wherever they can stand by themselves
    drop: tuple[str, ...] = ()  # and these are never printed


class RatedPoint(Struct, frozen=True, forbid_unknown_fields=True):
    """An analyst's credibility (1 confirmed to 6 cannot be judged) for the points that hold the quotation."""

    quotation: str
    credibility: Annotated[int, Meta(ge=1, le=6)]


class BriefSettings(Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    audience: str = ""
    language: str = "en"
    zone: str = "UTC"
    tlp: str = ""


class TextSettings(Struct, frozen=True, forbid_unknown_fields=True):
    segmenter: str = "sentencex"
    sentence_max: Count = 2_000  # characters; a longer "sentence" is a table or a broken page


class CopySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Containment of 5-word shingles; see steps/copies.py."""

    min_shingles: Count = 4  # outside quotation marks; fewer in common are a phrase
    containment: Share = 0.035  # of the smaller text, outside quotation marks
    remainder: Share = 0.35  # of a text's words unshared: less is an edit or a cut, more must speak of the same
    rest: Share = 0.2  # cosine of the content stems of the unshared words …
    rest_and_share: Positive = 0.58  # … and with twice the containment added
    phrases: Share = 0.2  # or the cosine of the pairs of neighbouring words there, which counts quotations as well …
    phrases_words: Count = 60  # … where each text has so many words left
    marks: Share = 0.25  # of the names and numbers of the text with fewer: holding less, it is no rewrite …
    numbers: Share = 0.2  # the same of its numbers alone …
    marks_least: Count = 5  # … if it has so many
    whole: Share = 0.6  # a text that holds this much of another holds it wholly, edits allowed
    whole_text: Share = 0.97  # a text of which the other holds this much is no joined one
    version: Share = 0.1  # of one title and publisher: holding less is another day's column


class StorySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/stories.py."""

    core: Count = 20  # salient terms that carry a text
    shared: Count = 2  # core terms that two texts of one story have in common
    rare: Count = 60  # texts whose core holds a term; one of more counts half of a shared term,
    most: Count = 400  # and one of more than this brings nobody together
    core_least: Share = 0.12  # of a core that the other text speaks of: with less, a pair has nothing in common
    core_weight: Positive = 0.5  # of the core beside the cosine of all words
    cut: Share = 0.12  # mean similarity of two groups that may be one story
    beyond_usual: Positive = 1.3  # times what the middle one of all pairs shares, where that is more,
    cut_of_few: Share = 0.45  # but no more than this above the cut among few texts,
    few: Positive = 8.0  # the half of it among this many origins
    other_weekday: Share = 0.7  # what is left of the similarity of texts that name other days of the week,
    other_year: Share = 0.85  # or other years,
    other_time: Share = 0.7  # or appeared
    near_days: Count = 5  # more than this many days apart
    speakers: Count = 3  # copies of one text that are compared …
    speakers_among: Count = 2_000  # … where there are no more origins than this; else one
    alike: Positive = 1.12  # what two groups must keep of each other's cores (0 to 2, and nearness) to be one story …
    alike_smaller: Positive = 1.2  # … times the logarithm of the smaller one's size …
    alike_both: Positive = 0.42  # … less that of both: a few that join many are less suspect than two halves
    alike_nearness: Positive = 0.55
    own_names: Share = 0.5  # of each group's names that the other one never writes: they are two events …
    own_names_in: Share = 0.66  # … of the names that so many texts of a group write …
    own_names_least: Count = 3  # … and where each group has so many
    opening: Count = 30  # words of a text, after its title, …
    own_opening: Positive = 10.0  # … where all of each group name what none of the other does, by weight: two events
    subject_core: Count = 30  # salient terms, where subjects are sought: more of them bring more texts together
    subject_shared: Count = 1  # core terms that two texts of one subject have in common …
    subject_shared_among: Count = 600  # … where there are no more origins than this; else as in stories
    subject_core_least: Share = 0.05
    subject_cut: Share = 0.06


class ThemeSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/themes/."""

    found_max: Count = 4
    found_max_wire: Count = 8  # in the layout wire …
    least_share_wire: Share = 0.3  # … which takes weaker ones too
    other_words: Share = 0.9  # relevance of a sentence that says the name in other words
    near: Share = 0.7  # … that holds the noun beside the name
    follow: Share = 0.6  # … that goes on about it
    near_share: Share = 0.75  # of the sentences with that noun, how many must name the theme
    words_share: Share = 0.6  # of a name's words, by weight, that a sentence must hold
    small: Count = 12  # articles; fewer are one matter, whose strands are the themes
    everywhere: Share = 0.9  # of the underlying texts; a phrase with a word that so many hold is what all is about
    many: Count = 2_000  # articles; of more, the stories are the subjects
    main_share: Share = 0.6  # … or so many of the articles tell one matter
    scare_quotes: Share = 0.4  # weight of one lower-case word in quotation marks (“substantive” talks)
    least_share: Share = 0.45  # of the best candidate's score; weaker ones are no theme
    person: Share = 0.3  # weight of a person's name as a theme
    lone_name: Share = 0.5  # weight of one capitalised word where the language is not English: often an adjective
    few: Count = 3  # strands; where there are fewer, the matters that they hold little of stand before them
    held: Share = 0.25  # of a matter's sentences that the strands must hold
    lead_sentences: Count = 3  # of an article, that its subject's label is sought in
    told: Count = 1_000  # sentences that dates and people are taken from


class PointSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/points/."""

    per_theme: Count = 4
    per_theme_wire: Count = 2  # in the layout wire
    key_reporting: Count = 3
    cited_of_one_text: Annotated[int, Meta(ge=1)] = 3  # articles of one underlying text that a point cites at most
    elsewhere: Count = 12  # points outside the themes that are weighed for key reporting and head what is left out
    pool: Count = 600  # sentences that are weighed one by one; of more, the first ones of each article
    pool_words: Count = 700  # words of the sentences that the summariser puts in order for one theme
    key_least: Share = 0.5  # of the first key report's consequence; a weaker one is none
    lead_words: Count = 25  # of a key report; a longer one leads less
    half_life_days: Positive = 7.0  # of a dated article's freshness, against the newest one
    stale: Share = 0.5  # the least that age leaves of a point's consequence
    told_by: Share = 0.25  # power of the underlying texts that tell the event of a key report
    theme_weight: Positive = 2.0  # factor on a term that is in the theme's name
    outside: Share = 0.8  # worth of a point that no theme holds
    told: Share = 0.7  # … whose article is on the page already
    goes_on: Share = 0.6  # relevance from which a sentence makes the point before it longer
    fading: Share = 0.75  # worth of each further point of a theme
    same: Share = 0.6  # of the shorter point's content in another one, from which it says the same
    loaded: Share = 0.8  # for each word of praise or alarm
    neighbour: Share = 0.85  # for each further sentence that must be shown with it
    bracket: Share = 0.85  # for an antecedent in brackets
    loose_end: Share = 0.85  # for "following the visit", "also"
    question: Share = 0.3
    first_person: Share = 0.4  # "I", "we" or "you" outside quotation marks
    undated: Share = 0.9  # a relative day in an undated article
    opinion: Share = 0.6
    interpreting: Share = 0.8  # for the writer's own reading ("underscores", "signals a")
    quoted_speaker: Positive = 1.3  # a named speaker's own words
    answer: Positive = 1.2  # a denial or refusal, shown with what it answers
    vague: Share = 0.5  # a quotation that names nothing: “We saw him go in,” said Mr Lind
    no_answer: Share = 0.2  # who was asked declined to comment, and nobody is accused beside it
    short: Share = 0.6
    short_words: Count = 9


class SummarySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/summarisers/."""

    name: str = "coverage"


class SupportSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/support.py."""

    whole: Share = 0.68  # of a claim's content that a sentence must hold to support it
    part: Share = 0.78  # of a sentence's own content that the claim must hold, for it to be cited as a part
    words: Share = 0.55  # of the content that is no name
    either: Share = 0.3  # that each must hold of the other
    terms: Count = 4  # words in common
    overlap: Share = 0.3  # of the shorter sentence's terms that both must have to be looked at


class DisagreementSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/disagreements.py."""

    shown: Count = 2  # on the page at most; the others stay in the data
    sentences: Count = 1_200  # looked at: all when there are no more, else those of the stories that most origins tell
    holders: Count = 40  # sentences that may share a term before it is too common to find candidates by
    overlap: Share = 0.45  # of the shorter sentence's terms that two must share to be compared


class ChangeSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/changes.py."""

    each: Share = 0.5  # of each claim that the other must hold to be the same thing with another number or date …
    one: Share = 0.7  # … and of one of them
    words: Count = 3  # in common
    known: Share = 0.65  # of a sentence that a claim it repeats must hold, or else it adds something new
    counterpart: Share = 0.35  # of a quotation that the corrected text must hold to be shown beside it
    corrections: Count = 3  # told with both wordings; of more the page gives the number
    wordings: Count = 2  # of changed numbers and dates whose old wording is shown


class TimelineSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/timeline.py."""

    shown: Count = 8
    beside: Count = 5  # undated occasions


class QuotingSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of an article is quoted and travels inside the outputs."""

    attach: Literal["none", "quotes", "context", "full"] = "context"
    max_quote_share: Share = 0.30
    min_quote_words: Count = 120
    left_out_max: Count = 200  # entries of left_out in the data; the count is always whole


class PageSettings(Struct, frozen=True, forbid_unknown_fields=True):
    layout: Literal["executive", "wire", "note"] = "executive"
    paper: Literal["A4", "Letter"] = "A4"
    pdf: Literal["ua-1", "a-3a"] = "ua-1"
    accent: str = "#8a1c2b"
    logo: str = ""  # a PNG or an SVG of shapes alone, for the head of the page, the e-mail and the DOCX
    fonts: str = ""  # a folder with serif.ttf, serif-bold.ttf, sans.ttf, sans-bold.ttf, or some of them
    footer: str = ""  # words of your own at the foot, in every output
    templates: str = ""  # a folder whose files replace the shipped templates, file by file


class MailSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See docs/mail.md; the password is no setting, see mail/secrets.py."""

    attach_pdf: bool = True  # whether the PDF goes with the e-mail (`-o brief.eml`)
    from_address: str = ""  # whom the mails are from; needed to send
    from_name: str = ""  # what stands beside that address
    reply_to: str = ""  # where answers go, if not to from_address
    bounce_address: str = ""  # where a mail server reports what it could not deliver, if not to from_address
    owner: str = ""  # who is told when something went wrong
    sender: Literal["smtp", "folder"] = "smtp"  # `folder` writes .eml files instead of sending
    folder: str = "out/mail"  # where those go
    host: str = ""  # the mail server that takes the mails
    port: Annotated[int, Meta(ge=0, le=65_535)] = 0  # 0: 587 with starttls, 465 with tls, 25 with none
    security: Literal["starttls", "tls", "none"] = "starttls"  # `none` for a server on this machine only
    ca_file: str = ""  # PEM certificates to trust instead of the system's, for a server with its own authority
    user: str = ""  # the account at the server; empty: it wants none
    password_file: str = ""  # mode 0600; BRIEFING_MAIL_PASSWORD of the environment goes before it
    timeout_seconds: Positive = 60.0  # to wait for any one answer of the server; ten times that after a whole mail
    per_minute: Count = 0  # mails sent at most; 0: as fast as the server takes them
    give_up_hours: Positive = 24.0  # after which a mail that could not be sent counts as failed
    soft_bounces: Count = 5  # mails that come back "for now" before no list reaches the address any more; 0: never
    soft_bounce_days: Positive = 14.0  # within which they left
    unsubscribe_mailto: str = ""  # where a request to leave the list goes, if not to from_address
    unsubscribe_url: str = ""  # https address with {token}, for leaving with one click
    dkim_key_file: str = ""  # RSA key, PEM, mode 0600; empty: mails are not signed
    dkim_selector: str = ""  # the key's name in the domain's DNS
    dkim_domain: str = ""  # whose signature it is, if not from_address's domain


class StoreSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Where articles are kept; see docs/archive.md."""

    where: str = ""  # a file, or postgresql://USER@HOST/DATABASE without a password; empty: in the user's data folder
    keep_days: Count = 0  # after which collected articles are pruned; 0: they are kept for good


def holds_password(where: str) -> bool:
    """Whether an address has a password in it, before the host or among its options; ValueError when it is none."""
    from urllib.parse import parse_qs, urlsplit

    parts = urlsplit(where)
    return parts.password is not None or bool(parse_qs(parts.query).keys() & {"password", "sslpassword"})


Mark = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Digest(Struct, frozen=True, forbid_unknown_fields=True):
    """What one list of subscribers gets, and when; empty is as in the other sections. See docs/digest.md."""

    list: str  # its name, as in `briefing subscribers add ADDRESS --list NAME`
    title: str = ""  # of the page
    audience: str = ""  # whom the page is for
    language: str = ""  # of the page's own words
    zone: str = ""  # whose day it is
    theme: tuple[NamedTheme, ...] = ()  # themes of this list alone
    layout: Literal["", "executive", "wire", "note"] = ""  # for who chose none
    paper: Literal["", "A4", "Letter"] = ""  # of the PDF
    feeds: str = ""  # the list of feeds whose articles it takes; empty: all of the archive
    window_hours: Positive = 72.0  # articles collected within so long, and always since the last edition
    memory: Count = 30  # editions that it is compared with
    at: str = "07:00"  # local time at which it goes out
    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")  # on which it goes out
    late_hours: Positive = 3.0  # after which it is no longer sent that day
    approve: str = "none"  # `required`: sent once approved; `by 06:45`: sent unless held by then; `none`
    send_when_empty: bool = False  # also when there is nothing new
    cleared: Mark = "TLP:CLEAR"  # the strictest handling mark of a page that may go to it
    owner: str = ""  # who is told when no edition left on time; empty: mail.owner
    publish: str = ""  # a folder that sent editions are laid out in as pages with an index and an Atom feed
    publish_url: str = ""  # where the list's folder is hosted, for the addresses in the feed


class NetworkSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How pages and feeds are fetched; see docs/fetching.md."""

    allow_private: bool = False  # addresses of this machine and of the local network
    contact: str = ""  # an address or a page in the User-Agent, so that a publisher can reach you
    pause_seconds: Annotated[float, Meta(ge=0)] = 1.0  # between two requests to one host
    longest_pause_seconds: Annotated[float, Meta(ge=0)] = 30.0  # that a run waits for a host that wants longer ones
    retry_after_seconds: Annotated[float, Meta(ge=0)] = 86_400.0  # that a host may put us off for at most
    robots: bool = True  # robots.txt is asked and obeyed
    proxy: str = ""  # http://proxy.example:3128 fetches for us; the environment's proxies are not used


class CollectSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See docs/fetching.md."""

    full_text: bool = True  # pages are fetched of which a feed gives a part only
    hosts_at_once: Annotated[int, Meta(ge=1, le=256)] = 32  # that are fetched from, one request at a time each
    most_pages: Count = 60  # of one host, and of one feed, in a round; the others wait for the next one
    pages_minutes: Positive = 10.0  # of a round, after which no further page is asked for
    every_minutes: Positive = 15.0  # between two rounds of `briefing collect --watch`


class SourceSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What publishers.toml and sources.toml know of a source is used so."""

    satire: bool = False  # let satire in, which is kept out of every brief otherwise
    families: bool = False  # count the publishers of one family as one: their texts do not confirm each other


class LimitSettings(Struct, frozen=True, forbid_unknown_fields=True):
    file_bytes: Count = 50_000_000
    article_bytes: Count = 5_000_000
    title_characters: Count = 500
    http_bytes: Count = 15_000_000  # of a body, after decoding …
    http_ratio: Count = 100  # … and times what came over the wire
    redirects: Count = 5  # that one request follows
    connect_seconds: Positive = 5.0  # to wait for a connection
    total_seconds: Positive = 30.0  # for one request with all its redirects
    zip_bytes: Count = 200_000_000  # of all members, unpacked
    zip_entries: Count = 5_000  # members of an archive
    zip_ratio: Count = 200  # times its packed size that a member may have, from a megabyte on
    html_depth: Count = 200  # of elements in each other; deeper ones are flattened
    feed_items: Count = 2_000  # of one feed; the newest ones
    child_bytes: Count = 1_000_000_000  # of address space for a process that parses foreign files …
    child_seconds: Positive = 20.0  # … for one of them
    child_files: Count = 1_000  # … before the next process takes over


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    brief: BriefSettings = field(default_factory=BriefSettings)
    theme: tuple[NamedTheme, ...] = ()
    point: tuple[RatedPoint, ...] = ()
    desk: DeskSettings = field(default_factory=DeskSettings)
    digest: tuple[Digest, ...] = ()
    text: TextSettings = field(default_factory=TextSettings)
    copies: CopySettings = field(default_factory=CopySettings)
    stories: StorySettings = field(default_factory=StorySettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    points: PointSettings = field(default_factory=PointSettings)
    summary: SummarySettings = field(default_factory=SummarySettings)
    support: SupportSettings = field(default_factory=SupportSettings)
    disagreements: DisagreementSettings = field(default_factory=DisagreementSettings)
    changes: ChangeSettings = field(default_factory=ChangeSettings)
    timeline: TimelineSettings = field(default_factory=TimelineSettings)
    quoting: QuotingSettings = field(default_factory=QuotingSettings)
    page: PageSettings = field(default_factory=PageSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    store: StoreSettings = field(default_factory=StoreSettings)
    network: NetworkSettings = field(default_factory=NetworkSettings)
    collect: CollectSettings = field(default_factory=CollectSettings)
    sources: SourceSettings = field(default_factory=SourceSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)


def for_layout(config: Config) -> Config:
    """With the numbers of the wire page, where that is the layout: more themes, of fewer points each."""
    if config.page.layout != "wire":
        return config
    themes, points = config.themes, config.points
    themes = replace(themes, found_max=themes.found_max_wire, least_share=themes.least_share_wire)
    return replace(config, themes=themes, points=replace(points, per_theme=points.per_theme_wire))
