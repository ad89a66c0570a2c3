"""The bars of a build: the stages that were begun last, whatever their names, and how to stop."""

from db.records import Progress
from workbench.ui.widgets.top_bar import BuildBar


def lines(bar: BuildBar) -> list[str]:
    return bar.render().plain.splitlines()


def test_no_more_stages_are_shown_than_leave_room_for_the_review() -> None:
    bar = BuildBar("esc")
    for number in range(9):
        bar.advance(Progress(f"stage {number}", 1, 2))
    *stages, hint = lines(bar)
    assert [line.split("1 of")[0].strip()[:7] for line in stages] == [
        "stage 5",
        "stage 6",
        "stage 7",
        "stage 8",
    ]
    assert hint == " esc stops; what is done stays"


def test_bars_stand_below_each_other_however_long_the_names_are() -> None:
    bar = BuildBar("esc")
    bar.advance(Progress("reading", 3, 3))
    bar.advance(Progress("comparing in an index", 5, 10))
    one, other, _ = lines(bar)
    assert one.index(" 3 of 3") == other.index(" 5 of 10")


def test_nothing_is_left_of_a_build_that_has_ended() -> None:
    bar = BuildBar("esc")
    bar.advance(Progress("reading", 3, 3))
    bar.finish()
    assert len(lines(bar)) == 1
    assert not bar.display
