"""What becomes of a mail that is handed over, and the seam for handing it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from briefing.mail.message import Mail

Verdict = Literal["accepted", "later", "never", "unanswered", "unreachable"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one mail.

    accepted     the server has it
    later        the server asks to try again (4xx)
    never        the server will not have it (5xx), or it cannot take a mail of this size
    unanswered   it was handed over whole, and the connection ended before the answer
    unreachable  the connection failed before the mail was handed over whole: the server does not have it
    """

    verdict: Verdict
    code: int = 0
    reply: str = ""


class Sender(Protocol):
    """Takes one mail at a time; raises ConfigError for settings that can never work, nothing else."""

    def send(self, mail: Mail) -> Receipt: ...
