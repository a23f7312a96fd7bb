"""Quality and speed of every step beside its peers; see docs/quality.md."""
