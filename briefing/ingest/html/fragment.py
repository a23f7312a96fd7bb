"""HTML that stands in a feed item or a mail, as canonical text."""

from __future__ import annotations

import html
import re

from briefing.config import LimitSettings
from briefing.ingest.html.lines import lines_of
from briefing.ingest.html.tree import tree_of

_TAG = re.compile(r"<(?:/?[a-zA-Z]|!--|!\[CDATA\[|!DOCTYPE|\?xml)")

_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")  # wrapped twice, as some feeds do it


def text_of_fragment(fragment: str, depth: int = LimitSettings().html_depth) -> str:
    """Blocks parted by blank lines, as find_blocks expects them; a text without any tag keeps its own lines."""
    if not _TAG.search(fragment):
        return html.unescape(fragment).strip()
    return "\n\n".join(lines_of(tree_of(_CDATA.sub("", fragment), depth)))
