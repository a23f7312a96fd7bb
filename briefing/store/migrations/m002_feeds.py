"""Feeds and their state, pages that wait to be fetched, and what robots.txt said.

`lists` is a JSON list of names, `content` a hash of the last answer. `pages` are of articles that a feed gave in part:
`article` is the id of that part, "" where it was a headline alone; `next_try` is null once the page came (`came`) or
was given up.
"""

COMMON = """
CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    lists TEXT NOT NULL,
    added_at TEXT NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    checked_at TEXT,
    success_at TEXT,
    error TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    next_try TEXT,
    gone INTEGER NOT NULL DEFAULT 0,
    items INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE pages (
    url TEXT PRIMARY KEY,
    feed TEXT NOT NULL,
    article TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_try TEXT,
    came INTEGER NOT NULL DEFAULT 0,
    changed_at TEXT NOT NULL
);
CREATE INDEX pages_by_next_try ON pages (next_try);
CREATE INDEX pages_by_feed ON pages (feed);

CREATE TABLE robots (
    site TEXT PRIMARY KEY,
    rules TEXT NOT NULL,
    asked_at TEXT NOT NULL
);
"""
