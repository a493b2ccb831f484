"""Train the reader of mentions and relations; README.md in this folder has the commands of the shipped weights.

python -m training.train --papers train.jsonl annotations/*.jsonl --corpus CORPUS --encoder FOLDER --out reader.pt
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.corpus import acl_texts
from training.examples import LANGUAGE, MAIN, Example, paper_examples, read_papers, sentence_examples
from training.network import Reader, load_reader, padded

if TYPE_CHECKING:
    from collections.abc import Callable

RELATION_WEIGHT = 0.3
T = TypeVar("T")


@dataclass(frozen=True)
class Prepared:
    """An example as tensors: allowed tags (words, tags) of both layers, and concepts as weights over words."""

    example: Example
    first: Tensor
    main: Tensor
    language: Tensor
    pooling: Tensor
    relations: Tensor


def prepare(example: Example) -> Prepared:
    """Return the example as tensors; an unknown word allows every tag, a concept is the mean of its mentions."""
    words = len(example.window.words)
    pooling = torch.zeros(len(example.concepts), words)
    for row, (_, ranges) in enumerate(example.concepts):
        for start, stop in ranges:
            pooling[row, start:stop] += 1 / len(ranges) / (stop - start)
    return Prepared(
        example,
        torch.tensor(example.window.first),
        _allowed(example.main, len(MAIN)),
        _allowed(example.language, len(LANGUAGE)),
        pooling,
        torch.tensor([relation for relation, _ in example.concepts], dtype=torch.long),
    )


def length(prepared: Prepared) -> int:
    """Return the number of word pieces."""
    return len(prepared.example.window.ids)


def _allowed(masks: list[int], tags: int) -> Tensor:
    return torch.tensor([[(mask >> k) & 1 == 1 or mask == 0 for k in range(tags)] for mask in masks])


def batch_loss(model: Reader, batch: list[Prepared]) -> Tensor:
    """Return the loss of a batch: negative log of the probability of the allowed tags, plus that of the relations."""
    windows = [prepared.example.window for prepared in batch]
    # A new width means new kernels to be made, which takes longer than some padding.
    width = -(-max(len(window.ids) for window in windows) // 64) * 64
    ids = padded([window.ids for window in windows], width)
    shapes = padded([window.shapes for window in windows], width)
    mask = padded([[1] * len(window.ids) for window in windows], width)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        main, language, relation = model(ids, shapes, mask)
    counts = [len(prepared.first) for prepared in batch]
    rows = torch.repeat_interleave(torch.arange(len(batch)), torch.tensor(counts))
    places = torch.cat([prepared.first for prepared in batch])
    weights = torch.cat(
        [torch.full((n,), p.example.weight / n / len(batch)) for n, p in zip(counts, batch, strict=True)]
    )
    loss = torch.zeros(())
    for scores, allowed in ((main, [p.main for p in batch]), (language, [p.language for p in batch])):
        logs = scores[rows, places].float().log_softmax(-1)
        loss = loss - (weights * logs.masked_fill(~torch.cat(allowed), -1e4).logsumexp(-1)).sum()
    targets = torch.cat([p.relations for p in batch])
    if len(targets):
        pooled = torch.block_diag(*[p.pooling for p in batch]) @ relation[rows, places].float()
        loss = loss + RELATION_WEIGHT * nn.functional.cross_entropy(pooled, targets)
    return loss


def batched(pool: list[T], size: int, rng: random.Random, key: Callable[[T], int]) -> list[list[T]]:
    """Return the examples once in shuffled batches; texts of like length share one, for padding costs time."""
    pool = rng.sample(pool, len(pool))
    part = 12 * size
    pool = [e for k in range(0, len(pool), part) for e in sorted(pool[k : k + part], key=key)]
    made = [pool[k : k + size] for k in range(0, len(pool), size)]
    rng.shuffle(made)
    return made


def fit(model: Reader, batches: list[list[T]], loss_of: Callable[[Reader, list[T]], Tensor], rate: float) -> None:
    """Take one step a batch: AdamW, a twelfth of the steps to warm up, then linearly down."""
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": list(model.encoder.bert.parameters()), "lr": rate}, {"params": heads, "lr": rate * 10}],
        weight_decay=0.01,
    )
    warmup = max(1, len(batches) // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, max(0.02, (len(batches) - step) / (len(batches) - warmup)))
    )
    began, running = time.time(), 0.0
    model.train()
    for step, batch in enumerate(batches, 1):
        loss = loss_of(model, batch)
        loss.backward()
        nn.utils.clip_grad_norm_((p for p in model.parameters() if p.requires_grad), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item()
        if step % 10 == 0:
            print(f"{step}/{len(batches)} loss {running / (1 - 0.98**step):.3f} {time.time() - began:.0f}s", flush=True)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--papers", type=Path, nargs="+", required=True)
    cli.add_argument("--corpus", type=Path, help="folder with the texts of papers that are given by id alone")
    cli.add_argument("--sentences", type=Path, nargs="*", default=[])
    cli.add_argument("--sentence-epochs", type=int, default=1)
    cli.add_argument("--encoder", required=True)
    cli.add_argument("--start", type=Path, help="a trained reader to go on from")
    cli.add_argument("--layers", type=int, nargs="*")
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--epochs", type=int, default=8)
    cli.add_argument("--batch", type=int, default=8)
    cli.add_argument("--rate", type=float, default=8e-5)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--threads", type=int, default=1, help="more than the free cores makes it far slower")
    args = cli.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    tokenizer = Tokenizer.from_file(f"{args.encoder}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = load_reader(args.encoder, args.start, args.layers)
    texts = acl_texts(args.corpus) if args.corpus else None
    papers = [
        prepare(e)
        for path in args.papers
        for paper in read_papers(path, texts)
        for e in paper_examples(paper, tokenizer)
    ]
    sentences = [prepare(e) for path in args.sentences for e in sentence_examples(path, tokenizer, weight=0.5)]
    batches: list[list[Prepared]] = []
    for epoch in range(args.epochs):
        if epoch < args.sentence_epochs:
            batches += batched(sentences, 4 * args.batch, rng, length)
        batches += batched(papers, args.batch, rng, length)
    fit(model, batches, batch_loss, args.rate)
    torch.save({"state": model.state_dict()}, args.out)


if __name__ == "__main__":
    main()
