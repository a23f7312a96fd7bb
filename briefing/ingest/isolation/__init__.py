"""Readers of HTML, XML, PDF and DOCX run in child processes with limits: what breaks one costs one document.

`Children` hands sources to a few processes (child.py) over pipes, in frames of MessagePack (messages.py), each confined
by limits of the operating system (confinement.py), and gives what they read in the order of the sources.
"""

from __future__ import annotations

from briefing.ingest.isolation.ordered import read_in_order

__all__ = ["read_in_order"]
