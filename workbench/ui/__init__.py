"""The review in a terminal: intent goes down, ids come up, rows are pulled."""
