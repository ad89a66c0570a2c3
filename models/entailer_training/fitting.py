"""The fit: batches of pairs of about one length, and a loss that accepts several true classes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from models.entailer_training.examples import UNKNOWN
from models.entailing.pieces import Encoded, Pieces, padded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from models.entailer_training.examples import Example
    from models.entailing.net import Network

LONGEST = 96  # subwords of a training pair
_POOL = 40  # batches whose pairs are sorted by length together


@dataclass(frozen=True, slots=True)
class Plan:
    """How to go through the examples. `rate` is the highest learning rate of the encoder."""

    epochs: int
    rate: float
    batch: int = 32
    seed: int = 7
    head_rate: float = 3e-4
    warm: float = 0.06


class Data:
    """Examples as rows of subwords, ready for batches."""

    def __init__(self, examples: Sequence[Example], folder: Path) -> None:
        pieces = Pieces(folder, LONGEST)
        self.rows: list[Encoded] = pieces.of([(e.first, e.second) for e in examples])
        self.allowed = np.zeros((len(examples), 3), np.float32)
        for row, example in enumerate(examples):
            self.allowed[row, list(example.classes)] = 1
        self.same = np.array([example.same for example in examples], np.float32)

    def batches(self, size: int, rng: random.Random) -> Iterator[list[int]]:
        """Yield every example's number once, in batches of about one length."""
        order = list(range(len(self.rows)))
        rng.shuffle(order)
        parts = []
        for start in range(0, len(order), size * _POOL):
            pool = sorted(order[start : start + size * _POOL], key=lambda i: len(self.rows[i].ids))
            parts += [pool[at : at + size] for at in range(0, len(pool), size)]
        rng.shuffle(parts)
        yield from parts


def fit(network: Network, data: Data, plan: Plan, say: Callable[[str], object]) -> None:
    """Train the network in place, in 16-bit arithmetic where the machine has it."""
    import torch

    rng = random.Random(plan.seed)
    steps = plan.epochs * sum(1 for _ in data.batches(plan.batch, random.Random(0)))
    optimiser, schedule = _optimiser(network, plan, steps)
    network.train()
    for epoch in range(plan.epochs):
        total = 0.0
        for number, rows in enumerate(data.batches(plan.batch, rng), 1):
            optimiser.zero_grad()
            loss = _loss(network, data, rows)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
            if number % 200 == 0:
                mean, most = total / number, steps // plan.epochs
                say(f"epoch {epoch + 1} step {number} of {most} loss {mean:.3f}")
    network.eval()


def _optimiser(network: Network, plan: Plan, steps: int) -> tuple[Any, Any]:
    import torch

    trained = network.trained()
    groups = [
        {
            "params": [v for k, v in trained.items() if k.startswith("encoder.") == is_encoder],
            "lr": rate,
        }
        for is_encoder, rate in ((True, plan.rate), (False, plan.head_rate))
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)

    def share(step: int) -> float:
        warm = max(1.0, plan.warm * steps)
        return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm + 1)))

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, share)


def _loss(network: Network, data: Data, rows: Sequence[int]) -> Any:
    """Minus the log of the probability of all classes that may be true, and of "same" if known."""
    import torch
    from torch.nn import functional

    chosen = [data.rows[row] for row in rows]
    arrays = padded(chosen, max(len(one.ids) for one in chosen))
    with torch.autocast("cpu", torch.bfloat16):
        classes, same = network(*(torch.from_numpy(array) for array in arrays))
    classes, same = classes.float(), same.float()
    allowed = torch.from_numpy(data.allowed[rows])
    possible = torch.logsumexp(classes + torch.log(allowed), -1)
    loss = (torch.logsumexp(classes, -1) - possible).mean()
    truth = torch.from_numpy(data.same[rows])
    known = (truth != UNKNOWN).float()
    each = functional.binary_cross_entropy_with_logits(same, truth.clamp(min=0), reduction="none")
    return loss + (each * known).sum() / len(rows)
