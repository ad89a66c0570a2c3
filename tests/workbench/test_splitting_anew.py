"""Articles taken apart by another splitter: verdicts follow, and what is gone is withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ToySplitter
from tests.workbench.commands import claim_ids, data, done, everything, refused
from workbench.clustering.rebuilding import rebuild
from workbench.kinds import CLAUSES
from workbench.pipeline import Cancelled
from workbench.stages.claim import RuleSplitter
from workbench.transfer.combining import combine

pytestmark = pytest.mark.usefixtures("toy_models", "toy_splitters")

HURT, MAYOR = "people were hurt", "The mayor visited the bridge."
ANEW = ("rebuild", "--claims", "atomic")
BACK = ("rebuild", "--claims", "clauses")


@pytest.fixture
def toy_splitters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "workbench.build.splitter",
        lambda kind, embedder: RuleSplitter() if kind == CLAUSES else ToySplitter(),
    )


def of(words: str) -> int:
    """Return the cluster that holds a claim with these words."""
    (row, *_) = data("clusters", "--search", f'"{words}"')
    return row["id"]


def texts(cluster: int) -> list[str]:
    return [member["claim"] for member in data("show", cluster)["members"]]


def sound(project: str | Path = "workbench.db") -> bool:
    return done("verify", "--project", project) == "all well\n"


def test_a_dry_run_says_it_all_and_changes_nothing(judged: Path) -> None:
    before = everything()
    would = data(*ANEW, "--dry-run")
    assert would["claims"] == {"same": 5, "withdrawn": 3, "new": 6}
    assert [one["after"] for one in would["touched"]]
    assert everything() == before
    assert list(Path().glob("*.auto.db")) == []
    did = data(*ANEW)
    assert did.pop("backup")
    would.pop("backup")
    assert (would.pop("dry_run"), did.pop("dry_run")) == (True, False)
    assert did == would
    assert sound()
    assert len(list(Path().glob("*.auto.db"))) == 1


def test_verdicts_follow_the_words_and_what_is_gone_is_withdrawn(judged: Path) -> None:
    hurt, mayor = of(HURT), of(MAYOR)
    lost = set(texts(hurt))
    stays = claim_ids(mayor)
    said = done(*ANEW)
    assert "claims: 5 as they were, 3 withdrawn, 6 new" in said
    assert texts(mayor) == [MAYOR, MAYOR]
    assert claim_ids(mayor) == stays
    assert data("show", mayor)["change"] is None
    shown = data("show", hurt)
    assert shown["verdict"]["label"] == "consistent"
    assert texts(hurt) == ["The old bridge was closed on Monday"] * 2
    assert {one["claim"] for one in shown["change"]["lost"]} == lost
    assert {one["why"] for one in shown["change"]["lost"]} == {"withdrawn"}
    assert "2 claims withdrawn" in shown["change"]["words"]
    assert "withdrawn" in done("show", hurt)
    assert data("clusters", "--changed")[0]["id"] == hurt
    done("confirm", hurt)
    assert data("show", hurt)["change"] is None
    assert sound()


def test_the_first_claims_come_back_with_the_first_splitter(judged: Path) -> None:
    before, table = everything(), done("export", "--level", "claim")
    done(*ANEW)
    new = {row["id"]: claim_ids(row["id"]) for row in data("clusters")}
    done(*BACK)
    assert everything() == before
    assert done("export", "--level", "claim") == table
    assert sound()
    done(*ANEW)
    assert sorted(claim_ids(row["id"]) for row in data("clusters")) == sorted(new.values())
    assert sound()


def test_what_reviewers_left_out_or_took_whole_stays_so(judged: Path) -> None:
    done("drop", claim_ids(of("Schools"))[0])
    done(*ANEW)
    assert data("clusters", "--search", "Schools") == []
    part = next(m for m in data("show", of(HURT))["members"] if "14" in m["sentence"])
    done("whole", part["claim_id"])
    done(*BACK)
    assert data("clusters", "--search", "Schools") == []
    assert any("14 people" in text for text in texts(of(HURT)))
    assert sound()
    done(*ANEW)
    assert data("clusters", "--search", "Schools") == []
    assert any(text.startswith("The old bridge") and "14" in text for text in texts(of(HURT)))
    assert sound()
    while "nothing" not in done("undo"):
        assert sound()
    assert len(data("clusters", "--search", "Schools")) == 1


def test_no_sentence_is_lost_when_a_whole_one_is_taken_back_after_another_split(
    judged: Path,
) -> None:
    done(*ANEW)
    done("whole", next(m["claim_id"] for m in data("show", of(HURT))["members"]))
    done(*BACK)
    done("undo")
    assert len([t for row in data("clusters") for t in texts(row["id"]) if HURT in t]) == 2
    assert sound()


def test_a_whole_sentence_that_was_one_claim_before_can_be_taken_back(judged: Path) -> None:
    done(*ANEW)
    before = held()
    done("whole", claim_ids(of(HURT))[0])
    assert held() != before
    done("undo")
    assert held() == before
    assert sound()


def held() -> list[list[str]]:
    return [claim_ids(row["id"]) for row in data("clusters")]


def test_a_changed_file_and_its_old_text_have_the_claims_of_the_project(
    judged: Path, articles: Path
) -> None:
    first = (articles / "a.txt").read_text("utf-8")
    (articles / "a.txt").write_text(first.replace("14", "19"), "utf-8")
    done("add", articles)
    done(*ANEW)
    (articles / "a.txt").write_text(first, "utf-8")
    done("add", articles)
    assert "14 people were hurt." in {t for row in data("clusters") for t in texts(row["id"])}
    assert sound()


def test_a_removed_article_comes_back_with_the_claims_of_the_project(judged: Path) -> None:
    article = data("articles")["articles"][0]["id"]
    done("remove", article, "--yes")
    done(*ANEW)
    done("restore", article)
    done("add")
    told = {t for row in data("clusters") for t in texts(row["id"])}
    assert "14 people were hurt." in told
    assert sound()


def test_sources_can_be_renamed_afterwards(judged: Path) -> None:
    done(*ANEW)
    before = [c["verdict"] for c in everything()]
    done("rename-source", "Alpha", "Omega")
    assert sound()
    assert [c["verdict"] for c in everything()] == before
    done("undo")
    done(*BACK)
    assert sound()


def test_copies_can_be_joined_that_are_split_alike_and_no_others(judged: Path) -> None:
    Path("other.db").write_bytes(judged.read_bytes())
    done(*ANEW)
    words = refused("combine", judged, "other.db", "-o", "new.db")
    assert "split into other claims" in words
    assert "workbench rebuild --claims" in words
    done(*ANEW, "--project", "other.db")
    combine([judged, Path("other.db")], Path("new.db"))
    assert sound("new.db")
    table = ("export", "--level", "claim", "--project")
    assert done(*table, "new.db") == done(*table, judged)


def test_a_project_that_was_split_anew_can_be_recovered_whole(judged: Path) -> None:
    done(*ANEW)
    found = data("recover", "-o", "new.db")
    assert (found["lost"], found["problems"]) == ([], [])
    table = ("export", "--level", "claim", "--project")
    assert done(*table, "new.db") == done(*table, judged)


def test_it_is_said_how_to_go_on_and_how_to_go_back_where_it_was_stopped(
    judged: Path, articles: Path
) -> None:
    before, shown, looks = everything(), verdicts(), iter((False, True))
    with pytest.raises(Cancelled, match=r"split into atomic claims: workbench add goes on") as stop:
        rebuild(judged, {"claims": "atomic"}, cancelled=lambda: next(looks))
    (backup,) = Path().glob("*.auto.db")
    assert str(stop.value).endswith(
        f"rebuild --claims clauses goes back; before: {backup.resolve()}"
    )
    assert verdicts() == shown
    done(*BACK)
    assert everything() == before
    with pytest.raises(Cancelled):
        rebuild(judged, {"claims": "atomic"}, cancelled=lambda: True)
    done("add", articles)
    assert texts(of(HURT)) == ["The old bridge was closed on Monday"] * 2
    assert sound()


def verdicts() -> list[object]:
    """Return the verdict of each cluster with the words that it is on."""
    return [(row["verdict"], texts(row["id"])) for row in data("clusters")]


def test_without_a_parser_nothing_changes(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.embedder import ModelUnavailable

    class NoParser(ToySplitter):
        @property
        def version(self) -> str:
            raise ModelUnavailable("the parser cannot be loaded")

    before = everything()
    with monkeypatch.context() as patched:
        patched.setattr("workbench.build.splitter", lambda kind, embedder: NoParser())
        assert "the parser cannot be loaded" in refused(*ANEW)
    assert everything() == before
    assert sound()
