"""The index of words of SQLite merges its parts sixteen at a time, not four: adding costs less, searching the same."""

SQLITE = "INSERT INTO words (words, rank) VALUES ('automerge', 16);"
POSTGRESQL = "SELECT 1"  # its index needs none of this
