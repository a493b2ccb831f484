"""Collect terms from a corpus of abstracts for `src/papergraph/extract/data/terms.tsv`.

usage: mine_terms.py ABSTRACTS.jsonl.gz [--exclude ANNOTATED.jsonl ...]

Two kinds of terms: full forms that at least MIN_DEFINED papers abbreviate in the same way ("event argument extraction
(EAE)"), and phrases of two to five words in at least MIN_PAPERS papers whose last word says that they name a task or a
method ("... detection", "... learning"). Papers with annotations are left out, so that no name gets in because an
annotated paper has it. `terms_rejected.txt` lists phrases that a reader took out again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from papergraph.extract.abbreviations import find_abbreviations
from papergraph.extract.folding import fold_phrase, fold_word
from papergraph.extract.headed import METHOD_HEADS, TASK_HEADS, is_term, phrase_starts
from papergraph.extract.vocabulary import load_vocabulary
from papergraph.values import text_of

DATA = Path(__file__).parents[1] / "src/papergraph/extract/data"
MIN_DEFINED = 3
MIN_PAPERS = 6


def main() -> None:
    cli = argparse.ArgumentParser()
    cli.add_argument("abstracts", type=Path)
    cli.add_argument("--exclude", type=Path, nargs="*", default=[])
    args = cli.parse_args()
    excluded = {json.loads(line)["id"] for path in args.exclude for line in path.open(encoding="utf-8")}
    titles = {fold_phrase(json.loads(line)["title"]) for path in args.exclude for line in path.open(encoding="utf-8")}
    phrases: Counter[str] = Counter()
    surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
    shorts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(args.abstracts, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["id"] in excluded or fold_phrase(row["title"]) in titles:
                continue
            text = text_of(row["title"], row["abstract"])
            met: set[str] = set()
            for start, end in phrase_starts(text):
                surface = text[start:end]
                key = fold_phrase(surface)
                met.add(key)
                surfaces[key][surface.lower()] += 1
            phrases.update(met)
            for item in find_abbreviations(text):
                long = text[item.long_start : item.long_end]
                short = text[item.short_start : item.short_end]
                key = fold_phrase(long)
                surfaces[key][long.lower() if long.istitle() or " " in long else long] += 1
                shorts[key][re.sub(r"(?<=[A-Z])s$", "", short)] += 1
    # A phrase that mostly stands inside one longer phrase is a piece of it: "component analysis".
    longer: Counter[str] = Counter()
    for key, count in phrases.items():
        _, _, rest = key.partition(" ")
        longer[rest] = max(longer[rest], count)
    known = load_vocabulary((), names=False).phrases
    rejected = set((DATA / "terms_rejected.txt").read_text(encoding="utf-8").split("\n"))
    owners: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, found in shorts.items():
        for short, count in found.items():
            owners[short][key] += count
    rows: dict[str, tuple[str, str, list[str], int]] = {}
    for key in sorted({*phrases, *shorts}):
        words = key.split(" ")
        defined = shorts[key].most_common(1)[0][1] if shorts[key] else 0
        kind = "task" if words[-1] in TASK_HEADS else "method" if words[-1] in METHOD_HEADS else ""
        if not kind or not 2 <= len(words) <= 5 or key in known or not is_term(words):
            continue
        if defined < MIN_DEFINED:
            continue
        if longer[key] > 0.5 * phrases[key] and defined < MIN_DEFINED:
            continue
        name = singular(surfaces[key].most_common(1)[0][0])
        if name in rejected:
            continue
        # An abbreviation goes along where most papers that define it mean this term.
        aliases = [
            short
            for short, count in sorted(shorts[key].items())
            if count >= MIN_DEFINED and count > 0.6 * owners[short].total() and len(short) > 2
        ]
        rows[key] = (
            name,
            kind,
            [short for short in aliases if fold_phrase(short) not in known],
            max(defined, phrases[key]),
        )
    with (DATA / "terms.tsv").open("w", encoding="utf-8", newline="") as file:
        print("name\ttype\taliases\tmatch\tsource\tlicence", file=file)
        for name, kind, aliases, _ in sorted(rows.values()):
            print(name, kind, "|".join(aliases), "", "ACL Anthology abstracts", "CC BY 4.0", sep="\t", file=file)
    print(len(rows))


def singular(name: str) -> str:
    head, space, last = name.rpartition(" ")
    return head + space + (fold_word(last) if last.endswith("s") and fold_word(last) != last else last)


if __name__ == "__main__":
    main()
