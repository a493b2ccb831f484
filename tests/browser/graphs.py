"""Graphs for the browser: one that is out to harm, one that a search can be checked on, and large ones."""

from __future__ import annotations

import random
from dataclasses import replace

from papergraph.graph import AuthorNode, ConceptNode, Graph, MentionRow, PaperNode, Relation, VenueNode
from tests.hostile import ATTACKS


def hostile() -> Graph:
    """Return a graph in which every string of every kind is an attack; each attack is in every place."""
    papers, concepts, authors, venues, relations, mentions = [], [], [], [], [], []
    kinds = ("Model", "Dataset", "Language", "Method", "Task", "LanguageGroup")
    for at, text in enumerate(ATTACKS):
        title = text.replace("\x00", " ").strip() or "-"
        paper = PaperNode(
            id=f"title:{at:03}{text}",
            title=title,
            abstract=f"{text} We use {text} here. {text}",
            year=2000 + at % 20,
            venue=text,
            doi=text,
            arxiv_id=text,
            acl_id=text,
            url=text,
            other_ids=(text,),
            date=text,
            records=(f"{text}:1",),
        )
        kind = kinds[at % len(kinds)]
        concept = ConceptNode(
            f"{kind.lower()}:{at:03}{text}", kind, text, aliases=(text, f"{text}2"), paper_count=1, family=text
        )
        author = AuthorNode(f"author:{at:03}{text}", text, orcid=text)
        venue = VenueNode(f"venue:{at:03}{text}", text)
        start = len(title) + 1
        relations += [
            Relation(
                paper.id,
                "COVERS" if kind in {"Language", "LanguageGroup"} else "USES",
                concept.id,
                confidence=0.5,
                evidence=f"We use {text} here.",
                start=start,
                end=start + len(text),
                rule=text,
                hedged=True,
                primary=True,
            ),
            Relation(author.id, "WROTE", paper.id, position=1),
            Relation(paper.id, "PUBLISHED_IN", venue.id),
        ]
        mentions.append(MentionRow(paper.id, concept.id, text, start, start + len(text), "USES", text, 0.5))
        if papers:
            relations.append(Relation(paper.id, "CITES", papers[-1].id, origin=text))
            relations.append(Relation(paper.id, "BUILDS_ON", papers[-1].id, via=(concept.id,), confidence=0.5))
        papers.append(paper)
        concepts.append(concept)
        authors.append(author)
        venues.append(venue)
    return sort(Graph(tuple(papers), tuple(concepts), tuple(authors), tuple(venues), tuple(relations), tuple(mentions)))


WORDS = (
    "model data task method training neural text speech graph transfer resource translation corpus evaluation learning "
    "attention approach dataset benchmark system sequence parser label domain large small strong shared simple"
).split()


def synthetic(papers: int, concepts: int, relations: int, *, seed: int = 3) -> Graph:
    """Return a graph with abstracts of about 1,250 characters, topics, evidence and citations, the same for a seed."""
    draw = random.Random(seed)
    kinds = ("Model", "Dataset", "Language", "Method", "Task")
    known = []
    for at in range(concepts):
        kind = kinds[at % len(kinds)]
        low = at % 3 == 0 if kind == "Language" else None
        known.append(
            ConceptNode(f"{kind.lower()}:c{at:06}", kind, f"{draw.choice(WORDS).title()} {at}", low_resource=low)
        )
    topics = []
    for topic in range(40):
        frequent = {(int(draw.paretovariate(0.8)) - 1 + topic * 7) % concepts for _ in range(60)}
        topics.append(
            [known[at] for at in sorted(frequent | {draw.randrange(concepts) for _ in range(concepts // 40)})]
        )
    nodes, links, mentions = [], [], []
    each = max(1, round(relations / papers * 0.78))
    for at in range(papers):
        title = f"On {draw.choice(WORDS)} {draw.choice(WORDS)} {at}"
        sentences: list[str] = []
        offset = len(title) + 1
        for concept in {concept.id: concept for concept in draw.choices(draw.choice(topics), k=each)}.values():
            sentence = f"We use {concept.name} with {' '.join(draw.choices(WORDS, k=14))}."
            kind = (
                "COVERS"
                if concept.label == "Language"
                else draw.choice(["USES", "EVALUATES_ON", "MENTIONS", "INTRODUCES"])
            )
            start, end = offset + 7, offset + 7 + len(concept.name)
            links.append(
                Relation(
                    f"arxiv:{at:06}",
                    kind,
                    concept.id,
                    confidence=draw.randrange(50, 100) / 100,
                    evidence=sentence,
                    start=start,
                    end=end,
                    rule="cue",
                    hedged=False,
                    primary=True,
                    said_low_resource=False if kind == "COVERS" else None,
                    negated=False if kind == "MENTIONS" else None,
                )
            )
            mentions.append(MentionRow(f"arxiv:{at:06}", concept.id, concept.name, start, end, kind, "vocabulary", 0.9))
            sentences.append(sentence)
            offset += len(sentence) + 1
        while offset < len(title) + 1250:
            sentences.append(" ".join(draw.choices(WORDS, k=18)) + ".")
            offset += len(sentences[-1]) + 1
        nodes.append(
            PaperNode(
                f"arxiv:{at:06}",
                title,
                abstract=" ".join(sentences),
                year=2005 + draw.randrange(20),
                venue=f"Venue {draw.randrange(12)}",
                arxiv_id=f"{at:06}",
                records=(f"file{at % 4}.jsonl:{at + 1}",),
            )
        )
    cited: set[tuple[int, int]] = set()
    while len(cited) < relations - len(links):
        pair = (draw.randrange(papers), draw.randrange(papers))
        if pair[0] != pair[1]:
            cited.add(pair)
    links += [Relation(nodes[a].id, "CITES", nodes[b].id, origin="test") for a, b in sorted(cited)]
    return sort(Graph(tuple(nodes), tuple(known), (), (), tuple(links), tuple(mentions)))


def sort(graph: Graph) -> Graph:
    """Return the graph in the order in which graphs are written."""
    return replace(
        graph,
        papers=tuple(sorted(graph.papers, key=lambda node: node.id)),
        concepts=tuple(sorted(graph.concepts, key=lambda node: node.id)),
        authors=tuple(sorted(graph.authors, key=lambda node: node.id)),
        venues=tuple(sorted(graph.venues, key=lambda node: node.id)),
        relations=tuple(sorted(graph.relations, key=lambda r: (r.source, r.type, r.target))),
        mentions=tuple(sorted(graph.mentions, key=lambda m: (m.paper, m.start, m.end, m.concept))),
    )
