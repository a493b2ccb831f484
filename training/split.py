"""Part the annotated papers into what trains, in two halves for the linear models, and what only tests.

python -m training.split --papers train_[1-7].jsonl --annotations annotations --corpus CORPUS --out FOLDER

The test papers of the ACL Anthology are those of `TESTS` in the order of annotation; everything else trains. The halves
take every other paper. `listing_test` holds 50 papers of the saved listings that one reader annotated apart from all
other work; they are kept out of everything. All files hold the texts, so none of them belongs into the repository.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.corpus import acl_texts, listing_texts
from training.examples import read_papers

TESTS = {"acl_test_1": slice(576, 638), "acl_test_2": slice(700, 762)}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--papers", type=Path, nargs="+", required=True)
    cli.add_argument("--annotations", type=Path, required=True)
    cli.add_argument("--corpus", type=Path, required=True)
    cli.add_argument("--out", type=Path, required=True)
    args = cli.parse_args()
    own = {paper["id"]: paper for paper in read_papers(args.annotations / "acl.jsonl", acl_texts(args.corpus))}
    order = (args.annotations / "order.txt").read_text(encoding="utf-8").split()
    parts = {name: [own[i] for i in order[place]] for name, place in TESTS.items()}
    held = {paper["id"] for papers in parts.values() for paper in papers}
    rest = [paper for path in args.papers for paper in read_papers(path)]
    rest += [own[i] for i in order if i not in held]
    parts |= {"all": rest, "half_a": rest[::2], "half_b": rest[1::2], "quarter": rest[::4]}
    parts["listing_test"] = read_papers(args.annotations / "listing_test.jsonl", listing_texts(args.corpus))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, papers in parts.items():
        lines = "".join(json.dumps(paper, ensure_ascii=False) + "\n" for paper in papers)
        (args.out / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        print(f"{name}: {len(papers)}")


if __name__ == "__main__":
    main()
