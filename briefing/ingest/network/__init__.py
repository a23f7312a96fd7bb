"""The only part that opens connections to fetch something: politely, within limits, to public addresses."""

from __future__ import annotations

from briefing.ingest.network.address import address_of, has_user, host_of, is_web_address, shown, without_user
from briefing.ingest.network.crew import Crew, Question, Reply, fetch_all
from briefing.ingest.network.egress import Fetched, Network
from briefing.ingest.network.errors import FetchError, Stopped
from briefing.ingest.network.robots import Rules

__all__ = [
    "Crew",
    "FetchError",
    "Fetched",
    "Network",
    "Question",
    "Reply",
    "Rules",
    "Stopped",
    "address_of",
    "fetch_all",
    "has_user",
    "host_of",
    "is_web_address",
    "shown",
    "without_user",
]
