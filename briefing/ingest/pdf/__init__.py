"""PDF: its text in reading order, without running heads, feet and page numbers, in paragraphs as they were written.

lines.py takes the lines and their places from the page, furniture.py takes away what stands on every page, order.py
puts columns one after the other, flow.py makes paragraphs of lines.
"""

from __future__ import annotations

from briefing.ingest.pdf.reader import read

__all__ = ["read"]
