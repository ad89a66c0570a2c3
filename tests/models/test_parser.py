from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import lemmas, trees, words
from models.embedder import TORCH, Embedder
from models.parser import (
    MOST_PIECES,
    MOST_WORDS,
    WEIGHTS,
    Parser,
    Token,
    WrongWeights,
    cuts,
)
from models.treebank import Tree, augment, batches, read_trees, with_dateline

if TYPE_CHECKING:
    from pathlib import Path

NEWS = [
    "Brig. Gen. Patrick Ryder said the U.S. will send $100 million in aid to Ukraine.",
    "“We can’t wait,” President Volodymyr Zelenskyy told reporters in Kyiv on Monday.",
    "The bridge was destroyed by two missiles, and at least 12 people were killed.",
    "NATO members agreed to raise spending, but Hungary did not sign the statement.",
    "WASHINGTON (Reuters) - The Senate passed the bill 68-30 after a late-night debate.",
    "Officials who visited the plant said that it had been shut down since March.",
]
ODD = [
    "",
    " \t\n ",
    "😀👍🏽 🇺🇦",
    "STOCKS FALL AS FED RAISES RATES",
    "Der Präsident hat gestern in Berlin gesprochen.",
    "Президент сказал, что война закончится.",
    "中文句子没有空格。",
    "\u200b\u0000\ufeff",
    "\ud800 broken",
    "İstanbul’da İİİ n’t",
    "a" * 5000,
    "!" * 3000,
    "e\u0301cole nai\u0308ve",
]


@pytest.fixture(scope="module")
def encoder() -> Any:
    return Embedder(backend=TORCH).encoder


@pytest.fixture(scope="module")
def parser(encoder: Any) -> Parser:
    return Parser.load(encoder=encoder)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in words.split(text)]


def check_tree(text: str, tokens: tuple[Token, ...]) -> None:
    place = 0
    for token in tokens:
        assert text[token.start : token.end] == token.text != ""
        assert text[place : token.start].strip() == ""
        place = token.end
    assert text[place:].strip() == ""
    heads = [token.head for token in tokens]
    assert heads.count(-1) == (1 if tokens else 0)
    assert all((t.head == -1) == (t.deprel == "root") for t in tokens)
    above: list[int] = [0] * len(heads)
    for start in range(len(heads)):
        path = []
        node = start
        while node >= 0 and not above[node]:
            above[node] = 1
            path.append(node)
            node = heads[node]
        assert node < 0 or above[node] == 2
        for seen in path:
            above[seen] = 2


def find(tokens: tuple[Token, ...], text: str) -> Token:
    return next(token for token in tokens if token.text == text)


def head(tokens: tuple[Token, ...], text: str) -> str:
    token = find(tokens, text)
    return "" if token.head < 0 else tokens[token.head].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't, can't and cannot.", "I do n't , ca n't and can not ."),
        ("Ukraine’s allies’ aid", "Ukraine ’s allies ’ aid"),
        ("The U.S. paid $100, up 1.5%.", "The U.S. paid $ 100 , up 1.5 % ."),
        ("2,000 men at 5 p.m. on Jan. 5", "2,000 men at 5 p.m. on Jan. 5"),
        ("Brig. Gen. Patrick Ryder", "Brig. Gen. Patrick Ryder"),
        ("No. 5 says no.", "No. 5 says no ."),
        ("a 15-year-old co-worker", "a 15 - year - old co-worker"),
        ("anti-tank U.S.-led talks", "anti-tank U.S. - led talks"),
        ("See https://a.org/b?c=1.", "See https://a.org/b?c=1 ."),
        ("Mail a.b@c.org!", "Mail a.b@c.org !"),
        ("“Yes” — (no)…", "“ Yes ” — ( no ) …"),
        ("wait... what?!", "wait ... what ?!"),
        ("the 1990s, 20th, 9/11, 10:30", "the 1990s , 20th , 9/11 , 10:30"),
        ("10am €3.5bn", "10 am € 3.5 bn"),
        ("and/or", "and / or"),
        ("ok 😀👍", "ok 😀 👍"),
        ("O'Neill said 'yes'", "O'Neill said ' yes '"),
        ("could've, I'd, we'll", "could 've , I 'd , we 'll"),
    ],
)
def test_words_are_split_as_in_the_treebank(text: str, expected: str) -> None:
    assert split(text) == expected.split(" ")


@given(st.text(max_size=80))
def test_words_cover_every_character_but_spaces(text: str) -> None:
    place = 0
    for start, end in words.split(text):
        assert place <= start < end
        assert text[place:start].strip() == ""
        assert not any(c.isspace() for c in words.normalise(text)[start:end])
        place = end
    assert text[place:].strip() == ""


@given(st.text(max_size=80))
def test_normalising_keeps_every_offset(text: str) -> None:
    plain = words.normalise(text)
    assert len(plain) == len(text)
    assert words.normalise(plain) == plain


@pytest.mark.parametrize("part", ["a.b", "a@", "anti-", "http://", "1,", "'", "Mr.'", "(", "a's"])
def test_hostile_text_is_split_to_its_end(part: str) -> None:
    text = part * 20_000
    assert words.split(text)[-1][1] == len(text)


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_a_lemma_script_makes_its_lemma(word: str, lemma: str) -> None:
    assert lemmas.apply(word, lemmas.script(word, lemma)) == lemma


def test_a_lemma_script_that_does_not_fit_leaves_the_word() -> None:
    assert lemmas.apply("is", "l|3|y") == "is"


def test_the_best_tree_is_the_best_of_all_trees() -> None:
    rng = np.random.default_rng(0)
    for _ in range(60):
        count = int(rng.integers(1, 6))
        scores = rng.normal(size=(count, count + 1)) * 3
        possible = filter(is_tree, itertools.product(range(count + 1), repeat=count))
        best = max(possible, key=lambda tree: sum(scores[i, h] for i, h in enumerate(tree)))
        assert trees.best_tree(scores) == list(best)
    assert trees.best_tree(np.zeros((0, 1))) == []


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        seen: set[int] = set()
        node = start
        while node:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node - 1]
    return True


def test_long_sentences_are_cut_at_punctuation_and_nothing_is_lost() -> None:
    forms = ["w"] * 1000
    forms[120] = ";"
    found = list(cuts(forms, [2] * 1000))
    assert found[0] == (0, 121)
    assert [a for a, _ in found[1:]] == [b for _, b in found[:-1]]
    assert found[-1][1] == 1000
    assert all(0 < b - a <= MOST_WORDS and 2 * (b - a) <= MOST_PIECES for a, b in found)
    assert list(cuts([], [])) == []


def test_training_trees_stay_trees_when_varied(tmp_path: Path) -> None:
    path = tmp_path / "x.conllu"
    rows = ["1\tShe\tshe\tPRON\t_\t_\t2\tnsubj\t_\t_", "2\tran\trun\tVERB\t_\t_\t0\troot\t_\t_"]
    rows += [f"{i}\tfar\tfar\tADV\t_\t_\t2\tadvmod\t_\t_" for i in range(3, 8)]
    rows += ["7.1\tx\tx\tX\t_\t_\t_\t_\t_\t_", "8\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_"]
    path.write_text("# text = x\n" + "\n".join(rows) + "\n\n", encoding="utf-8")
    [tree] = read_trees(path)
    assert tree.words == ("She", "ran", *["far"] * 5, ".")
    rng = random.Random(0)
    for _ in range(300):
        for varied in (augment(tree, rng), with_dateline(tree, rng)):
            assert is_tree(varied.heads)
            sizes = {len(getattr(varied, name)) for name in Tree.__slots__}
            assert sizes == {len(varied.words)}
    many = [tree] * 50
    assert sum(len(part) for part in batches(many, 40, rng)) == 50


@pytest.mark.parametrize("text", NEWS + ODD)
def test_every_text_gives_a_tree_with_exact_offsets(parser: Parser, text: str) -> None:
    [tokens] = parser.parse([text])
    check_tree(text, tokens)


def test_one_thread_parses_and_the_others_are_left_as_they_were(
    parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    used: list[int] = []
    choose = parser._choose
    monkeypatch.setattr(
        parser, "_choose", lambda parts: used.append(torch.get_num_threads()) or choose(parts)
    )
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        parser.parse(["The court freed the editor."])
        assert (used, torch.get_num_threads()) == ([1], 2)
    finally:
        torch.set_num_threads(before)


def test_no_text_gives_no_tokens(parser: Parser) -> None:
    assert parser.parse([]) == []
    assert parser.parse(["", "  "]) == [(), ()]


def test_a_tree_does_not_depend_on_its_batch(parser: Parser) -> None:
    alone = [parser.parse([text])[0] for text in NEWS + ODD]
    assert parser.parse(NEWS + ODD) == alone
    order = list(range(len(alone)))
    for seed in range(3):
        random.Random(seed).shuffle(order)
        assert parser.parse([(NEWS + ODD)[i] for i in order]) == [alone[i] for i in order]


def test_five_thousand_words_are_parsed_in_linear_time(parser: Parser) -> None:
    text = " ".join(itertools.islice(itertools.cycle(NEWS), 400))
    [tokens] = parser.parse([text])
    assert len(tokens) > 5000
    check_tree(text, tokens)


def test_a_rank_and_a_name_are_one_subject(parser: Parser) -> None:
    [tokens] = parser.parse(NEWS[:1])
    said = find(tokens, "said")
    assert (said.head, said.upos, said.lemma) == (-1, "VERB", "say")
    assert {"Tense=Past", "VerbForm=Fin"} <= set(said.feats.split("|"))
    verb = tokens.index(said)
    subject = next(i for i, t in enumerate(tokens) if t.deprel == "nsubj" and t.head == verb)
    assert tokens[subject].text in {"Brig.", "Gen.", "Patrick", "Ryder"}
    name = {t.text for i, t in enumerate(tokens) if i == subject or t.head == subject}
    assert name >= {"Gen.", "Patrick", "Ryder"} - {tokens[subject].text}
    assert (head(tokens, "send"), find(tokens, "send").deprel) == ("said", "ccomp")
    assert (head(tokens, "million"), find(tokens, "million").deprel) == ("send", "obj") or (
        find(tokens, "$").deprel == "obj"
    )


def test_a_quotation_is_the_complement_of_its_verb(parser: Parser) -> None:
    [tokens] = parser.parse(NEWS[1:2])
    assert find(tokens, "told").head == -1
    assert (head(tokens, "wait"), find(tokens, "wait").deprel) == ("told", "ccomp")
    assert find(tokens, "n’t").deprel == "advmod"
    assert find(tokens, "Monday").deprel == "obl"


def test_a_passive_and_its_agent(parser: Parser) -> None:
    [tokens] = parser.parse(NEWS[2:3])
    assert find(tokens, "destroyed").head == -1
    assert find(tokens, "bridge").deprel == "nsubj:pass"
    assert find(tokens, "missiles").deprel == "obl:agent"
    assert (head(tokens, "killed"), find(tokens, "killed").deprel) == ("destroyed", "conj")
    assert find(tokens, "people").deprel == "nsubj:pass"
    assert find(tokens, "missiles").lemma == "missile"


def test_two_clauses_are_joined(parser: Parser) -> None:
    [tokens] = parser.parse(NEWS[3:4])
    assert find(tokens, "agreed").head == -1
    assert (head(tokens, "sign"), find(tokens, "sign").deprel) == ("agreed", "conj")
    assert (head(tokens, "Hungary"), find(tokens, "Hungary").deprel) == ("sign", "nsubj")


def test_a_dateline_does_not_become_the_root(parser: Parser) -> None:
    [tokens] = parser.parse(NEWS[4:5])
    assert find(tokens, "passed").head == -1
    assert head(tokens, "Senate") == "passed"


def test_a_relative_clause_hangs_on_its_noun(parser: Parser) -> None:
    [tokens] = parser.parse(NEWS[5:6])
    assert (head(tokens, "visited"), find(tokens, "visited").deprel) == ("Officials", "acl:relcl")
    assert head(tokens, "shut") == "said"


def test_capitals_do_not_hide_the_verb(parser: Parser) -> None:
    [tokens] = parser.parse(["NATO TO SEND MORE TANKS TO UKRAINE, STOLTENBERG SAYS"])
    assert find(tokens, "SAYS").upos == "VERB"
    assert find(tokens, "TANKS").deprel == "obj"


def test_names_are_tagged(parser: Parser) -> None:
    [tokens] = parser.parse(["Emmanuel Macron met leaders of the United Nations in Paris."])
    assert find(tokens, "Macron").entity == "PER"
    assert find(tokens, "Nations").entity == "ORG"
    assert find(tokens, "Paris").entity == "LOC"
    assert find(tokens, "met").entity == ""


def test_the_encoder_is_shared_and_left_as_it_was(encoder: Any) -> None:
    before = encoder.encode(["A test."])
    parser = Parser.load(encoder=encoder)
    parser.parse(NEWS)
    name = "embeddings.word_embeddings.weight"
    own = encoder[0].auto_model.state_dict()[name]
    assert parser.encoder.weights[name].data_ptr() == own.data_ptr()
    assert np.array_equal(before, encoder.encode(["A test."]))


def test_the_installed_weights_alone_give_the_same_trees(parser: Parser) -> None:
    assert Parser.load().parse(NEWS + ODD) == parser.parse(NEWS + ODD)


def test_the_version_tells_weights_apart(parser: Parser, encoder: Any) -> None:
    assert len(parser.version) == 16
    assert Parser.load(WEIGHTS, encoder).version == parser.version


def test_weights_that_are_none_are_refused(tmp_path: Path, encoder: Any) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(b"nothing")
    with pytest.raises(WrongWeights):
        Parser.load(path, encoder)
    with pytest.raises(FileNotFoundError):
        Parser.load(tmp_path / "y", encoder)


def test_the_weights_are_small_and_have_a_card() -> None:
    assert WEIGHTS.stat().st_size <= 12_000_000
    assert "CC BY-SA 4.0" in WEIGHTS.with_suffix(".md").read_text(encoding="utf-8")
