"""Why a page or a feed could not be fetched."""

from __future__ import annotations

from datetime import datetime

from briefing.errors import IngestError

LASTING = frozenset({401, 402, 403, 404, 410, 451})  # answers that asking again does not change


class FetchError(IngestError):
    """`status` is 0 where no answer came; `retry_at` is when to ask again; a `lasting` reason stays."""

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        hint: str = "",
        status: int = 0,
        retry_at: datetime | None = None,
        lasting: bool = False,
    ) -> None:
        self.url, self.status, self.retry_at = url, status, retry_at
        self.lasting = lasting or status in LASTING
        super().__init__(url, reason, hint=hint)

    @property
    def gone(self) -> bool:
        """410: it is not coming back (RFC 9110)."""
        return self.status == 410


class Stopped(Exception):
    """The run is ending: nothing more is asked."""
