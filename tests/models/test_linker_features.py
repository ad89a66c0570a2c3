import numpy as np
import pytest

from models.linking.around import Around
from models.linking.candidates import candidates
from models.linking.claims import ordered
from models.linking.features import features_alone, of_neighbours, rank
from models.linking.neighbourhood import features_together
from models.linking.weights import Layer
from models.linking.wording import words_matched
from tests.models.linked import CLAIMS, in_given_order, toy_vectors, toy_words


def features(one, other, more=()):
    texts = [one, other, *more]
    n = len(texts)
    claims = in_given_order(texts, toy_vectors(texts), np.arange(n), np.arange(n), toy_words(texts))
    columns = features_alone(claims, np.array([0]), np.array([1]))
    return {name: float(values[0]) for name, values in columns.items()}


@pytest.mark.parametrize(
    ("one", "other", "feature"),
    [
        ("It cost $1.7 million", "It cost 1,700,000", "numbers_shared"),
        ("The eight-year deal", "A deal of 8 years", "numbers_shared"),
        ("We saw it on Friday", "Friday was the day", "dates_shared"),
        ("He met Ann Lee", "So Lee left", "names_shared"),
    ],
)
def test_what_two_claims_share(one, other, feature):
    assert features(one, other)[feature] > 0


def test_other_numbers_clash_and_missing_ones_do_not():
    assert features("He shot 5 officers", "He shot 6 officers")["numbers_clash"] == 1
    assert features("He shot 5 officers", "He shot officers")["numbers_clash"] == 0
    assert features("He shot 5 officers", "He shot officers")["numbers_in_one"] == 1


def test_two_spellings_of_a_name_are_one_name():
    more = ["They say Zaluzhnyi was ill", "They saw Zaluzhniy there"]
    assert features("Then Zaluzhniy left", "Then Zaluzhnyi left", more)["names_shared"] > 0
    assert features("Then Zaluzhniy left", "Then Zaluzhnyi left", more)["stems_of_both"] == 1
    assert features("Then Petrov left", "Then Peters left")["names_shared"] == 0


def test_a_claim_equals_itself():
    same = features("The court freed Ann Lee", "The court freed Ann Lee", ["It rained"])
    for name in ("cosine", "letters", "stems", "stems_of_both", "names_of_both", "length_ratio"):
        assert same[name] == pytest.approx(1, abs=1e-6)


def test_the_lead_tells_the_best_match_in_an_article():
    claims = [*CLAIMS[:2], *CLAIMS[3:5]]
    texts = [text for text, _, _ in claims]
    order, prepared = ordered(texts, toy_vectors(texts), [0, 0, 1, 1], range(4), toy_words(texts))
    left, right = candidates(prepared)
    columns = features_alone(prepared, left, right)
    best = int(np.argmax(columns["lead_worse"]))
    chosen = {texts[order[left[best]]], texts[order[right[best]]]}
    assert {text.split()[0] for text in chosen} <= {"The", "Angels"}
    assert columns["lead_worse"][best] > 0
    assert (columns["lead_worse"] <= columns["lead_better"]).all()


def aligned(one, other):
    texts = ["a b", "c d e", "f g"]  # the third sets the mean off
    texts[0], texts[1] = (" ".join(f"w{i}" for i in range(len(of))) for of in (one, other))
    words = [np.array(of, dtype=np.float32) for of in (one, other, [[-1, -1], [-1, -1]])]
    claims = in_given_order(texts, toy_vectors(texts), np.arange(3), np.arange(3), words)
    return words_matched(claims.content, np.array([0, 0]), np.array([1, 2]))


def test_words_meet_the_nearest_words_of_the_other_claim():
    both = aligned([[1, 0], [0, 1]], [[0, 1], [1, 0]])
    assert both["words_worse"][0] == pytest.approx(1, abs=1e-3)
    part = aligned([[1, 0], [0, 1]], [[1, 0]])
    assert part["words_better"][0] == pytest.approx(1, abs=1e-3)
    assert part["words_worse"][0] < part["words_of_both"][0] < 1
    none = aligned([[1, 0]], np.zeros((0, 2)))
    assert (none["words_worse"][0], none["words_of_both"][0]) == (0, 0)


def test_rare_words_count_more():
    texts = ["mayor resigned", "mayor wept", "mayor sang", "mayor resigned"]
    claims = in_given_order(texts, toy_vectors(texts), np.arange(4), np.arange(4), toy_words(texts))
    _, resigned, mayor, wept = claims.content.rarity[:4]
    assert mayor < resigned < wept


def test_places_are_counted_in_sentences_of_the_article():
    texts = ["a b", "c d", "e f", "g h", "i j"]
    claims = in_given_order(
        texts,
        toy_vectors(texts),
        np.array([4, 4, 4, 9, 9]),
        np.array([7, 7, 12, 30, 31]),
        toy_words(texts),
    )
    assert claims.place.tolist() == [0, 0, 1, 0, 1]
    assert claims.depth.tolist() == [0, 0, 1, 0, 1]
    columns = features_alone(claims, np.array([0, 2, 2]), np.array([3, 3, 4]))
    assert columns["opening_both"].tolist() == [1, 0, 0]
    assert columns["opening_one"].tolist() == [0, 1, 0]
    assert columns["sentences_apart"].tolist() == pytest.approx([0, np.log(2), 0])


def test_a_third_claim_that_agrees_is_support():
    texts = ["a b", "a b c", "a b d", "x"]
    claims = in_given_order(texts, toy_vectors(texts), np.arange(4), np.arange(4), toy_words(texts))
    left, right = np.array([0, 0, 1, 0]), np.array([1, 2, 2, 3])
    columns = features_together(claims, left, right, np.array([0.5, 0.8, 0.7, 0.1]))
    assert columns["best_third"].tolist() == pytest.approx([0.7, 0.5, 0.5, 0])
    assert columns["support"][0] == pytest.approx(np.log1p(0.7))
    assert columns["evidence"][0] == pytest.approx(0)
    assert columns["agreement"][0] > columns["agreement"][3]


def test_a_layer_is_a_logistic_regression():
    layer = Layer(("a", "b"), (0.0, 1.0), (1.0, 2.0), (1.0, 3.0), 0.5)
    columns = {"a": np.array([2.0]), "b": np.array([4.0])}
    total = 0.5 + 2 * 1 + (4 - 1) / 2 * 3
    assert layer.probability(columns)[0] == pytest.approx(1 / (1 + np.exp(-total)))
    with pytest.raises(KeyError):
        layer.probability({"a": np.array([2.0])})


@pytest.fixture
def crowd():
    """Pairs of thirty claims of six articles, with scores of which many are the same."""
    dice = np.random.default_rng(9)
    texts = [f"claim {n}" for n in range(30)]
    claims = in_given_order(
        texts, toy_vectors(texts), np.arange(30) // 5, np.arange(30), toy_words(texts)
    )
    some = np.sort(dice.permutation(435)[:120])
    left, right = (side[some] for side in np.triu_indices(30, 1))
    return claims, left, right, dice.integers(-4, 5, 120) / 4


def others_of(claim, left, right, score):
    """Whom a claim is paired with, and the score of that."""
    return [
        (int(b if a == claim else a), value)
        for a, b, value in zip(left, right, score, strict=True)
        if claim in (a, b)
    ]


def test_leads_are_over_the_best_other_claim_of_the_article(crowd):
    claims, left, right, score = crowd
    columns = rank(claims, Around(30, left, right), score, "lead", (0.35, 0.5))(slice(None))

    def lead(claim, other, value):
        rivals = [
            found
            for one, found in others_of(claim, left, right, score)
            if one != other and claims.document[one] == claims.document[other]
        ]
        return np.clip(value - max(rivals, default=0.35), -0.5, 0.5)

    both = [
        (lead(a, b, value), lead(b, a, value))
        for a, b, value in zip(left, right, score, strict=True)
    ]
    assert columns["lead_worse"].tolist() == [min(pair) for pair in both]
    assert columns["lead_better"].tolist() == [max(pair) for pair in both]


def test_popularity_is_the_mean_of_the_five_nearest(crowd):
    claims, left, right, score = crowd
    columns = of_neighbours(claims, Around(30, left, right), score)(slice(None))
    best = [
        sorted((v for _, v in others_of(n, left, right, score)), reverse=True) for n in range(30)
    ]
    mean = np.array([sum(values[:5]) / 5 for values in best])
    assert columns["popularity"] == pytest.approx((mean[left] + mean[right]) / 2)
    assert columns["popularity_apart"] == pytest.approx(np.abs(mean[left] - mean[right]))


def test_no_pairs_have_no_neighbours(crowd):
    claims, none = crowd[0], np.zeros(0, np.int64)
    columns = of_neighbours(claims, Around(30, none, none), np.zeros(0))(slice(None))
    assert {len(column) for column in columns.values()} == {0}
