"""Train the entailer: `python -m models.train_entailer --data DIR --claims DIR --out FILE`.

DATA holds nli/ (vitaminc-real, cad, snli and mnli; of the last two, half the development sets) and
events-train/ (labelled news events); CLAIMS holds their claims, as `python -m bench.events` writes
them. First the network learns the three classes; then, with some of those pairs kept in, what one
fact and a conflict look like in news. With --folds it is also tried on topics it has not seen.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.embedder import Embedder
from models.entailer import WEIGHTS, Entailer, NetworkReader, Scores, base_folder
from models.entailer_training import judging
from models.entailer_training.altered import altered
from models.entailer_training.examples import Example, measuring, training
from models.entailer_training.fitting import Data, Plan, fit
from models.entailer_training.news import News, examples, read_news
from models.entailing.packing import pack
from models.entailing.pieces import Pieces
from models.linker_training.events import read_event
from models.linker_training.fitting import folds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.entailing.net import Network

SEED = 7
CLASSES = Plan(epochs=2, rate=2e-4, head_rate=5e-4)
NEWS = Plan(epochs=1, rate=1e-4, head_rate=5e-4)
KEPT = 5000  # pairs of the first training that are seen again in the second
SHARE = 0.75  # of the second training in the weights that are kept; the rest is of the first


def new_network(layers: int | None = None) -> Network:
    """Return an untrained network, the same each time."""
    import torch

    from models.entailing.net import base_network

    torch.manual_seed(SEED)
    return base_network(base_folder(), layers)


def learn_classes(pairs: Sequence[Example], first: Path | None) -> Network:
    """Return a network that knows the three classes; `first` keeps it for another time."""
    from safetensors.torch import load_file, save_file

    network = new_network()
    if first is not None and first.is_file():
        network.load_state_dict(load_file(first), strict=False)
        network.eval()
        return network
    fit(network, Data(pairs, base_folder()), CLASSES, say)
    if first is not None:
        save_file(network.trained(), first)
    return network


def learn_news(network: Network, news: Sequence[News], pairs: Sequence[Example]) -> Network:
    """Return a network that has also learnt from events.

    Its weights are a mean of those before and after: that keeps more of what was known, and costs
    nothing of what was learnt.
    """
    import torch

    rng = random.Random(SEED)
    reported = examples(news, rng)
    kept = rng.sample(list(pairs), min(KEPT, len(pairs)))
    learnt = copy.deepcopy(network)
    fit(learnt, Data([*reported, *altered(reported, rng), *kept], base_folder()), NEWS, say)
    before = network.trained()
    with torch.no_grad():
        for name, value in learnt.trained().items():
            value.copy_(before[name] * (1 - SHARE) + value * SHARE)
    return learnt


def cross_validate(
    network: Network, news: Sequence[News], pairs: Sequence[Example], count: int
) -> list[str]:
    """Return what networks are worth on events whose topic they have not seen."""
    fold = folds([event.name for event in news], count)
    scores: list[Scores | None] = [None] * len(news)
    for held_out in range(count):
        known = [event for event, own in zip(news, fold, strict=True) if own != held_out]
        learnt = learn_news(network, known, pairs)
        for place, event in enumerate(news):
            if fold[place] == held_out:
                scores[place] = score(learnt, judging.pairs_of(event))
    found = [one for one in scores if one is not None]
    return [f"{count}-fold cross-validation by topic", *judging.on_news(news, found)]


def score(network: Network, pairs: Sequence[tuple[str, str]]) -> Scores:
    """Return the mean scores of both ways of reading each pair."""
    reader = NetworkReader(network, Pieces(base_folder()), half=True)
    return Entailer(reader, "in training").both_ways(pairs)


def read_all(events: Path, claims: Path) -> list[News]:
    """Return the pairs of all events that have a table of claims."""
    embed = Embedder().embed_with_words
    tables = sorted(claims.glob("*.csv"))
    read = partial(read_event, embed=embed)
    return [read_news(events / t.stem, read(folder=events / t.stem, table=t)) for t in tables]


def save(network: Network, out: Path) -> None:
    """Write the weights file."""
    from models.entailing.net import fingerprint

    parameters = {name: value.detach().numpy() for name, value in network.trained().items()}
    layers = network.encoder.config.num_hidden_layers
    data = pack(parameters, {"layers": layers, "base": fingerprint(network)})
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part")
    part.write_bytes(data)
    part.replace(out)


def say(line: str) -> None:
    """Report progress on stderr, as it happens."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def train(options: argparse.Namespace) -> list[str]:
    """Train, save, and return the table of what was saved."""
    import torch

    torch.set_num_threads(options.threads)
    began = time.monotonic()
    pairs = training(options.data / "nli")
    news = read_all(options.data / "events-train", options.claims)
    say(f"{len(pairs)} labelled pairs, {len(news)} events")
    network = learn_classes(pairs, options.first)
    lines = cross_validate(network, news, pairs, options.folds) if options.folds else []
    save(learn_news(network, news, pairs), options.out)
    made = Entailer.load(options.out)

    def one_way(texts: Sequence[tuple[str, str]]) -> Scores:
        rows = made.probabilities(texts)
        return Scores(rows, rows[:, 0])

    lines += judging.accuracies(one_way, measuring(options.data / "nli"))
    return [*lines, f"{made.version}, {(time.monotonic() - began) / 60:.0f} minutes"]


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line, train, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--claims", type=Path, required=True, help="folder of <event>.csv")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--folds", type=int, default=0, help="try it on unseen topics: how many")
    parser.add_argument("--first", type=Path, help="keep what the first training gave, or use it")
    parser.add_argument("--threads", type=int, default=1)
    for line in train(parser.parse_args(argv)):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
