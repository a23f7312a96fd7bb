"""What a reader gets: the bytes of one file, where they came from, and what is known about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePath

from briefing.config import LimitSettings
from briefing.errors import IngestError

PAGES = frozenset({"text/html", "application/xhtml+xml"})  # media types


@dataclass(frozen=True, slots=True)
class Source:
    """`facts` are those of sources.toml, checked; they win over what the file says of itself.

    `charset`, `url` and `media_type` are those of the HTTP response that brought the bytes.
    """

    data: bytes
    origin_path: str
    facts: Mapping[str, object] = field(default_factory=dict)
    limits: LimitSettings = field(default_factory=LimitSettings)
    charset: str = ""
    url: str = ""
    media_type: str = ""

    @property
    def name(self) -> str:
        """The last part of the path, which may tell the kind; of an address it is the one before the query.

        What a server calls a page has the suffix of one: `story.php` is `story.php.html`.
        """
        path = self.origin_path
        if self.url and "://" in path:
            path = path.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0]
        return PurePath(path).name + (".html" if self.media_type in PAGES else "")

    @property
    def raw_sha256(self) -> str:
        return sha256(self.data).hexdigest()


class Remark(IngestError):
    """Something worth saying that is no failure, such as files of other kinds in a folder."""

    exit_code = 0
