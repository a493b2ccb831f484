"""Build the tables of languages in `src/papergraph/extract/data` from published ones.

usage: build_language_tables.py FOLDER ABSTRACTS.jsonl.gz

FOLDER holds `glottolog_languages.csv` (Glottolog CLDF, CC BY 4.0), `language-codes-full.csv` (datasets/language-codes,
PDDL), `iso-639-3.tab` (SIL), `joshi_lang2tax_iso639-3.csv` and `joshi_lang2tax.txt` (resource classes of Joshi et al.
2020). ABSTRACTS tells which names are also ordinary words: a name that occurs there in lower case counts only beside a
word like "language". Written by hand are `languages_common.tsv` (names that need no such word, and their alternatives),
`scripts/languages/groups.tsv` (groups, with the rule that gives their members) and `scripts/languages/joshi_names.tsv`
(what the names in the list of resource classes mean that its own table of codes leaves out).

It writes `languages.tsv`, `dialects.tsv` (Glottolog's dialects) and `language_groups.tsv`.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

from papergraph.extract.folding import fold_phrase

DATA = Path(__file__).parents[1] / "src/papergraph/extract/data"
HAND = Path(__file__).parent / "languages"
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
WORLD = frozenset("eng fra spa por nld deu ita rus dan arb".split())
NO_FAMILY = frozenset(
    "Bookkeeping|Unclassifiable|Unattested|Sign Language|Pidgin|Artificial Language"
    "|Speech Register|Mixed Language".split("|")
)
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
    for row in tsv(HAND / "joshi_names.tsv"):
        if iso := row["iso639_3"]:
            number = class_of(folder, row["name"])
            classes[iso] = max(number, classes.get(iso, 0))
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
            signed = name.endswith("Sign Language")
            ambiguous = is_ordinary(name, lower)
            rows[iso] = line(
                iso,
                name,
                "",
                row["ID"],
                family,
                classes,
                "" if signed else "strict" if ambiguous else "context",
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
    add_iso_names(folder, rows, lower, set(common), classes)
    with (DATA / "languages.tsv").open("w", encoding="utf-8", newline="") as file:
        print("\t".join(HEADER), file=file)
        for iso in sorted(rows):
            print("\t".join(rows[iso]), file=file)
    print(f"{len(rows)} languages, {len(common)} of them common; {Counter(row[6] for row in rows.values())}")
    write_dialects(glottolog, rows)
    write_groups(glottolog, families, rows)


def add_iso_names(
    folder: Path, rows: dict[str, list[str]], lower: set[str], common: set[str], classes: dict[str, int]
) -> None:
    """Add the languages that Glottolog joins to others, and the names that ISO 639-3 and Joshi et al. use.

    A name that another language has, that is short or also an ordinary word, is left out; so are further names of the
    common languages, whose names are chosen by hand.
    """
    taken = {fold_phrase(name) for row in rows.values() for name in [row[1], *row[2].split("|")] if name}
    # A name that stands for two languages stands for none.
    names: dict[str, set[str]] = {}
    with (folder / "iso-639-3.tab").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file, delimiter="\t"))
    for row in listed:
        name = re.sub(r"\s*\(.*?\)", "", row["Ref_Name"]).strip()
        if row["Id"] not in rows and row["Scope"] != "S" and fold_phrase(name) not in taken:
            ambiguous = is_ordinary(name, lower)
            match = "" if name.endswith("Sign Language") else "strict" if ambiguous else "context"
            rows[row["Id"]] = line(row["Id"], name, "", "", "", classes, match, "ISO 639-3", "SIL terms of use")
            taken.add(fold_phrase(name))
        names.setdefault(name, set()).add(row["Id"])
    with (folder / "joshi_lang2tax_iso639-3.csv").open(encoding="utf-8") as file:
        for iso, _, lowered in csv.reader(file, quoting=csv.QUOTE_NONE):
            name = re.sub(r"(?<![\w'’])\w", lambda match: match.group().upper(), lowered)
            if not re.search(r'[("\\]', name):
                names.setdefault(name, set()).add(iso)
    for name, isos in sorted(names.items()):
        iso = min(isos)
        usable = "," not in name and not is_ordinary(name, lower)
        if len(isos) == 1 and iso in rows and iso not in common and usable and fold_phrase(name) not in taken:
            rows[iso][2] = "|".join(filter(None, [rows[iso][2], name]))
            taken.add(fold_phrase(name))


def class_of(folder: Path, wanted: str) -> int:
    """Return the resource class of a name in the published list."""
    with (folder / "joshi_lang2tax.txt").open(encoding="utf-8") as file:
        found = [int(number) for name, _, number in (row.strip().rpartition(",") for row in file) if name == wanted]
    if not found:
        raise SystemExit(f"{HAND / 'joshi_names.tsv'}: {wanted!r} is not in the list of resource classes")
    return max(found)


def write_dialects(glottolog: list[dict[str, str]], languages: dict[str, list[str]]) -> None:
    """Write Glottolog's dialects of languages with a code; a name that two dialects of a language share stands once.

    `key` is the folded name, by which a text is searched, where folding does more than lower the case.
    """
    taken = {fold_phrase(name) for row in languages.values() for name in [row[1], *row[2].split("|")] if name}
    taken |= {fold_phrase(n) for row in tsv(DATA / "varieties.tsv") for n in [row["name"], *row["aliases"].split("|")]}
    found: dict[tuple[str, str], list[str]] = {}
    for row in sorted(glottolog, key=lambda row: row["ID"]):
        name = re.sub(r"\s*\(.*?\)", "", row["Name"]).strip()
        key, parent = fold_phrase(name), row["Closest_ISO369P3code"]
        usable = len(key) > 2 and not re.search(r"[.,;/()\d]", name) and name[:1].isupper() and len(key.split()) <= 4
        if row["Level"] == "dialect" and parent in languages and usable and key not in taken:
            shown = "" if key == name.casefold() else key
            found.setdefault((key, parent), [name, parent, row["ID"], shown])
    with (DATA / "dialects.tsv").open("w", encoding="utf-8", newline="") as file:
        print("# Glottolog, CC BY 4.0", file=file)
        print("name\tparent\tglottocode\tkey", file=file)
        for _, columns in sorted(found.items()):
            print("\t".join(columns), file=file)
    print(f"{len(found)} dialects")


def write_groups(glottolog: list[dict[str, str]], families: dict[str, str], languages: dict[str, list[str]]) -> None:
    """Write the groups of `groups.tsv` with their members, and a group for each further family of Glottolog."""
    by_family: dict[str, set[str]] = {}
    by_area: dict[str, set[str]] = {}
    by_country: dict[str, set[str]] = {}
    for row in glottolog:
        iso = row["ISO639P3code"]
        if row["Level"] != "language" or iso not in languages:
            continue
        by_family.setdefault(families.get(row["Family_ID"], ""), set()).add(iso)
        by_area.setdefault(row["Macroarea"].replace(" ", "_"), set()).add(iso)
        for country in row["Countries"].split(";"):
            by_country.setdefault(country, set()).add(iso)
    places = {"family": by_family, "area": by_area, "countries": by_country}

    def members(rule: str) -> set[str]:
        found: set[str] = set()
        for token in rule.split():
            kind, _, value = token.rpartition(":")
            if not kind:
                found.add(token)
            for part in value.split(",") if kind in places else ():
                chosen = places[kind].get(part, set()) or places[kind].get(part.replace("_", " "), set())
                if not chosen and kind != "countries":
                    raise SystemExit(f"{HAND / 'groups.tsv'}: nothing is {token}")
                # Languages of colonies and migrants do not count as languages of every country they are spoken in.
                found |= chosen - (WORLD if kind == "countries" else set())
        if unknown := found - set(languages):
            raise SystemExit(f"{HAND / 'groups.tsv'}: unknown codes {sorted(unknown)}")
        return found

    hand = tsv(HAND / "groups.tsv")
    lines = {}
    for row in hand:
        source, licence = ("Glottolog", "CC BY 4.0") if ":" in row["members"] else (row["source"], row["licence"])
        codes = " ".join(sorted(members(row["members"]))) if row["members"] != "kind:mixed" else "kind:mixed"
        lines[row["slug"]] = [row["slug"], row["name"], row["aliases"], codes, source, licence]
    known = {fold_phrase(name) for row in hand for name in [row["name"], *row["aliases"].split("|")]}
    for family, isos in by_family.items():
        name = f"{family} languages"
        if len(isos) > 1 and family and family not in NO_FAMILY and fold_phrase(name) not in known:
            group = re.sub(r"[^a-z]+", "-", fold_phrase(name).removesuffix(" language")) + "-languages"
            lines[group] = [group, name, f"{family} language", " ".join(sorted(isos)), "Glottolog", "CC BY 4.0"]
    with (DATA / "language_groups.tsv").open("w", encoding="utf-8", newline="") as file:
        print("\t".join(["slug", "name", "aliases", "members", "source", "licence"]), file=file)
        for _, columns in sorted(lines.items()):
            print("\t".join(columns), file=file)
    print(f"{len(lines)} groups, {len(hand)} by hand")


def tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


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


def is_ordinary(name: str, lower: set[str]) -> bool:
    """Say whether a name is short, or also an ordinary word; a reader folds "Meta'" to "meta"."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’ʼ]", "", name.casefold()))
    return len(name) < 5 or (len(words) == 1 and words[0] in lower)


def lower_case_words(path: Path) -> set[str]:
    counts: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in file:
            counts.update(set(re.findall(r"\b[a-z]{3,}\b", json.loads(row)["abstract"] or "")))
    return {word for word, count in counts.items() if count > 1}


if __name__ == "__main__":
    main()
