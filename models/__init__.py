"""Numbers and trained parts. Heavy libraries load inside functions; imports nothing of ours."""
