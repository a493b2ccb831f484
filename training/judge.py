"""Fit the two linear models that weigh the encoder against the rules.

On annotated papers, each read by an encoder that was not trained on it:

    python -m training.judge --held WEIGHTS_A HALF_B.jsonl ... --held WEIGHTS_B HALF_A.jsonl ... --out judge.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import spacy
import torch
from torch import Tensor, nn
from training.corpus import acl_texts
from training.examples import read_papers

from papergraph.evaluation.concepts import fold
from papergraph.extract.encoder import Encoder
from papergraph.extract.judging import RELATIONS, TYPES, keep_features, relation_features
from papergraph.extract.pipeline import SOURCES, ConceptReader
from papergraph.extract.relations import outline, read_claims
from papergraph.extract.sentences import split_sentences

SLACK = 0.003
RELATION_PENALTY = 0.3
LOOSE = {"model", "dataset", "method", "task"}


def surfaces(concept: dict) -> set[str]:
    return {fold(text) for text in (concept["name"], *concept["mentions"])} - {""}


def fits(kind: str, gold: dict) -> bool:
    return kind == gold["type"] or (not gold["confident"] and kind in LOOSE and gold["type"] in LOOSE)


def samples(paper: dict, reader: ConceptReader, nlp: spacy.Language) -> list[tuple]:
    """Return (type, keep features, label or None, relation features, relation or None) of each group of a paper."""
    doc = nlp.make_doc(f"{paper['title']}\n{paper['abstract']}")
    text = doc.text
    reading = reader.encoder.read(text)
    whole = outline(split_sentences(text), text)
    golds = sorted(paper["concepts"], key=lambda c: not c["required"])
    taken: set[int] = set()
    used: set[str] = set()
    rows = []
    for group in reader.groups(doc, reading):
        if group.type not in TYPES:
            continue
        own = {fold(mention.text) for mention in group.mentions}
        claims = read_claims(group, whole, text, text)
        keep = keep_features(group, reading.scores, text)
        relation = relation_features(group, claims, whole, reading.scores, text)
        hits = [
            k for k, g in enumerate(golds) if own & surfaces(g) and (fits(group.type.value, g) or not g["required"])
        ]
        fresh = [k for k in hits if k not in taken]
        label: int | None
        target = None
        if own & used or not hits:
            label = 0
        elif not fresh:
            label = 0 if golds[hits[0]]["required"] else None
        else:
            taken.add(fresh[0])
            gold = golds[fresh[0]]
            label = 1 if gold["required"] else None
            if gold["type"] in LOOSE | {"language"}:
                target = gold["relation"]
        used |= own
        rows.append((group.type.value, keep, label, relation, target))
    return rows


def fit(features: Tensor, targets: Tensor, classes: int, penalty: float) -> Tensor:
    """Return the coefficients (classes, features) of a multinomial logistic regression with an L2 penalty."""
    weights = nn.Parameter(torch.zeros(classes, features.shape[1], dtype=torch.double))
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(features @ weights.T, targets, reduction="sum")
        loss = loss + penalty * (weights[:, 1:] ** 2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return weights.detach()


def best_threshold(probability: np.ndarray, label: np.ndarray, missed: int) -> float:
    """Return the threshold for the highest F1, within `SLACK`; `missed` are concepts that no group stands for."""

    def f1(threshold: float) -> float:
        kept = probability >= threshold
        right = label[kept].sum()
        return 2 * right / max(1, kept.sum() + label.sum() + missed)

    # The curve is flat at its top; its middle is steadier than its highest point.
    steps = [k / 100 for k in range(15, 75)]
    top = max(map(f1, steps))
    good = [t for t in steps if f1(t) >= top - SLACK]
    return good[len(good) // 2]


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--held", type=Path, nargs="+", action="append", required=True, metavar="PATH")
    cli.add_argument("--corpus", type=Path)
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--penalty", type=float, default=1.0)
    args = cli.parse_args()
    texts = acl_texts(args.corpus) if args.corpus else None
    nlp = spacy.blank("en")
    papers: list[dict] = []
    rows: list[tuple] = []
    for weights, *files in args.held:
        reader = ConceptReader([make(nlp.vocab, ()) for make in SOURCES.values()], Encoder(weights))
        for paper in (paper for path in files for paper in read_papers(path, texts)):
            rows += [(len(papers), *row) for row in samples(paper, reader, nlp)]
            papers.append(paper)
    total = sum(g["required"] and g["type"] in LOOSE | {"language"} for p in papers for g in p["concepts"])
    keep = [(paper, kind, features, label) for paper, kind, features, label, _, _ in rows if label is not None]
    x = torch.tensor([row[2] for row in keep], dtype=torch.double)
    y = torch.tensor([row[3] for row in keep])
    fold_of = np.array([row[0] % 5 for row in keep])
    # Probabilities for the thresholds come from models that did not see the paper.
    probability = np.zeros(len(keep))
    for k in range(5):
        w = fit(x[fold_of != k], y[fold_of != k], 2, args.penalty)
        probability[fold_of == k] = (x[fold_of == k] @ w.T).softmax(-1)[:, 1].numpy()
    label = y.numpy()
    missed = total - int(label.sum())
    threshold = best_threshold(probability, label, missed)
    kept = probability >= threshold
    right = int(label[kept].sum())
    print(f"keep: {len(keep)} groups, {label.sum()} right of {total}; threshold {threshold}", end="; ")
    print(f"P {right / kept.sum():.3f} R {right / total:.3f} F1 {2 * right / (kept.sum() + total):.3f} (5-fold)")
    keeping = fit(x, y, 2, args.penalty)
    relation = [(paper, features, target) for paper, _, _, _, features, target in rows if target]
    rx = torch.tensor([row[1] for row in relation], dtype=torch.double)
    names = [r.word for r in RELATIONS]
    ry = torch.tensor([names.index(row[2]) for row in relation])
    rfold = np.array([row[0] % 5 for row in relation])
    correct = 0
    for k in range(5):
        w = fit(rx[rfold != k], ry[rfold != k], len(names), RELATION_PENALTY)
        correct += int(((rx[rfold == k] @ w.T).argmax(-1) == ry[rfold == k]).sum())
    print(f"relation: {len(relation)} concepts, accuracy {correct / len(relation):.3f} (5-fold)")
    values = {
        "keep": [round(v, 4) for v in (keeping[1] - keeping[0]).tolist()],
        "relation": [[round(v, 4) for v in row] for row in fit(rx, ry, len(names), RELATION_PENALTY).tolist()],
        "threshold": {kind.value: threshold for kind in TYPES},
    }
    args.out.write_text(json.dumps(values) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
