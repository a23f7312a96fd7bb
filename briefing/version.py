"""The version, read without the package's metadata: importing importlib.metadata costs 45 ms of a cold start."""

from __future__ import annotations

VERSION = "0.1.0"
MADE_BY = f"briefing {VERSION}"  # how every output names the program
