"""Train a smaller reader on what the whole product thinks of each word of unlabelled abstracts (`teach`).

python -m training.distill taught.npz --corpus CORPUS --encoder FOLDER --start teacher.pt --layers 0 2 4 5 --out new.pt
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.corpus import acl_texts
from training.examples import LANGUAGE, MAIN, RELATIONS
from training.network import Reader, load_reader, padded
from training.train import batched, fit

from papergraph.extract.candidates import searchable
from papergraph.extract.wordpieces import Window, windows
from papergraph.values import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

RELATION_WEIGHT = 0.3
WHOLE = (12, 1536)
"""Attention heads and feed-forward neurons of a layer of the encoder that everything starts from."""
NAMED = 4.0
"""How much more a word counts that probably belongs to a name; most do not."""


@dataclass(frozen=True)
class Taught:
    """A text with the distribution of each word over main tags, language tags and relations."""

    window: Window
    target: Tensor


def taught_texts(path: Path, texts: dict[str, tuple[str, str]], tokenizer: Tokenizer) -> list[Taught]:
    """Return the texts of a file of `teach`."""
    data = np.load(path)
    stops, targets = data["stops"], torch.from_numpy(data["targets"])
    return [
        Taught(windows(searchable(text_of(*texts[identifier])), tokenizer)[0], targets[stops[k] : stops[k + 1]])
        for k, identifier in enumerate(data["ids"].tolist())
    ]


def length(taught: Taught) -> int:
    """Return the number of word pieces."""
    return len(taught.window.ids)


def batch_loss(model: Reader, batch: list[Taught]) -> Tensor:
    """Return the cross entropy with the taught distributions; relations count where a name probably is."""
    all_windows = [taught.window for taught in batch]
    width = -(-max(map(length, batch)) // 64) * 64
    ids = padded([window.ids for window in all_windows], width)
    shapes = padded([window.shapes for window in all_windows], width)
    mask = padded([[1] * len(window.ids) for window in all_windows], width)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model(ids, shapes, mask)
    rows = torch.repeat_interleave(torch.arange(len(batch)), torch.tensor([len(w.first) for w in all_windows]))
    places = torch.cat([torch.tensor(window.first) for window in all_windows])
    target = torch.cat([taught.target for taught in batch]).float()
    main, language, relation = target.split([len(MAIN), len(LANGUAGE), len(RELATIONS)], dim=1)
    named = 1 - main[:, 0] * language[:, 0]
    weight = 1 + (NAMED - 1) * named
    loss = torch.zeros(())
    for score, wanted, weights in zip(
        scores, (main, language, relation), (weight, weight, RELATION_WEIGHT * named), strict=True
    ):
        each = -(wanted * score[rows, places].float().log_softmax(-1)).sum(-1)
        loss = loss + (weights * each).sum() / (weight if weights is weight else named).sum()
    return loss


def thin(model: Reader, batches: list[list[Taught]], heads: int, neurons: int) -> None:
    """Keep the heads and neurons of each layer whose absence would change the loss most (Michel et al. 2019)."""
    blocks = list(model.encoder.bert.encoder.layer)
    worth = [
        [torch.zeros(block.attention.self.all_head_size), torch.zeros(block.output.dense.in_features)]
        for block in blocks
    ]
    size = blocks[0].attention.self.attention_head_size

    def keep(total: Tensor, width: int) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def hook(_: nn.Module, inputs: tuple[Tensor]) -> None:
            values = inputs[0]

            def add(gradient: Tensor) -> None:
                product = (values.detach() * gradient).float()
                parts = product.unflatten(-1, (-1, width)).sum(-1).abs().flatten(0, 1).sum(0)
                total.add_(parts.repeat_interleave(width))

            values.register_hook(add)

        return hook

    handles = [
        dense.register_forward_pre_hook(keep(total, width))
        for block, totals in zip(blocks, worth, strict=True)
        for dense, total, width in ((block.attention.output.dense, totals[0], size), (block.output.dense, totals[1], 1))
    ]
    model.train()
    for batch in batches:
        batch_loss(model, batch).backward()
        model.zero_grad()
    for handle in handles:
        handle.remove()
    for k, (attention, forward) in enumerate(worth):
        best = attention[::size].topk(min(heads, len(attention) // size)).indices.sort().values
        model.encoder.keep_parts(
            k, best.tolist(), forward.topk(min(neurons, len(forward))).indices.sort().values.tolist()
        )


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("taught", type=Path, nargs="+")
    cli.add_argument("--corpus", type=Path, required=True)
    cli.add_argument("--encoder", required=True)
    cli.add_argument("--start", type=Path, required=True)
    cli.add_argument("--layers", type=int, nargs="*", help="layers of the start that the student keeps")
    cli.add_argument("--heads", type=int, default=WHOLE[0], help="attention heads of a layer that it keeps")
    cli.add_argument("--neurons", type=int, default=WHOLE[1], help="feed-forward neurons of a layer that it keeps")
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--epochs", type=int, default=1)
    cli.add_argument("--batch", type=int, default=8)
    cli.add_argument("--rate", type=float, default=1.5e-4)
    cli.add_argument("--seed", type=int, default=1)
    args = cli.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = random.Random(args.seed)
    tokenizer = Tokenizer.from_file(f"{args.encoder}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = load_reader(args.encoder, args.start, args.layers)
    # A full step over all word embeddings takes a tenth of the time, and they are good already.
    model.encoder.bert.embeddings.word_embeddings.requires_grad_(False)
    texts = acl_texts(args.corpus)
    pool = [taught for path in args.taught for taught in taught_texts(path, texts, tokenizer)]
    if args.heads < WHOLE[0] or args.neurons < WHOLE[1]:
        thin(model, batched(pool, args.batch, rng, length)[:40], args.heads, args.neurons)
    fit(model, [b for _ in range(args.epochs) for b in batched(pool, args.batch, rng, length)], batch_loss, args.rate)
    torch.save({"state": model.state_dict()}, args.out)


if __name__ == "__main__":
    main()
