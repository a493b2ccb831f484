"""JSON-LD in the terms of schema.org, with our own relationship types beside them.

Papers are `ScholarlyArticle`, authors `Person`, venues `Periodical`, languages `Language`, datasets `Dataset`, other
concepts `DefinedTerm`. `mentions` of schema.org holds every concept of a paper; which of them it introduces or uses
is said in our own namespace. Nothing is fetched: the context stands in the file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from papergraph.exporters.outputs import new_text_file
from papergraph.graph import AuthorNode, ConceptNode, PaperNode
from papergraph.graph.schema import CONCEPT_RELATIONSHIPS, RELATIONSHIP_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.graph import Graph, Node

VOCABULARY = "https://w3id.org/papergraph/vocabulary#"
NODES = "urn:papergraph:"

_TYPES = {
    "Paper": "ScholarlyArticle",
    "Author": "Person",
    "Venue": "Periodical",
    "Language": "Language",
    "Dataset": "Dataset",
}
_OWN_IDS = ("title:", "bibtex:")
"""Identifiers that mean nothing beyond this graph and the files it was made from."""
_SCHEMA_ORG = {"CITES": "citation", "PUBLISHED_IN": "isPartOf"}


def write(graph: Graph, path: Path) -> None:
    """Write the whole graph, a node a line.

    Raises:
        ExportError: The file cannot be written.
    """
    links: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for relation in graph.relations:
        target = {"@id": iri(relation.target)}
        if relation.type == "WROTE":
            links[relation.target]["author"].append({"@id": iri(relation.source)})
            continue
        links[relation.source][_SCHEMA_ORG.get(relation.type, _term(relation.type))].append(target)
        if relation.type in CONCEPT_RELATIONSHIPS and target not in links[relation.source]["mentions"]:
            links[relation.source]["mentions"].append(target)
    with new_text_file(path) as stream:
        stream.write('{"@context": ' + json.dumps(_context(), ensure_ascii=False) + ',\n"@graph": [')
        for number, node in enumerate(graph.nodes()):
            stream.write(",\n" if number else "\n")
            stream.write(json.dumps(_object(node) | links.get(node.id, {}), ensure_ascii=False))
        stream.write("\n]}\n")


def iri(node_id: str) -> str:
    """Return a node's id as an IRI: `urn:papergraph:method:lora`."""
    return NODES + quote(node_id, safe=":/-._~")


def _term(relation: str) -> str:
    first, *rest = relation.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def _context() -> dict[str, Any]:
    own = {_term(name): {"@id": VOCABULARY + _term(name), "@type": "@id"} for name in RELATIONSHIP_TYPES}
    linked = {
        name: {"@id": f"https://schema.org/{name}", "@type": "@id"}
        for name in ("author", "citation", "isPartOf", "mentions", "sameAs", "url")
    }
    plain = ("inCorpus", "paperCount", "firstYear", "iso6393", "glottocode", "family", "resourceClass", "lowResource")
    return {"@vocab": "https://schema.org/", **own, **linked, **{name: VOCABULARY + name for name in plain}}


def _object(node: Node) -> dict[str, Any]:
    head: dict[str, Any] = {"@id": iri(node.id), "@type": _TYPES.get(node.label, "DefinedTerm")}
    if isinstance(node, PaperNode):
        fields: dict[str, Any] = {
            "name": node.title,
            "abstract": node.abstract,
            "datePublished": node.date or (str(node.year) if node.year is not None else None),
            "identifier": [each for each in (node.id, *node.other_ids) if not each.startswith(_OWN_IDS)],
            "url": node.url if node.url and node.url.startswith(("http://", "https://")) else None,
            "inCorpus": node.in_corpus,
        }
    elif isinstance(node, ConceptNode):
        fields = {
            "name": node.name,
            "alternateName": list(node.aliases),
            "inDefinedTermSet": f"{VOCABULARY}{node.label}" if head["@type"] == "DefinedTerm" else None,
            "paperCount": node.paper_count,
            "firstYear": node.first_year,
            "iso6393": node.iso639_3,
            "glottocode": node.glottocode,
            "family": node.family,
            "resourceClass": node.resource_class,
            "lowResource": node.low_resource,
        }
    elif isinstance(node, AuthorNode):
        fields = {
            "name": node.name,
            "identifier": list(node.other_ids),
            "sameAs": f"https://orcid.org/{node.orcid}" if node.orcid else None,
        }
    else:
        fields = {"name": node.name}
    return head | {name: value for name, value in fields.items() if value not in (None, [])}
