"""Resolved papers, citations and concepts -> the graph. Nothing here depends on the order of what comes in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from papergraph.graph.builds_on import builds_on
from papergraph.graph.model import ConceptNode, Graph, MentionRow, PaperNode, Relation
from papergraph.graph.people import assemble_authors, assemble_venues
from papergraph.graph.tables import sort_rows
from papergraph.values import Claim, Concept, ConceptReading, Merge, Paper, RelationType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from papergraph.concepts import ConceptResolution
    from papergraph.papers import Citation

_STRENGTH = {relation: strength for strength, relation in enumerate(RelationType)}
_OF_CONCEPT = attrgetter(*(field.name for field in fields(Concept)))
_LANGUAGES = frozenset({"Language", "LanguageGroup"})


def assemble(
    papers: Iterable[Paper],
    readings: Mapping[str, Sequence[ConceptReading]],
    resolution: ConceptResolution,
    *,
    citations: Iterable[Citation] = (),
    merges: Iterable[Merge] = (),
    manifest: Mapping[str, Any] | None = None,
) -> Graph:
    """Return the graph of resolved papers.

    Args:
        papers: the papers of the corpus and those that are only cited.
        readings: paper id -> what its text names, as it was given to `resolve_readings`.
        resolution: which concept each reading is, and how the concepts are linked.
        citations: who cites whom, by paper id.
        merges: the merge ledger of the papers; that of the concepts is in `resolution`.
        manifest: what the manifest says beside counts and files.
    """
    papers = sorted(papers, key=lambda paper: paper.id)
    concepts = [ConceptNode(*_OF_CONCEPT(concept)) for concept in resolution.concepts]
    labels = {concept.id: concept.label for concept in concepts}
    claims: list[Relation] = []
    mentions: list[MentionRow] = []
    for paper in papers:
        for concept, group in _by_concept(paper.id, readings.get(paper.id, ()), resolution.assignment):
            own = list(_relations(paper.id, concept, labels[concept], group))
            claims.extend(own)
            mentions.extend(_mentions(paper.id, concept, labels[concept], group, own))
    authors, wrote = assemble_authors(papers)
    venues, published = assemble_venues(papers)
    nodes = [_paper_node(paper) for paper in papers]
    relations = [
        *claims,
        *_citations(citations),
        *builds_on(nodes, claims, mentions),
        *wrote,
        *published,
        *(Relation(link.source, link.type, link.target, rule=link.rule) for link in resolution.links),
    ]
    return Graph(
        papers=tuple(nodes),
        concepts=tuple(sort_rows("concepts", concepts)),
        authors=tuple(sort_rows("authors", authors)),
        venues=tuple(sort_rows("venues", venues)),
        relations=tuple(sort_rows("relations", relations)),
        mentions=tuple(sort_rows("mentions", mentions)),
        merges=tuple(sort_rows("merges", [*merges, *resolution.merges])),
        manifest=dict(manifest or {}),
    )


def _paper_node(paper: Paper) -> PaperNode:
    return PaperNode(
        id=paper.id,
        title=paper.title,
        other_ids=paper.other_ids,
        abstract=paper.abstract,
        year=paper.year,
        date=paper.date,
        venue=paper.venue,
        doi=paper.doi,
        arxiv_id=paper.arxiv_id,
        acl_id=paper.acl_id,
        url=paper.url,
        in_corpus=paper.in_corpus,
        records=paper.records,
    )


def _by_concept(
    paper: str, readings: Sequence[ConceptReading], assignment: Mapping[tuple[str, int], str]
) -> Iterator[tuple[str, list[ConceptReading]]]:
    """Yield each concept of a paper with the readings that are it, concepts sorted by id."""
    groups: dict[str, list[ConceptReading]] = defaultdict(list)
    for index, reading in enumerate(readings):
        if (concept := assignment.get((paper, index))) is not None:
            groups[concept].append(reading)
    yield from sorted(groups.items())


def _relations(paper: str, concept: str, label: str, readings: Sequence[ConceptReading]) -> Iterator[Relation]:
    """Yield at most one relationship of each type; mere mentions only where there is no other."""
    claims: dict[RelationType, list[Claim]] = defaultdict(list)
    for reading in readings:
        for claim in reading.claims:
            claims[_relation(claim, label)].append(claim)
    if len(claims) > 1:
        claims.pop(RelationType.MENTIONS, None)
    firsts = {_relation(reading.claims[0], label) for reading in readings} & claims.keys()
    primary = min(firsts or claims, key=_STRENGTH.__getitem__)
    for relation, group in claims.items():
        best = min(group, key=_preference)
        yield Relation(
            paper,
            relation.value,
            concept,
            confidence=round(best.confidence, 2),
            evidence=best.evidence,
            start=best.start,
            end=best.end,
            rule=best.rule,
            hedged=best.hedged,
            primary=relation is primary,
            said_low_resource=(
                any(claim.said_low_resource for claim in group) if relation is RelationType.COVERS else None
            ),
            negated=best.negated if relation is RelationType.MENTIONS else None,
        )


def _relation(claim: Claim, label: str) -> RelationType:
    """Return the relationship type of a claim, fitted to the label that the concept has in the end.

    A reading may have been retyped; what is used as a method is covered as a language, and the other way round. What
    is negated is not done.
    """
    if claim.negated or claim.relation is RelationType.MENTIONS:
        return RelationType.MENTIONS
    if label in _LANGUAGES:
        return RelationType.COVERS
    return RelationType.USES if claim.relation is RelationType.COVERS else claim.relation


def _preference(claim: Claim) -> tuple[Any, ...]:
    return -claim.confidence, claim.hedged, claim.negated, claim.start, claim.end, claim.rule, claim.evidence


def _mentions(
    paper: str, concept: str, label: str, readings: Sequence[ConceptReading], relations: Sequence[Relation]
) -> Iterator[MentionRow]:
    """Yield every mention once; its relation is that of the claim that it carries, else the primary one."""
    primary = next(relation.type for relation in relations if relation.primary)
    kept = {relation.type for relation in relations}
    carried: dict[tuple[int, int], RelationType] = {}
    for claim in (claim for reading in readings for claim in reading.claims):
        place, relation = (claim.start, claim.end), _relation(claim, label)
        carried[place] = min(carried.get(place, relation), relation, key=_STRENGTH.__getitem__)
    rows: dict[tuple[int, int], MentionRow] = {}
    for reading in readings:
        for mention in reading.mentions:
            place = mention.start, mention.end
            said = carried[place].value if place in carried else primary
            row = MentionRow(
                paper=paper,
                concept=concept,
                text=mention.text,
                start=mention.start,
                end=mention.end,
                relation=said if said in kept else primary,
                rule=mention.rule,
                confidence=round(mention.confidence, 2),
            )
            if place not in rows or (-row.confidence, row.rule) < (-rows[place].confidence, rows[place].rule):
                rows[place] = row
    yield from rows.values()


def _citations(citations: Iterable[Citation]) -> Iterator[Relation]:
    """Yield each citation once, with every source that gives it."""
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    for citation in citations:
        origins[citation.source, citation.target].update(citation.origin.split("+"))
    for (source, target), known in origins.items():
        yield Relation(source, "CITES", target, origin="+".join(sorted(known)))
