"""Train spaCy's convolutional entity recogniser on the same papers, to compare with, and score it.

python -m training.cnn --papers train_1.jsonl ... --corpus CORPUS --gold dev.jsonl ... --out cnn

It has one layer of spans that do not overlap, so of nested mentions the longest is learned. What may be found but must
not is a label of its own, and no concept. Its spans are joined to concepts as those of papergraph are.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans, minibatch
from training.corpus import acl_texts
from training.examples import KINDS, labelled_spans, read_papers

from papergraph.evaluation.concepts import format_table, score
from papergraph.extract.abbreviations import abbreviations_of
from papergraph.extract.candidates import Candidate, text_of_doc
from papergraph.extract.grouping import group_mentions
from papergraph.extract.spans import choose
from papergraph.values import ConceptType, text_of


def annotated(paper: dict, nlp: spacy.Language) -> Example:
    """Return a paper with the longest of its mentions as entities; an optional one is `may be`."""
    doc = nlp.make_doc(text_of(paper["title"], paper["abstract"]))
    concepts = [c for c in paper["concepts"] if c["type"] in (*KINDS, "language")]
    spans = [
        doc.char_span(start, end, concepts[k]["type"] if concepts[k]["required"] else "may be", alignment_mode="expand")
        for start, end, k in labelled_spans(doc.text, concepts)
    ]
    reference = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    reference.set_ents(
        [
            spacy.tokens.Span(reference, span.start, span.end, span.label_)
            for span in filter_spans(span for span in spans if span is not None)
        ]
    )
    return Example(doc, reference)


def concepts_of(doc: Doc) -> list[dict]:
    """Return the entities of a document, joined to concepts."""
    text = text_of_doc(doc)
    found = [
        Candidate(ent.start_char, ent.end_char, ConceptType(ent.label_), 1.0, "cnn", typed=False)
        for ent in doc.ents
        if ent.label_ != "may be"
    ]
    groups = group_mentions(choose(found, text), abbreviations_of(doc), text)
    return [{"type": g.type.value, "name": g.name, "mentions": [m.text for m in g.mentions]} for g in groups]


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--papers", type=Path, nargs="+", required=True)
    cli.add_argument("--gold", type=Path, nargs="+", required=True)
    cli.add_argument("--corpus", type=Path)
    cli.add_argument("--epochs", type=int, default=5)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--out", type=Path, required=True)
    args = cli.parse_args()
    spacy.util.fix_random_seed(args.seed)
    rng = random.Random(args.seed)
    texts = acl_texts(args.corpus) if args.corpus else None
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    examples = [annotated(paper, nlp) for path in args.papers for paper in read_papers(path, texts)]
    nlp.initialize(lambda: examples)
    began = time.process_time()
    for epoch in range(args.epochs):
        losses: dict[str, float] = {}
        rng.shuffle(examples)
        for batch in minibatch(examples, 16):
            nlp.update(batch, drop=0.2, losses=losses)
        print(f"epoch {epoch + 1} loss {losses['ner']:.0f} {time.process_time() - began:.0f}s", flush=True)
    nlp.to_disk(args.out)
    print(f"{sum(p.stat().st_size for p in args.out.rglob('*') if p.is_file()) / 1e6:.1f} MB")
    for path in args.gold:
        papers = read_papers(path, texts)
        began = time.process_time()
        docs = [nlp(text_of(paper["title"], paper["abstract"])) for paper in papers]
        took = (time.process_time() - began) / len(papers)
        print(f"{path.stem}: {1000 * took:.1f} ms a text")
        print(format_table(score(papers, {p["id"]: concepts_of(d) for p, d in zip(papers, docs, strict=True)})))


if __name__ == "__main__":
    main()
