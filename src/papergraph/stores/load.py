"""Loading a graph into Neo4j: constraints first, labelled batches, safe to repeat and to interrupt.

Nodes and relationships carry the name of the graph they belong to (`papergraph`), and only those are ever touched, so
that a server can be shared. Each also carries a digest of what was loaded, so that a row that has not changed is not
written again and a second load reports 0 changes.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papergraph.errors import QueryError, StoreError
from papergraph.graph.model import properties
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES
from papergraph.stores.batches import ahead, batches
from papergraph.stores.cypher import statement
from papergraph.stores.neo4j import DIGEST, OWNER, Neo4jStore

if TYPE_CHECKING:
    from papergraph.graph.model import Graph, Relation

BATCH = 2_000
"""Rows a transaction. Past some thousands the server gains nothing and keeps more in memory."""

_LONGEST_INDEXED = 8_000
"""Bytes of a name; the server refuses to store a longer one where an index is on it."""

MAX_ATTEMPTS = 8
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 15.0

Progress = Callable[[str, int, int], None]
"""Told (what, done, total) after each batch."""


@dataclass
class LoadReport:
    """What a load changed; with `dry_run`, what it would change."""

    nodes_created: int = 0
    nodes_updated: int = 0
    nodes_deleted: int = 0
    nodes_kept: int = 0  # no longer in the graph, but tied to nodes of somebody else
    relationships_created: int = 0
    relationships_updated: int = 0
    relationships_deleted: int = 0
    seconds: float = 0.0
    rows: int = 0
    dry_run: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def changes(self) -> int:
        """How many nodes and relationships were created, updated or deleted."""
        return (
            self.nodes_created
            + self.nodes_updated
            + self.nodes_deleted
            + self.relationships_created
            + self.relationships_updated
            + self.relationships_deleted
        )


def load_graph(
    graph: Graph,
    store: Neo4jStore,
    *,
    name: str = "papergraph",
    replace: bool = False,
    prune: bool = False,
    dry_run: bool = False,
    batch_size: int = BATCH,
    progress: Progress | None = None,
) -> LoadReport:
    """Load a graph into Neo4j. An interrupted load is finished by loading again.

    Args:
        graph: What to load.
        store: An open server.
        name: Name of the graph on the server; two names are two graphs that never touch each other.
        replace: Delete what the server has of this graph first.
        prune: Delete afterwards what the server has of this graph and the graph no longer holds.
        dry_run: Change nothing, only say what would change.
        batch_size: Rows a transaction.
        progress: Told after each batch.

    Raises:
        StoreError: The server cannot be reached, stays away, or refuses.
    """
    started = time.monotonic()
    loader = _Loader(store, name, batch_size, dry_run=dry_run, progress=progress)
    if not dry_run:
        loader.prepare({node.label for node in graph.nodes() if _too_long(getattr(node, "name", ""))})
    if replace:
        loader.delete_absent({}, {})
    nodes: dict[str, list[Any]] = defaultdict(list)
    for node in graph.nodes():
        nodes[node.label].append(node)
    for label, members in nodes.items():
        loader.load_nodes(label, members)
    relations: dict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for relation in graph.relations:
        relations[relation.type, graph.labels[relation.source], graph.labels[relation.target]].append(relation)
    for (kind, source, target), members in sorted(relations.items()):
        loader.load_relationships(kind, source, target, members)
    if prune and not (replace and not dry_run):
        kept_nodes = {label: {node.id for node in members} for label, members in nodes.items()}
        kept_relations: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for relation in graph.relations:
            kept_relations[relation.type].add((relation.source, relation.target))
        loader.delete_absent(kept_nodes, kept_relations)
    loader.report.counts = dict(sorted(loader.counts.items()))
    loader.report.seconds = time.monotonic() - started
    return loader.report


class _Loader:
    """One load: a store, the graph's name on it, and the report that grows."""

    def __init__(
        self, store: Neo4jStore, name: str, batch_size: int, *, dry_run: bool, progress: Progress | None
    ) -> None:
        self.store = store
        self.name = name
        self.batch_size = batch_size
        self.progress = progress
        self.report = LoadReport(dry_run=dry_run)
        self.counts: Counter[str] = Counter()

    def prepare(self, long_names: Set[str]) -> None:
        """Create the constraints and indexes that are missing; none on the names of the labels given."""
        for label in sorted(long_names):
            self._change_schema(f"DROP INDEX {_name_index(label)} IF EXISTS")
        there = self._schema_there()
        missing = [text for name, text in _schema(long_names).items() if name not in there]
        for text in missing:
            self._change_schema(text)
        if missing:
            self._change_schema("CALL db.awaitIndexes(120)")

    def _schema_there(self) -> set[str]:
        """Return the names of the constraints and of the indexes that are ready; none where we may not look."""
        texts = "SHOW CONSTRAINTS YIELD name", "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name"
        try:
            return {row[0] for text in texts for row in self._run(text).rows}
        except QueryError:  # a user without the right to see them may have that to create them
            return set()

    def load_nodes(self, label: str, members: Sequence[Any]) -> None:
        """Merge the nodes of one label."""
        names = [part.name for part in NODE_LABELS[label].properties]
        rows = ({"id": node.id, **_digested(properties(node), names)} for node in members)
        texts = statement("merge_nodes", label=label), statement("same_nodes", label=label)
        created, updated = self._merge(label, texts, rows, len(members), "nodes_created")
        self.report.nodes_created += created
        self.report.nodes_updated += updated

    def load_relationships(self, kind: str, source: str, target: str, members: Sequence[Relation]) -> None:
        """Merge the relationships of one type between two labels."""
        names = [part.name for part in RELATIONSHIP_TYPES[kind].properties]
        rows = (
            {"source": relation.source, "target": relation.target, **_digested(properties(relation), names)}
            for relation in members
        )
        filled = {"type": kind, "source": source, "target": target}
        texts = statement("merge_relationships", **filled), statement("same_relationships", **filled)
        created, updated = self._merge(kind, texts, rows, len(members), "relationships_created")
        self.report.relationships_created += created
        self.report.relationships_updated += updated

    def _merge(
        self, what: str, texts: tuple[str, str], rows: Iterator[dict[str, Any]], total: int, counter: str
    ) -> tuple[int, int]:
        merge, compare = texts
        created = updated = done = 0
        self.counts[what] += total
        for batch in ahead(batches(rows, self.batch_size)):
            if self.report.dry_run:
                there, same = self._run(compare, batch).rows[0]
                created += len(batch) - there
                updated += there - same
            else:
                result = self._run(merge, batch, write=True)
                new = result.changes.get(counter, 0)
                created += new
                updated += result.rows[0][0] - new
            done += len(batch)
            self.report.rows += len(batch)
            if self.progress:
                self.progress(what, done, total)
        return created, updated

    def delete_absent(self, nodes: Mapping[str, set[str]], relations: Mapping[str, set[tuple[str, str]]]) -> None:
        """Delete what the server has of this graph beyond the given ids and ends."""
        for kind in RELATIONSHIP_TYPES:
            kept = relations.get(kind, set())
            there = self._run(statement("list_relationships", type=kind)).rows
            gone = [{"source": a, "target": b} for a, b in there if (a, b) not in kept]
            self.report.relationships_deleted += len(gone)
            if not self.report.dry_run:
                for batch in batches(gone, self.batch_size):
                    self._run(statement("delete_relationships", type=kind), batch, write=True)
        for label in NODE_LABELS:
            staying = nodes.get(label, set())
            extra = [
                {"id": key} for (key,) in self._run(statement("list_nodes", label=label)).rows if key not in staying
            ]
            if self.report.dry_run:
                self.report.nodes_deleted += len(extra)
                continue
            for batch in batches(extra, self.batch_size):
                deleted = self._run(statement("delete_nodes", label=label), batch, write=True).changes
                count = deleted.get("nodes_deleted", 0)
                self.report.nodes_deleted += count
                self.report.nodes_kept += len(batch) - count

    def _change_schema(self, text: str) -> None:
        self._attempt(lambda: self.store.query(text, write=True))

    def _run(self, text: str, rows: Sequence[Mapping[str, Any]] = (), *, write: bool = False) -> Any:
        parameters = {"rows": list(rows), "graph": self.name}
        return self._attempt(lambda: self.store.query(text, parameters, write=write))

    def _attempt(self, run: Callable[[], Any]) -> Any:
        """Run, again and again while the server is away or busy: every statement here can be repeated."""
        wait = _FIRST_WAIT_SECONDS
        for attempt in range(1, MAX_ATTEMPTS + 1):
            try:
                return run()
            except StoreError as error:
                if attempt == MAX_ATTEMPTS or not _passes(error):
                    raise
                time.sleep(wait * (0.5 + random.random()))  # noqa: S311 - spreads retries, guards nothing
                wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
        raise AssertionError("unreachable")


def _schema(long_names: Set[str]) -> dict[str, str]:
    """Return the statement of each constraint and index by its name."""
    made: dict[str, str] = {}
    for label, node in NODE_LABELS.items():
        low = label.lower()
        unique = f"papergraph_{low}_id"
        made[unique] = f"CREATE CONSTRAINT {unique} IF NOT EXISTS FOR (n:{label}) REQUIRE (n.id, n.{OWNER}) IS UNIQUE"
        by_id = f"papergraph_{low}_by_id"
        made[by_id] = f"CREATE INDEX {by_id} IF NOT EXISTS FOR (n:{label}) ON (n.id)"
        if label not in long_names and any(part.name == "name" for part in node.properties):
            by_name = _name_index(label)
            made[by_name] = f"CREATE INDEX {by_name} IF NOT EXISTS FOR (n:{label}) ON (n.name)"
    named = "|".join(label for label, node in NODE_LABELS.items() if node.table == "concepts")
    for name, labels, texts in (
        ("papergraph_papers", "Paper", "n.title, n.abstract"),
        ("papergraph_concepts", named, "n.name, n.aliases"),
    ):
        made[name] = f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{labels}) ON EACH [{texts}]"
    return made


def _name_index(label: str) -> str:
    return f"papergraph_{label.lower()}_by_name"


def _too_long(name: str) -> bool:
    return len(name.encode("utf-8", "surrogatepass")) > _LONGEST_INDEXED


def _passes(error: StoreError) -> bool:
    """Return whether the trouble may pass: the server restarts, or two transactions met."""
    cause = error.__cause__
    retryable = getattr(cause, "is_retryable", None)
    lost = isinstance(cause, OSError) or type(cause).__name__ in {"IncompleteCommit", "ServiceUnavailable"}
    return lost or bool(retryable and retryable())


def _digested(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return the properties, absent ones as None so that they are removed, and a digest of them."""
    plain = {name: list(value) if isinstance(value := values.get(name), tuple) else value for name in names}
    text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
    return {"properties": plain, "digest": hashlib.sha256(text.encode()).hexdigest()[:16]}


__all__ = ["BATCH", "DIGEST", "LoadReport", "Progress", "load_graph"]
