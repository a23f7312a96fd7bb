"""Articles, the words they are found by, and what was deleted.

`rest` is JSON: what of an article is never asked for by itself. `collected_at` is when the archive got it.
`words` holds the folded words of title and text (store/words.py) and none of the texts: those stand in `articles`.
`deleted` keeps the id alone, and the hash of a URL whose articles are all unwanted. `properties` are of the archive.
"""

_COMMON = """
CREATE INDEX articles_by_time ON articles (collected_at, number);
CREATE INDEX articles_by_url ON articles (url) WHERE url <> '';
CREATE INDEX articles_by_text ON articles (text_sha256);

CREATE TABLE properties (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE deleted (
    id TEXT PRIMARY KEY,
    url_sha256 TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('deleted', 'pruned')),
    reason TEXT NOT NULL,
    deleted_at TEXT NOT NULL
);
CREATE INDEX deleted_by_url ON deleted (url_sha256) WHERE url_sha256 <> '';
"""

_COLUMNS = """
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL,
    url TEXT NOT NULL,
    origin_path TEXT NOT NULL,
    published TEXT,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    raw_sha256 TEXT NOT NULL,
    rest TEXT NOT NULL,
    collected_at TEXT NOT NULL,
    via TEXT NOT NULL
"""

SQLITE = f"""
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    {_COLUMNS}
);
CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='ascii');
{_COMMON}
"""

POSTGRESQL = f"""
CREATE TABLE articles (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    {_COLUMNS.replace("collected_at TEXT", 'collected_at TEXT COLLATE "C"')}
);
CREATE TABLE words (
    number BIGINT PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    found TSVECTOR NOT NULL
);
CREATE INDEX words_found ON words USING gin (found);
{_COMMON}
"""
