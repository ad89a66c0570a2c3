"""Why a claim is in its cluster: its nearest, what spoke for it, and the cluster after that."""

from __future__ import annotations

import numpy as np

from db.records import Claim, Membership
from workbench.clustering.membership import Links, memberships

GROUPS = ("wording", "names", "numbers", "dates")
CLAIMS = [Claim(f"claim {n}", ((0, 7),), id=n) for n in range(10, 15)]


def found(pairs: dict[tuple[int, int], float], labels: list[int]) -> dict[int, Membership]:
    left, right = zip(*pairs, strict=True)
    reasons = np.array([[0.2, 2.0, 1.0, 3.0]] * len(pairs), dtype=np.float32)
    probability = np.array(list(pairs.values()), dtype=np.float32)
    links = Links(np.array(left), np.array(right), probability, reasons)
    return {m.claim_id: m for m in memberships(CLAIMS, labels, links, GROUPS)}


def test_a_claim_names_its_nearest_and_what_spoke_for_it_the_strongest_first() -> None:
    one = found({(0, 1): 0.75, (0, 2): 0.5}, [0, 0, 0, 1, 2])[10]
    assert (one.partner_id, one.probability) == (11, 0.75)
    assert one.because == ("dates", "names", "numbers")
    assert one.runner_up is None


def test_the_runner_up_is_the_cluster_that_is_nearest_on_the_mean() -> None:
    one = found({(0, 1): 0.75, (0, 2): 0.5, (0, 4): 0.375}, [0, 0, 1, 1, 2])[10]
    assert (one.runner_up, one.runner_up_probability) == (14, 0.375)


def test_a_claim_alone_has_no_nearest_and_may_have_a_runner_up() -> None:
    of = found({(0, 1): 0.25}, [0, 1, 2, 3, 4])
    assert of[10] == Membership(10, None, 0.0, (), 11, 0.25)
    assert set(of) == {10, 11}


def test_nothing_linked_is_nothing_to_say() -> None:
    none = np.zeros(0, np.float32)
    links = Links(np.zeros(0, int), np.zeros(0, int), none, none.reshape(0, 4))
    assert list(memberships(CLAIMS, [0, 1, 2, 3, 4], links, GROUPS)) == []
