"""Every number and name that a user may turn, checked by msgspec (unknown keys and wrong types are refused by name).

Sections are read from briefing.toml, the user's configuration folder, BRIEFING_* and flags; see docs/configuration.md.
Each number that shapes a brief has its name here, or is the constant of a cited source.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
Positive = Annotated[float, Meta(gt=0)]


class NamedTheme(Struct, frozen=True, forbid_unknown_fields=True):
    """A theme of the user's: `terms` are matched beside the words of the name."""

    name: str
    terms: tuple[str, ...] = ()


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

    containment: Share = 0.15  # outside quotation marks: a rewrite that keeps a quarter of its source
    whole: Share = 0.5  # a text that holds this much of another holds it wholly, edits allowed
    min_shingles: Count = 8  # fewer in common are a phrase


class StorySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/stories.py."""

    neighbour: Share = 0.05
    cut: Share = 0.2
    subject_cut: Share = 0.1


class ThemeSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/themes.py."""

    found_max: Count = 6


class PointSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/points.py."""

    per_theme: Count = 4
    key_reporting: Count = 3
    words: Count = 420  # prose budget of the page


class SummarySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/summarisers/."""

    name: str = "coverage"


class SupportSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/support.py."""


class DisagreementSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/disagreements.py."""

    shown: Count = 2


class TimelineSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """See steps/timeline.py."""

    shown: Count = 8


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
    templates: str = ""  # a folder whose files replace the shipped templates, file by file


class LimitSettings(Struct, frozen=True, forbid_unknown_fields=True):
    file_bytes: Count = 50_000_000
    article_bytes: Count = 5_000_000
    title_characters: Count = 500


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    brief: BriefSettings = field(default_factory=BriefSettings)
    theme: tuple[NamedTheme, ...] = ()
    text: TextSettings = field(default_factory=TextSettings)
    copies: CopySettings = field(default_factory=CopySettings)
    stories: StorySettings = field(default_factory=StorySettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    points: PointSettings = field(default_factory=PointSettings)
    summary: SummarySettings = field(default_factory=SummarySettings)
    support: SupportSettings = field(default_factory=SupportSettings)
    disagreements: DisagreementSettings = field(default_factory=DisagreementSettings)
    timeline: TimelineSettings = field(default_factory=TimelineSettings)
    quoting: QuotingSettings = field(default_factory=QuotingSettings)
    page: PageSettings = field(default_factory=PageSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
