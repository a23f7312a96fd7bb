"""briefing: overlapping articles in, one cited page out."""
