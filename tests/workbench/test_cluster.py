from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from workbench.stages.cluster import agglomerate, settle


def groups(labels):
    return {frozenset(np.flatnonzero(labels == k).tolist()) for k in set(labels.tolist())}


@st.composite
def graphs(draw, most=14):
    """A graph of distinct probabilities, with groups and sentences."""
    n = draw(st.integers(0, most))
    pairs = [p for p in combinations(range(n), 2) if draw(st.integers(0, 3))]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    held = [draw(st.sampled_from([-1, -1, -1, 4, 7])) for _ in range(n)]
    sentences = [draw(st.integers(0, 2 * most)) for _ in range(n)]
    threshold = draw(st.floats(0.1, 0.9))
    left = np.array([a for a, _ in pairs], dtype=np.int32)
    right = np.array([b for _, b in pairs], dtype=np.int32)
    return n, left, right, rng.random(len(pairs)), threshold, held, sentences


@given(graphs())
def test_is_a_partition_numbered_by_first_member(graph):
    n, left, right, probability, threshold, held, sentences = graph
    labels = agglomerate(n, left, right, probability, threshold, held, sentences)
    assert labels.shape == (n,)
    assert labels.dtype == np.int32
    seen = list(dict.fromkeys(labels.tolist()))
    assert seen == list(range(len(seen)))


@given(graphs(), st.randoms(use_true_random=False))
def test_order_of_items_and_of_pairs_does_not_matter(graph, random):
    n, left, right, probability, threshold, held, sentences = graph
    labels = agglomerate(n, left, right, probability, threshold, held, sentences)
    place = list(range(n))
    random.shuffle(place)  # item i moves to place[i]
    place = np.array(place, dtype=np.int64)
    turn = np.array([random.random() < 0.5 for _ in left], dtype=bool)
    mixed = np.array(random.sample(range(len(left)), len(left)), dtype=np.int64)
    a, b = place[left], place[right]
    a, b = np.where(turn, a, b), np.where(turn, b, a)
    moved_held, moved_sentences = np.empty(n, int), np.empty(n, int)
    moved_held[place], moved_sentences[place] = held, sentences
    again = agglomerate(
        n, a[mixed], b[mixed], probability[mixed], threshold, moved_held, moved_sentences
    )
    assert groups(again[place]) == groups(labels)


@given(st.integers(2, 16), st.integers(0, 2**32 - 1), st.floats(0.05, 0.95))
def test_agrees_with_average_linkage_on_the_full_matrix(n, seed, threshold):
    rng = np.random.default_rng(seed)
    left, right = np.triu_indices(n, 1)
    probability = np.where(rng.random(len(left)) < 0.5, rng.random(len(left)), 0)
    kept = probability > 0
    labels = agglomerate(n, left[kept], right[kept], probability[kept], threshold)
    tree = linkage(1 - probability, "average")
    assert groups(labels) == groups(fcluster(tree, 1 - threshold, "distance"))


@given(graphs())
def test_held_items_stay_together_and_apart_from_other_groups(graph):
    n, left, right, probability, threshold, held, sentences = graph
    labels = agglomerate(n, left, right, probability, threshold, held, sentences)
    for a, b in combinations(range(n), 2):
        if held[a] >= 0 and held[b] >= 0:
            assert (labels[a] == labels[b]) == (held[a] == held[b])


@given(graphs())
def test_one_sentence_never_meets_itself_unless_held(graph):
    n, left, right, probability, threshold, held, sentences = graph
    labels = agglomerate(n, left, right, probability, threshold, held, sentences)
    for a, b in combinations(range(n), 2):
        if sentences[a] == sentences[b] and not held[a] == held[b] >= 0:
            assert labels[a] != labels[b]


@given(graphs())
def test_clusters_that_could_merge_do_not_remain(graph):
    n, left, right, probability, threshold, held, sentences = graph
    labels = agglomerate(n, left, right, probability, threshold, held, sentences)
    near = np.zeros((n, n))
    near[left, right] = near[right, left] = probability
    for one, other in combinations([sorted(g) for g in groups(labels)], 2):
        both_held = all(any(held[i] >= 0 for i in g) for g in (one, other))
        share = {sentences[i] for i in one} & {sentences[i] for i in other}
        if not both_held and not share:
            assert near[np.ix_(one, other)].mean() < threshold + 1e-9


def test_an_absent_pair_counts_as_zero():
    # 0-1 merge first; 2 is then at (0.8 + 0) / 2 = 0.4 from them
    pairs = [0, 1], [1, 2], [0.9, 0.8]
    assert agglomerate(3, *pairs, 0.41).tolist() == [0, 0, 1]
    assert agglomerate(3, *pairs, 0.40).tolist() == [0, 0, 0]


def test_a_tie_goes_to_the_smallest_items():
    assert agglomerate(3, [1, 0], [2, 1], [0.6, 0.6], 0.5).tolist() == [0, 0, 1]


def test_a_group_draws_in_a_free_item():
    # the mean over both held items decides
    labels = agglomerate(4, [0, 2], [3, 3], [0.7, 0.5], 0.6, held=[5, -1, 5, -1])
    assert labels.tolist() == [0, 1, 0, 0]


def test_held_items_need_no_pair_and_may_share_a_sentence():
    labels = agglomerate(3, [], [], [], 0.5, held=[-1, 0, 0], sentences=[1, 2, 2])
    assert labels.tolist() == [0, 1, 1]


def test_nothing_and_no_pairs():
    assert agglomerate(0, [], [], [], 0.5).shape == (0,)
    assert agglomerate(3, [], [], [], 0.5).tolist() == [0, 1, 2]


def test_a_long_chain_and_a_big_clique():
    n = 2000
    chain = agglomerate(n, np.arange(n - 1), np.arange(1, n), np.full(n - 1, 0.9), 0.4)
    assert chain.max() >= n // 4
    left, right = np.triu_indices(200, 1)
    assert not agglomerate(200, left, right, np.full(len(left), 0.9), 0.8).any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2, [0], [2], [0.5], 0.5), "outside"),
        ((2, [-1], [1], [0.5], 0.5), "outside"),
        ((2, [1], [1], [0.5], 0.5), "itself"),
        ((2, [0, 1], [1, 0], [0.5, 0.5], 0.5), "twice"),
        ((2, [0], [1], [1.5], 0.5), "0..1"),
        ((2, [0], [1], [float("nan")], 0.5), "0..1"),
        ((2, [0], [1], [0.5, 0.5], 0.5), "equally long"),
        ((2, [0], [1], [0.5], 0.0), "threshold"),
        ((2, [0], [1], [0.5], 1.1), "threshold"),
        ((2, [0], [1], [0.5], 0.5, [0]), "held"),
        ((2, [0], [1], [0.5], 0.5, None, [0, 1, 2]), "sentences"),
    ],
)
def test_what_is_no_graph_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        agglomerate(*arguments)


# Moves


def worth(labels, left, right, probability, threshold, documents):
    """What all pairs of one cluster have together: probability less threshold, by what they count.

    A pair of one article counts three tenths of a pair of two. Off goes the price of each cluster's
    claims but the first, six tenths of what a certain pair brings, less within an article.
    """
    near = np.zeros((len(labels), len(labels)))
    near[left, right] = probability
    together = np.triu(labels[:, None] == labels, 1)
    counts = np.where(documents[:, None] == documents, 0.3, 1.0)
    price = 0.0
    for label in set(labels.tolist()):
        of = documents[labels == label]
        articles = len(set(of.tolist()))
        price += (articles - 1 + 0.3 * (len(of) - articles)) * 0.65 * (1 - threshold)
    return float(((near - threshold) * counts)[together].sum()) - price


@given(graphs(), st.booleans())
def test_moves_gain_and_end_where_no_single_move_gains(graph, told):
    n, left, right, probability, threshold, held, sentences = graph
    scored = left, right, probability, threshold
    merged = agglomerate(n, *scored, held, sentences)
    documents = np.array(sentences, dtype=np.int64) // 9 if told else np.arange(n)
    labels = settle(merged, *scored, held, sentences, documents if told else None)
    value = worth(labels, *scored, documents)
    assert value >= worth(merged, *scored, documents) - 1e-9
    for i in range(n):
        for other in {*labels.tolist(), n}:
            inside = [j for j in range(n) if labels[j] == other and j != i]
            if held[i] < 0 and all(sentences[i] != sentences[j] for j in inside):
                moved = labels.copy()
                moved[i] = other
                assert worth(moved, *scored, documents) <= value + 1e-9


def test_a_claim_goes_rather_to_those_of_other_articles():
    # 0 is likelier one with 1, of its own article, than with 2, of another
    left, right, probability = [0, 0], [1, 2], [0.95, 0.9]
    merged = agglomerate(3, left, right, probability, 0.5)
    assert settle(merged, left, right, probability, 0.5).tolist() == [0, 0, 1]
    assert settle(merged, left, right, probability, 0.5, documents=[4, 4, 6]).tolist() == [0, 1, 0]


def test_two_claims_must_be_likelier_one_than_three_need_be():
    assert agglomerate(2, [0], [1], [0.7], 0.5).tolist() == [0, 0]
    assert settle([0, 0], [0], [1], [0.7], 0.5).tolist() == [0, 1]
    assert settle([0, 0], [0], [1], [0.85], 0.5).tolist() == [0, 0]
    three = [0, 0, 1], [1, 2, 2], [0.7, 0.7, 0.7]
    assert settle([0, 0, 0], *three, 0.5).tolist() == [0, 0, 0]
    # of one article both what the pair brings and the price are less
    assert settle([0, 0], [0], [1], [0.85], 0.5, documents=[4, 4]).tolist() == [0, 0]


@given(graphs())
def test_moves_keep_groups_and_sentences_as_merges_do(graph):
    n, left, right, probability, threshold, held, sentences = graph
    scored = left, right, probability, threshold
    labels = settle(agglomerate(n, *scored, held, sentences), *scored, held, sentences)
    assert list(dict.fromkeys(labels.tolist())) == list(range(len(set(labels.tolist()))))
    for a, b in combinations(range(n), 2):
        if held[a] >= 0 and held[b] >= 0:
            assert (labels[a] == labels[b]) == (held[a] == held[b])
        elif sentences[a] == sentences[b]:
            assert labels[a] != labels[b]


@given(graphs(), st.randoms(use_true_random=False))
def test_moves_do_not_depend_on_the_order_of_items(graph, random):
    n, left, right, probability, threshold, held, sentences = graph
    labels = agglomerate(n, left, right, probability, threshold, held, sentences)
    documents = np.array(sentences, dtype=np.int64) // 9
    settled = settle(labels, left, right, probability, threshold, held, sentences, documents)
    place = np.array(random.sample(range(n), n), dtype=np.int64)  # item i moves to place[i]
    moved = np.empty((4, n), dtype=np.int64)
    moved[:, place] = labels, held, sentences, documents
    again = settle(moved[0], place[left], place[right], probability, threshold, *moved[1:])
    assert groups(again[place]) == groups(settled)


def test_a_claim_leaves_an_early_merge_for_a_better_place():
    # 0-1 and 2-3 merge first, then 4 joins 2-3; 1 has more of those than of 0
    left, right = [0, 2, 1, 1, 1, 2, 3], [1, 3, 2, 3, 4, 4, 4]
    probability = [0.9, 0.95, 0.8, 0.8, 0.8, 0.85, 0.85]
    merged = agglomerate(5, left, right, probability, 0.5)
    assert merged.tolist() == [0, 0, 1, 1, 1]
    assert settle(merged, left, right, probability, 0.5).tolist() == [0, 1, 1, 1, 1]
    # unless a reviewer has put it there
    held = [7, 7, -1, -1, -1]
    assert settle(merged, left, right, probability, 0.5, held).tolist() == merged.tolist()
