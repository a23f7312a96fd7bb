"""DOCX: the text as it stands once all changes are accepted (ECMA-376, part 1, 17).

package.py opens the parts of the file within limits, body.py reads paragraphs, lists, tables, notes and text boxes one
after the other, styles.py knows which style is a heading and which list has numbers, reader.py makes the article.
"""

from __future__ import annotations

from briefing.ingest.docx.reader import read

__all__ = ["read"]
