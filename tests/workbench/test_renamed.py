"""Keys that claims had before their article got another source: they name one claim at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workbench.commands import claim_ids, data, done

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("toy_models")


def test_an_article_that_comes_where_another_was_corrected_has_its_own_claims(
    storm: Path, articles: Path
) -> None:
    cost = data("clusters", "--search", "cost $2")[0]["id"]
    (key,) = claim_ids(cost)
    manifest = articles / "manifest.csv"
    told = manifest.read_text("utf-8")
    manifest.write_text(told.replace("c.txt,Gamma", "c.txt,Delta"), "utf-8")
    done("add", articles)
    assert claim_ids(cost) != [key]
    (articles / "d.txt").write_text((articles / "c.txt").read_text("utf-8"), "utf-8")
    manifest.write_text(
        told.replace("c.txt,Gamma", "c.txt,Delta") + "d.txt,Gamma,,2031-01-03,\n", "utf-8"
    )
    done("add", articles)
    assert len(claim_ids(cost)) == 2
    assert key in claim_ids(cost)
    done("mark", cost, "consistent")
    assert data("show", cost)["change"] is None
    done("detach", key)
    assert key not in claim_ids(cost)
    done("undo")
    assert key in claim_ids(cost)
    assert done("verify") == "all well\n"
