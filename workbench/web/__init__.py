"""The review in a browser on this machine: one loopback address, guarded by a token."""
