"""Mail out: addresses, one message for one recipient, and senders that take it away. Knows no archive and no page."""
