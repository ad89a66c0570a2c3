"""What property tests feed the program: articles of any kind of text."""

import os

from hypothesis import strategies as st

from db.records import Document

FUZZ = int(os.environ.get("FUZZ", "1"))
"""How many times more often than usual a property is tried; `make fuzz` sets it."""

ARTICLE_TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from('\n\r.!?"“” ABC\u2028\x85#-*'), max_size=400
)


def document(text: str, name: str = "a.txt", title: str = "") -> Document:
    """Make an article that was never on a disk."""
    return Document("Alpha", name, "/a", "digest", "utf-8", text, title)
