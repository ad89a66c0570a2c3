"""The review in a terminal: intent goes down, ids come up, rows are pulled."""

import os

# A key is answered by up to three paintings, each at the next beat of Textual's clock; at its usual
# 60 a second the waiting alone would take longer than the work. Read when Textual is imported.
os.environ.setdefault("TEXTUAL_FPS", "240")
