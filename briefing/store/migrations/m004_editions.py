"""Editions with what was made of them, the desk's decisions, and what happened to each edition.

An edition is a list's local day; until it is sent a new one may take its place. `document` is brief.json;
`edition_files` are what subscribers get. `decisions` name a quotation, so that tomorrow's run knows it wherever it
stands then.
"""

_SCRIPT = """
CREATE TABLE editions (
    id TEXT PRIMARY KEY,
    list TEXT NOT NULL,
    day TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('kept', 'held', 'approved', 'sent', 'empty', 'missed')),
    as_of TEXT NOT NULL,
    since TEXT NOT NULL,
    document TEXT NOT NULL,
    closing TEXT NOT NULL,
    UNIQUE (list, day)
);
CREATE INDEX editions_by_number ON editions (list, number);

CREATE TABLE edition_files (
    edition TEXT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    data {blob} NOT NULL,
    PRIMARY KEY (edition, name)
);

CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    list TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pin', 'drop')),
    quotation TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    undone_at TEXT NOT NULL DEFAULT ''
);
CREATE INDEX decisions_by_list ON decisions (list, decided_at);

CREATE TABLE edition_history (
    list TEXT NOT NULL,
    day TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    what TEXT NOT NULL,
    by_whom TEXT NOT NULL
);
CREATE INDEX history_by_list ON edition_history (list, happened_at);
"""

SQLITE = _SCRIPT.format(blob="BLOB")
POSTGRESQL = _SCRIPT.format(blob="BYTEA")
