"""Texts by id, from the corpus folder; nothing of them is kept in the repository."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from papergraph.sources import read
from papergraph.values import Record

if TYPE_CHECKING:
    from pathlib import Path


def acl_texts(corpus: Path) -> dict[str, tuple[str, str]]:
    """Return `{ACL id: (title, abstract)}` of `corpus/acl/abstracts.jsonl.gz`."""
    path = corpus / "acl" / "abstracts.jsonl.gz"
    if not path.exists():
        raise SystemExit(f"{path} is missing: training takes the texts from a corpus folder by id")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["id"]: (row["title"], row["abstract"]) for row in rows if row.get("abstract")}


def listing_texts(corpus: Path) -> dict[str, tuple[str, str]]:
    """Return `{title: (title, abstract)}` of the saved listings in `corpus/daily-papers`."""
    found = [entry for entry in read([corpus / "daily-papers"]) if isinstance(entry, Record)]
    return {r.title: (r.title, " ".join(r.abstract.split())) for r in found if r.title and r.abstract}
