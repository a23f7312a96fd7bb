"""Subscribers, whom no mail may reach any more, and the outbox.

`key` is an address in lower case. An outbox row keeps its own `head` and shares the `body` until the mail is sent; its
`sha256` stays. `attach` is 0, 1 or NULL for the list's own choice.
"""

_TEMPLATE = """
CREATE TABLE subscribers (
    list TEXT NOT NULL,
    key TEXT NOT NULL,
    address TEXT NOT NULL,
    layout TEXT NOT NULL DEFAULT '',
    attach INTEGER,
    state TEXT NOT NULL CHECK (state IN ('active', 'unsubscribed')),
    changed_at TEXT NOT NULL,
    PRIMARY KEY (list, key)
);

CREATE TABLE suppressions (
    key TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    suppressed_at TEXT NOT NULL
);

CREATE TABLE bounces (
    report TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('hard', 'soft')),
    status TEXT NOT NULL,
    message_id TEXT NOT NULL,
    read_at TEXT NOT NULL
);
CREATE INDEX bounces_by_key ON bounces (key);

CREATE TABLE mail_secrets (
    name TEXT PRIMARY KEY,
    secret TEXT NOT NULL
);

CREATE TABLE mail_bodies (
    sha256 TEXT PRIMARY KEY,
    body {bytes} NOT NULL
);

CREATE TABLE outbox (
    edition TEXT NOT NULL,
    key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    sender TEXT NOT NULL,
    list TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'deferred', 'failed', 'unknown')),
    attempts INTEGER NOT NULL DEFAULT 0,
    code INTEGER NOT NULL DEFAULT 0,
    reply TEXT NOT NULL DEFAULT '',
    queued_at TEXT NOT NULL,
    due_at TEXT {sorted} NOT NULL,
    changed_at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    head {bytes} NOT NULL,
    body_sha256 TEXT NOT NULL,
    UNIQUE (edition, key)
);
CREATE INDEX outbox_by_state ON outbox (state, due_at);
CREATE INDEX outbox_by_message_id ON outbox (message_id);
CREATE INDEX outbox_by_body ON outbox (body_sha256);
"""

SQLITE = _TEMPLATE.format(bytes="BLOB", sorted="")
POSTGRESQL = _TEMPLATE.format(bytes="BYTEA", sorted='COLLATE "C"')
