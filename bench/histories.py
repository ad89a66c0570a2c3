"""Measure what becomes of verdicts in random histories of a growing story.

    python -m bench.histories [HISTORIES]

Articles come, change and go back, sources are renamed, clusters are merged, parted and made anew
with another threshold, acts are undone: with toy models, so that the clusters are rough.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.histories import Outcome, run

HISTORIES = 200


def main(histories: int = HISTORIES) -> None:
    """Print one line, and one for everything that went wrong."""
    total = Outcome()
    for seed in range(histories):
        with tempfile.TemporaryDirectory() as scratch:
            total += run(Path(scratch, "project.db"), seed)
    print(
        f"{total.histories} histories of {total.steps} steps: verdicts standing at the end"
        f" {total.kept + total.flagged}, kept {total.kept}, flagged {total.flagged},"
        f" lost or silently changed {len(total.wrong)}"
    )
    for line in total.wrong:
        print(f"  {line}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
