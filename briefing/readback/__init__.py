"""What a reader sees of a finished file, read back from it."""
