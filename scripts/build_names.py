"""Build `src/papergraph/extract/data/names.tsv` from a list of names with their sources.

usage: build_names.py NAMES.tsv ABSTRACTS.jsonl.gz

NAMES has the columns name, type, sources (parted by `|`), licence_class. Left out are names known only from the title
of one paper, names without a permissive licence, and names that the hand-written files have. ABSTRACTS tells which
names are ordinary words: those count only where the text says what they are.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from papergraph.extract.folding import fold_phrase
from papergraph.extract.vocabulary import load_vocabulary

DATA = Path(__file__).parents[1] / "src/papergraph/extract/data"
PERMISSIVE = "permissive (MIT, Apache-2.0, BSD or CC BY)"
MODEL_SOURCES = {
    "fastchat",
    "helm",
    "hf_transformers_js",
    "labml_papers",
    "mteb_models",
    "open_llms",
    "plm_papers",
    "timm_docs",
}
"""Lists of models proper; other lists hold rows of result tables ("Chen et al., 2018")."""
TITLES = "acl_title_colon"


def main() -> None:
    cli = argparse.ArgumentParser()
    cli.add_argument("names", type=Path)
    cli.add_argument("abstracts", type=Path)
    args = cli.parse_args()
    words: Counter[str] = Counter()
    with gzip.open(args.abstracts, "rt", encoding="utf-8") as file:
        for line in file:
            words.update(set(re.findall(r"\b[a-z]{2,}\b", json.loads(line)["abstract"] or "")))
    known = load_vocabulary((), names=False).phrases
    rows: dict[str, list[str]] = {}
    with args.names.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            name, kind = row["name"].strip(), row["type"]
            sources = [source for source in row["sources"].split("|") if source != TITLES]
            key = fold_phrase(name)
            if kind not in {"dataset", "model"} or not sources or row["licence_class"] != "permissive":
                continue
            if kind == "model" and not set(sources) & MODEL_SOURCES:
                continue
            if key in known or key in rows or not usable(name, kind):
                continue
            ordinary = all(words[word.lower()] > 2 or word.isdigit() for word in re.findall(r"\w+", name))
            shaped = bool(re.search(r"[a-z\d][A-Z]|[A-Z]{2,}.*\d|[A-Z]{4,}|[A-Za-z]-?\d", name))
            match = "cased context" if (ordinary and not shaped) or len(name) < 5 else "cased"
            rows[key] = [name, kind, "", match, "|".join(sources), PERMISSIVE]
    with (DATA / "names.tsv").open("w", encoding="utf-8", newline="") as file:
        print("name\ttype\taliases\tmatch\tsource\tlicence", file=file)
        for row_ in sorted(rows.values(), key=lambda r: (r[0].casefold(), r[0])):
            print("\t".join(row_), file=file)
    print(len(rows), Counter(row_[3] for row_ in rows.values()))


def usable(name: str, kind: str) -> bool:
    return (
        3 <= len(name) <= 50
        and any(c.isupper() for c in name)
        and not re.search(r"Atari|[\t|(,/:]|et al|-(?:based|style)$", name)
        and not name.lower().endswith((" tasks", " task"))
        and (kind == "dataset" or " and " not in name)
    )


if __name__ == "__main__":
    main()
