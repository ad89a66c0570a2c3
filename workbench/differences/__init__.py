"""How two claims of one fact differ: one rule a file, argument by argument.

Each rule takes two readings and yields what it found: the kind, the characters on both sides, the
values as understood, and why it may be no conflict.
"""
