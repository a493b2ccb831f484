"""The ACL Anthology: its XML files, asked for one by one, or in a folder (a checkout's `data/xml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papergraph.enrich.client import Client, ServiceError
from papergraph.enrich.records import entries_of
from papergraph.sources.acl import read
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from papergraph.graph import PaperNode

_COLLECTION = re.compile(r"([A-Z]\d\d)-\d+|(\d{4}\.[a-z0-9_]+)-[a-z0-9_]+\.\d+")

Entry = dict[str, Any]


@dataclass(slots=True)
class Folder:
    """The Anthology's XML files in a folder of the user's; asks nobody."""

    path: Path
    kept: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str, _parameters: Mapping[str, str]) -> bytes | None:
        """Return a file's content, or None where there is none.

        Raises:
            ServiceError: It cannot be read.
        """
        file = self.path / path.lstrip("/")
        try:
            return file.read_bytes() if file.is_file() else None
        except OSError as error:
            raise ServiceError(f"{file}: cannot be read: {error.strerror or error}") from error

    def by_title(self) -> Mapping[str, list[Entry]]:
        """Return folded title -> papers of all files; a damaged file is passed over."""
        if "titles" not in self.kept:
            titles: dict[str, list[Entry]] = {}
            for file in sorted(self.path.glob("*.xml")):
                try:
                    entries = entries_of("the ACL Anthology", file.read_bytes(), read, root="collection")
                except (ServiceError, OSError):
                    continue
                for entry in entries:
                    titles.setdefault(fold_words(entry["title"]), []).append(entry)
            self.kept["titles"] = titles
        found: Mapping[str, list[Entry]] = self.kept["titles"]
        return found


def candidates(client: Client | Folder, paper: PaperNode) -> Iterator[list[Entry]]:
    """Yield the paper of an Anthology id; in a folder also those of its title. The Anthology has no search to ask."""
    match = _COLLECTION.fullmatch(paper.acl_id or "")
    if match:
        name = match.group(1) or match.group(2)
        yield [entry for entry in _collection(client, name) if entry.get("acl_id") == paper.acl_id]
    if isinstance(client, Folder):
        yield client.by_title().get(fold_words(paper.title), [])


def _collection(client: Client | Folder, name: str) -> list[Entry]:
    """Return the papers of a file, asked for once a run."""
    known: dict[str, list[Entry]] = client.kept.setdefault("collections", {})
    if name not in known:
        body = client.get(f"/{name}.xml", {})
        known[name] = [] if body is None else entries_of("the ACL Anthology", body, read, root="collection")
    return known[name]
