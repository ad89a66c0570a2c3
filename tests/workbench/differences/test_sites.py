"""Inside against outside, told against kept secret."""

from __future__ import annotations

from tests.workbench.differences.reading import found
from workbench.differences.site import MAY_BE_THERE, secrets_differ, sites_differ

IN, OUT = "The clerk was shot in the courtroom", "The clerk was shot outside the courtroom"


def test_inside_stands_against_outside_in_claims_that_are_alike() -> None:
    assert [f[:2] for f in found(sites_differ, IN, OUT)] == [
        ("in the courtroom", "outside the courtroom")
    ]
    assert found(sites_differ, IN, IN) == []
    assert found(sites_differ, IN, "Reporters waited outside the courtroom for hours") == []
    assert found(sites_differ, IN, f"{OUT}, then carried back and bandaged in the courtroom") == []


def test_a_secret_place_that_is_reached_from_a_base_is_no_base() -> None:
    base = "The envoys met at an air base on the coast"
    (sure,) = found(secrets_differ, base, "They drove from a base to an undisclosed location")
    assert sure[:2] == ("at an air base", "to an undisclosed location")
    assert sure[-1] == ""
    (unsure,) = found(secrets_differ, "The envoys met at a secret location on the coast", base)
    assert unsure[-1] == MAY_BE_THERE
    assert found(secrets_differ, base, "They met at a secret place in a base") == []
