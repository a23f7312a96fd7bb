"""What a theme is before its key points are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from briefing.types import Sentence


class Member(NamedTuple):
    """A sentence of a subject; `relevance` is 1 where it names the subject, less where it goes on about it."""

    sentence: Sentence
    relevance: float


@dataclass(frozen=True, slots=True)
class Subject:
    """A theme before its key points are chosen; `terms` are the stems that make it, with their weight."""

    label: str
    named_by: Literal["user", "found"]
    members: tuple[Member, ...]
    terms: tuple[tuple[str, float], ...] = ()
    note: str = ""

    @property
    def direct(self) -> tuple[Sentence, ...]:
        return tuple(member.sentence for member in self.members if member.relevance >= 1)
