"""Let the whole product read unlabelled abstracts, and keep what it thinks of each word for a smaller reader to learn.

python -m training.teach --corpus CORPUS --weights FOLDER --but-not annotations/acl.jsonl --out taught.npz

The target of a word is the encoder's distribution over its tags. Where rules, vocabulary and encoder together keep a
concept, its tag takes the share of the probability that they give it.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import spacy
from training.corpus import acl_texts
from training.examples import LANGUAGE, MAIN, RELATIONS

from papergraph.extract.candidates import searchable
from papergraph.extract.decoding import log_softmax
from papergraph.extract.encoder import Encoder
from papergraph.extract.pipeline import SOURCES, ConceptReader
from papergraph.extract.wordpieces import Window, windows
from papergraph.values import text_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from papergraph.values import ConceptReading

RELATION_SHARE = 0.5
"""How much of a word's relation the judged one takes; the rest is the encoder's."""
RECENT = 2023


class Heard:
    """An ONNX session that keeps what it returned."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.outputs: list[list[NDArray[np.float32]]] = []

    def run(self, names: None, feed: dict[str, Any]) -> list[NDArray[np.float32]]:
        """Run the session."""
        self.outputs.append(self.session.run(names, feed))
        return self.outputs[-1]


def targets(
    window: Window, outputs: list[NDArray[np.float32]], readings: tuple[ConceptReading, ...]
) -> NDArray[np.float16]:
    """Return the probabilities (words, main tags + language tags + relations) that a student should give."""
    main, language, relation = (np.exp(log_softmax(scores[0, window.first])) for scores in outputs)
    by_length = sorted(
        (
            (mention.start - mention.end, mention.start, reading, mention)
            for reading in readings
            for mention in reading.mentions
        ),
        key=lambda row: row[:2],
    )
    done = {id(main): set(), id(language): set()}
    for _, _, reading, mention in by_length:
        kind = reading.type.value
        layer, names, tag = (
            (language, LANGUAGE, "group" if kind == "language_group" else kind)
            if kind.startswith("language")
            else (main, MAIN, f"{kind}!")
        )
        inside = [k for k, (a, b) in enumerate(window.words) if a < mention.end and mention.start < b]
        if not inside or done[id(layer)] & set(inside):
            continue
        done[id(layer)] |= set(inside)
        share = mention.confidence
        for k in inside:
            column = names.index(("B-" if k == inside[0] else "I-") + tag)
            layer[k] *= 1 - share
            layer[k, column] += share
            if layer is main or kind == "language":
                relation[k] *= 1 - RELATION_SHARE
                relation[k, RELATIONS.index(reading.claims[0].relation.word)] += RELATION_SHARE
    return np.concatenate([main, language, relation], axis=1).astype(np.float16)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--corpus", type=Path, required=True)
    cli.add_argument("--weights", type=Path, required=True)
    cli.add_argument("--but-not", type=Path, nargs="*", default=[], help="annotated papers, none of which is read")
    cli.add_argument(
        "--taught", type=Path, nargs="*", default=[], help="earlier results, whose texts are not read again"
    )
    cli.add_argument("--count", type=int, default=5000)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--out", type=Path, required=True)
    args = cli.parse_args()
    texts = acl_texts(args.corpus)
    known = [json.loads(line) for path in args.but_not for line in path.read_text(encoding="utf-8").splitlines()]
    taken, titles = (
        {row["id"] for row in known}.union(*(np.load(path)["ids"].tolist() for path in args.taught)),
        {row["title"].casefold() for row in known if "title" in row},
    )
    free = sorted(i for i, (title, _) in texts.items() if i not in taken and title.casefold() not in titles)
    rng = random.Random(args.seed)
    recent = [i for i in free if i[:4].isdigit() and int(i[:4]) >= RECENT]
    chosen = rng.sample(recent, min(len(recent), 2 * args.count // 3))
    chosen += rng.sample(sorted(set(free) - set(chosen)), args.count - len(chosen))
    nlp = spacy.blank("en")
    encoder = Encoder(args.weights)
    heard = Heard(encoder.session)
    encoder.__dict__["session"] = heard  # where a cached property keeps its value
    reader = ConceptReader([make(nlp.vocab, ()) for make in SOURCES.values()], encoder)
    ids: list[str] = []
    rows: list[NDArray[np.float16]] = []
    for done, identifier in enumerate(chosen, 1):
        title, abstract = texts[identifier]
        text = searchable(text_of(title, abstract))
        parts = windows(text, encoder.tokenizer)
        if len(parts) != 1:
            continue
        heard.outputs.clear()
        readings = reader.read_text(text, nlp.vocab)
        ids.append(identifier)
        rows.append(targets(parts[0], heard.outputs[0], readings))
        if done % 100 == 0:
            print(f"{done}/{len(chosen)}", flush=True)
    stops = np.cumsum([0, *(len(row) for row in rows)])
    np.savez(args.out, ids=np.array(ids), stops=stops, targets=np.concatenate(rows))


if __name__ == "__main__":
    main()
