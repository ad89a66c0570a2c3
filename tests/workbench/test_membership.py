"""Why a claim is in its cluster: its nearest, what spoke for it, and the cluster after that."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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


def told(
    pairs: dict[tuple[int, int], float], labels: list[int], n: int
) -> tuple[int | None, float, int | None, float]:
    """What a claim's membership is by its definition, pair by pair."""
    links = [
        (p, one if other == n else other) for (one, other), p in pairs.items() if n in (one, other)
    ]
    best = max((link for link in links if labels[link[1]] == labels[n]), default=None)
    sums: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for link in links:
        if labels[link[1]] != labels[n]:
            sums[labels[link[1]]].append(link)
    means = {home: sum(p for p, _ in of) / labels.count(home) for home, of in sums.items()}
    home = max(means, key=lambda home: (means[home], -home), default=None)
    return (
        None if best is None else best[1],
        0.0 if best is None else best[0],
        None if home is None else sums[home][0][1],
        0.0 if home is None else means[home],
    )


@given(
    st.dictionaries(
        st.sampled_from(list(combinations(range(5), 2))),
        st.sampled_from([0.125, 0.25, 0.5, 0.75]),
        min_size=1,
    ),
    st.lists(st.integers(0, 2), min_size=5, max_size=5),
)
def test_all_memberships_are_those_of_each_claim(
    pairs: dict[tuple[int, int], float], labels: list[int]
) -> None:
    pairs = dict(sorted(pairs.items()))
    every = found(pairs, labels)
    assert set(every) == {10 + n for pair in pairs for n in pair}
    for claim, one in every.items():
        partner, probability, runner_up, mean = told(pairs, labels, claim - 10)
        assert one.partner_id == (None if partner is None else partner + 10)
        assert one.runner_up == (None if runner_up is None else runner_up + 10)
        assert (one.probability, one.runner_up_probability) == (probability, mean)
