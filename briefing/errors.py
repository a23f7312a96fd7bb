"""The tree of errors.

BriefingError                exit 1 unless a subclass says otherwise
├── ConfigError              2   unknown or impossible setting, usage, a path that does not exist
│   └── UnknownNameError     2   kind, name, the known names
├── IngestError              3   origin_path and reason; yielded by readers, not raised through the pipeline
├── NothingUsableError       1   no usable article
├── StoreError               4   ┐
├── RenderError              4   ├ what was being done; the library's error is the cause
├── MailError                4   ┘
├── EnvironmentProblem       4   disk, permission, missing library
├── LockedError              5   another run holds the lock
└── VerificationError        6   the quotations that do not stand
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class BriefingError(Exception):
    """One line for stderr: what, why, and what to do next."""

    exit_code = 1

    def __init__(self, what: str, *, why: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what, self.why, self.hint = what, why, hint

    def __str__(self) -> str:
        line = self.what if not self.why else f"{self.what}: {self.why}"
        return line if not self.hint else f"{line}. {self.hint}"


class ConfigError(BriefingError):
    exit_code = 2


class UnknownNameError(ConfigError):
    """A name that a registry or the configuration does not hold."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        super().__init__(f"unknown {kind} {name!r}", hint=did_you_mean(name, self.known))


class IngestError(BriefingError):
    """An input that gave no article. A value: readers yield it, so that one bad input never spoils the rest."""

    exit_code = 3

    def __init__(self, origin_path: str, reason: str, *, hint: str = "") -> None:
        self.origin_path, self.reason = origin_path, reason
        super().__init__(origin_path, why=reason, hint=hint)


class NothingUsableError(BriefingError):
    exit_code = 1


class StoreError(BriefingError):
    exit_code = 4


class RenderError(BriefingError):
    exit_code = 4


class MailError(BriefingError):
    exit_code = 4


class EnvironmentProblem(BriefingError):
    exit_code = 4


class LockedError(BriefingError):
    exit_code = 5


class VerificationError(BriefingError):
    """What does not stand, one finding a line."""

    exit_code = 6

    def __init__(self, what: str, findings: Iterable[str] = (), **kw: str) -> None:
        self.findings = tuple(findings)
        super().__init__(what, **kw)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}"
