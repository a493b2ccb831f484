"""How far two readers agree: each one's required concepts scored against the other's annotation.

python -m training.agreement training/annotations/acl.jsonl training/annotations/second_reader/acl.jsonl --corpus CORPUS
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.corpus import acl_texts
from training.examples import read_papers

from papergraph.evaluation.concepts import format_table, score


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("first", type=Path)
    cli.add_argument("second", type=Path)
    cli.add_argument("--corpus", type=Path, required=True)
    args = cli.parse_args()
    texts = acl_texts(args.corpus)
    first, second = ({paper["id"]: paper for paper in read_papers(path, texts)} for path in (args.first, args.second))
    both = sorted(first.keys() & second.keys())
    for gold, other in ((first, second), (second, first)):
        predicted = {key: [c for c in other[key]["concepts"] if c["required"]] for key in both}
        print(f"{len(both)} papers")
        print(format_table(score([gold[key] for key in both], predicted)))


if __name__ == "__main__":
    main()
