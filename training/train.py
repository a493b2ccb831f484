"""Train the reader of mentions and relations; README.md in this folder has the commands of the shipped weights.

python -m training.train --papers train.jsonl annotations/*.jsonl --corpus CORPUS --encoder FOLDER --out reader.pt
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.corpus import acl_texts
from training.examples import LANGUAGE, MAIN, Example, paper_examples, read_papers, sentence_examples
from training.network import Reader, ShapedEncoder, padded

RELATION_WEIGHT = 0.3


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


def main() -> None:  # noqa: PLR0915 - options, then one loop
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
    encoder = ShapedEncoder(args.encoder)
    if args.layers:
        encoder.keep_layers(args.layers)
    model = Reader(encoder)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True)["state"])
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
        for pool, size in ((sentences if epoch < args.sentence_epochs else [], 4 * args.batch), (papers, args.batch)):
            rng.shuffle(pool)
            # Texts of like length share a batch, for padding costs time.
            part = 12 * size
            pool = [e for k in range(0, len(pool), part) for e in sorted(pool[k : k + part], key=length)]  # noqa: PLW2901
            made = [pool[k : k + size] for k in range(0, len(pool), size)]
            rng.shuffle(made)
            batches += made
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.bert.")]
    body = list(encoder.bert.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": args.rate * 10}], weight_decay=0.01
    )
    warmup = max(1, len(batches) // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, max(0.02, (len(batches) - step) / (len(batches) - warmup)))
    )
    began, running = time.time(), 0.0
    model.train()
    for step, batch in enumerate(batches):
        loss = batch_loss(model, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item()
        if step % 10 == 9:
            print(
                f"{step + 1}/{len(batches)} loss {running / (1 - 0.98 ** (step + 1)):.3f} {time.time() - began:.0f}s",
                flush=True,
            )
    torch.save({"state": model.state_dict(), "layers": args.layers}, args.out)


if __name__ == "__main__":
    main()
