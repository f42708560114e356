"""The layouts that ingest reads: one file a format, found by its name."""
