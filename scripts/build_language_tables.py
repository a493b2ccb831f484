"""Build `src/papergraph/extract/data/languages.tsv` from published tables.

usage: build_language_tables.py FOLDER ABSTRACTS.jsonl.gz

FOLDER holds `glottolog_languages.csv` (Glottolog CLDF, CC BY 4.0), `language-codes-full.csv` (datasets/language-codes,
PDDL) and `joshi_lang2tax_iso639-3.csv` and `joshi_lang2tax.txt` (resource classes of Joshi et al. 2020). ABSTRACTS
tells which names are also ordinary words: a name that occurs there in lower case counts only beside a word like
"language". The names that need no such word, and their alternatives, are `languages_common.tsv`, written by hand.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

DATA = Path(__file__).parents[1] / "src/papergraph/extract/data"
MAIN_MEMBER = {
    "zho": "cmn",
    "swa": "swh",
    "arb": "ara",
    "nor": "nob",
    "pes": "fas",
    "hmn": "mww",
    "kom": "kpv",
    "mon": "khk",
}
HEADER = ["iso639_3", "name", "aliases", "glottocode", "family", "resource_class", "match", "source", "licence"]


def main() -> None:
    folder, abstracts = Path(sys.argv[1]), Path(sys.argv[2])
    with (folder / "glottolog_languages.csv").open(encoding="utf-8") as file:
        glottolog = list(csv.DictReader(file))
    families = {row["ID"]: row["Name"] for row in glottolog if row["Level"] == "family"}
    classes: dict[str, int] = {}
    with (folder / "joshi_lang2tax_iso639-3.csv").open(encoding="utf-8") as file:
        for row in csv.reader(file, quoting=csv.QUOTE_NONE):
            # Several names of one language can carry different classes; the language is as rich as the richest.
            classes[row[0]] = max(int(row[1]), classes.get(row[0], 0))
    with (folder / "joshi_lang2tax.txt").open(encoding="utf-8") as file:
        by_name = {name: int(number) for name, _, number in (row.strip().rpartition(",") for row in file) if name}
    with (folder / "language-codes-full.csv").open(encoding="utf-8") as file:
        codes = {row["alpha3-t"] or row["alpha3-b"]: row["English"] for row in csv.DictReader(file)}
    with (DATA / "languages_common.tsv").open(encoding="utf-8") as file:
        common = {row["iso639_3"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    for iso, row in common.items():
        # Macrolanguages ("Chinese", "Swahili") stand in the published list under a name or under their main member.
        names = [name.casefold() for name in [row["name"], *row["aliases"].split("|")] if name]
        found = [by_name[name] for name in names if name in by_name]
        if iso not in classes and (found or MAIN_MEMBER.get(iso) in classes):
            classes[iso] = max(found) if found else classes[MAIN_MEMBER[iso]]
    lower = lower_case_words(abstracts)
    rows: dict[str, list[str]] = {}
    for row in sorted(glottolog, key=lambda row: (row["Level"] != "language", row["ID"])):
        iso = row["ISO639P3code"]
        if row["Level"] not in {"language", "dialect", "family"} or not iso or iso in rows:
            continue
        family = families.get(row["Family_ID"], "")
        name = re.sub(r"\s*\(.*?\)", "", row["Name"]).strip()
        if iso in common:
            rows[iso] = line(
                iso,
                common[iso]["name"],
                common[iso]["aliases"],
                row["ID"],
                family,
                classes,
                common[iso]["match"],
                "papergraph; Glottolog",
                "Apache-2.0; CC BY 4.0",
            )
        elif name and row["Level"] != "family" and family not in {"Bookkeeping", "Unclassifiable"}:
            ambiguous = len(name) < 5 or any(word.lower() in lower for word in name.split())
            rows[iso] = line(
                iso,
                name,
                "",
                row["ID"],
                family,
                classes,
                "strict" if ambiguous and " " not in name else "context",
                "Glottolog",
                "CC BY 4.0",
            )
    for iso, row in common.items():
        if iso not in rows:
            rows[iso] = line(
                iso, row["name"], row["aliases"], "", "", classes, row["match"], "papergraph", "Apache-2.0"
            )
    taken = {name.casefold() for row in rows.values() for name in [row[1], *row[2].split("|")]}
    for iso, english in sorted(codes.items()):
        names = [re.sub(r"\s*\(.*?\)", "", part).strip() for part in english.split(";")]
        if iso in rows or not iso or "languages" in english or any(n.casefold() in taken or "," in n for n in names):
            continue
        match = "strict" if any(name.casefold() in lower or len(name) < 5 for name in names) else "context"
        rows[iso] = line(iso, names[0], "|".join(names[1:]), "", "", classes, match, "datasets/language-codes", "PDDL")
    with (DATA / "languages.tsv").open("w", encoding="utf-8", newline="") as file:
        print("\t".join(HEADER), file=file)
        for iso in sorted(rows):
            print("\t".join(rows[iso]), file=file)
    print(f"{len(rows)} languages, {len(common)} of them common; {Counter(row[6] for row in rows.values())}")


def line(
    iso: str,
    name: str,
    aliases: str,
    glottocode: str,
    family: str,
    classes: dict[str, int],
    match: str,
    source: str,
    licence: str,
) -> list[str]:
    resource = str(classes[iso]) if iso in classes else ""
    if resource:
        source += "; Joshi et al. 2020"
    return [iso if len(iso) == 3 else "", name, aliases, glottocode, family, resource, match, source, licence]


def lower_case_words(path: Path) -> set[str]:
    counts: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in file:
            counts.update(set(re.findall(r"\b[a-z]{3,}\b", json.loads(row)["abstract"] or "")))
    return {word for word, count in counts.items() if count > 1}


if __name__ == "__main__":
    main()
