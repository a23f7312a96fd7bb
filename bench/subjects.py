"""Subjects against topics and stories told over days: `python -m bench subjects`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench import clusters
from bench import data as collections
from bench import peers as methods
from briefing.steps.copies import find_copies
from briefing.steps.subjects import find_subjects


def run(data: Path, peers: bool = True) -> dict[str, Any]:
    return clusters.compare("subjects", collections.subjects(data), ours, methods.CLUSTERINGS if peers else {})


def ours(collection: collections.Collection) -> list[int]:
    """The subject of each article."""
    found = find_subjects(collection.articles, find_copies(collection.articles))
    subject_of = {article.id: i for i, subject in enumerate(found) for article in subject}
    return [subject_of[article.id] for article in collection.articles]
