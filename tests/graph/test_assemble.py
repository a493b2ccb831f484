from __future__ import annotations

import dataclasses
import random

from hypothesis import given
from hypothesis import strategies as st

from papergraph.concepts import Concept, ConceptLink, ConceptResolution
from papergraph.graph import Graph, Relation
from papergraph.graph.assemble import assemble
from papergraph.papers import Citation
from papergraph.values import Author, Claim, ConceptReading, ConceptType, Mention, Merge, Paper, RelationType

TITLE = "Tuning T5 with LoRA for Māori"
LORA = TITLE.index("LoRA")
MAORI = TITLE.index("Māori")


def concept(kind: str, slug: str, name: str, **others: object) -> Concept:
    fields: dict[str, object] = {
        "id": f"{kind.lower()}:{slug}",
        "label": kind,
        "name": name,
        "aliases": (),
        "paper_count": 1,
        "first_year": None,
        "iso639_3": None,
        "glottocode": None,
        "family": None,
        "resource_class": None,
        "low_resource": None,
    }
    return Concept(**(fields | others))  # type: ignore[arg-type]  # one helper for all fields


def claim(relation: RelationType, start: int, end: int, confidence: float = 0.8, **others: bool) -> Claim:
    return Claim(relation, confidence, TITLE, start, end, "test", **others)


def reading(kind: ConceptType, start: int, end: int, *claims: Claim) -> ConceptReading:
    return ConceptReading(kind, TITLE[start:end], (Mention(start, end, TITLE[start:end], "test", 0.777),), claims)


def resolved(assignment: dict[tuple[str, int], str], *concepts: Concept) -> ConceptResolution:
    return ConceptResolution(concepts=concepts, assignment=assignment, links=(), merges=())


def one_paper(*claims: Claim, label: str = "Method") -> list[Relation]:
    """Return the relationships of a paper with one reading at the place of LoRA."""
    paper = Paper("doi:10.1/x", TITLE)
    known = concept(label, "lora", "LoRA")
    given = {paper.id: (reading(ConceptType.METHOD, LORA, LORA + 4, *claims),)}
    graph = assemble([paper], given, resolved({(paper.id, 0): known.id}, known))
    assert graph.problems() == []
    return list(graph.relations)


def test_a_whole_graph() -> None:
    lora, maori = concept("Method", "lora", "LoRA"), concept("Language", "mri", "Māori", low_resource=True)
    one = Paper("doi:10.1/x", TITLE, authors=(Author("Ann Lee"),), venue="ACL", records=("a.jsonl:1",))
    cited = Paper("doi:10.1/y", "LoRA", in_corpus=False)
    paper_merge = Merge("paper", "a:1", "a:2", "doi", 1.0, "10.1/x")
    concept_merge = Merge("concept", "LoRA", "Lora", "case", 1.0, "")
    resolution = dataclasses.replace(
        resolved({(one.id, 0): lora.id, (one.id, 1): maori.id}, maori, lora),
        links=(ConceptLink(lora.id, "VARIANT_OF", lora.id, "test"),),
        merges=(concept_merge,),
    )
    graph = assemble(
        [cited, one],
        {
            one.id: (
                reading(ConceptType.METHOD, LORA, LORA + 4, claim(RelationType.USES, LORA, LORA + 4)),
                reading(
                    ConceptType.LANGUAGE,
                    MAORI,
                    MAORI + 5,
                    claim(RelationType.COVERS, MAORI, MAORI + 5, said_low_resource=True),
                ),
            )
        },
        resolution,
        citations=[Citation(one.id, cited.id, "jsonl")],
        merges=[paper_merge],
        manifest={"title": "T"},
    )
    assert graph.problems() == []
    assert [paper.id for paper in graph.papers] == [one.id, cited.id]
    assert {(row.source, row.type, row.target) for row in graph.relations} == {
        (one.id, "USES", "method:lora"),
        (one.id, "COVERS", "language:mri"),
        (one.id, "CITES", cited.id),
        (one.id, "PUBLISHED_IN", "venue:acl"),
        ("author:ann-lee", "WROTE", one.id),
        ("method:lora", "VARIANT_OF", "method:lora"),
    }
    covers = next(row for row in graph.relations if row.type == "COVERS")
    assert (covers.said_low_resource, covers.primary, covers.negated) == (True, True, None)
    assert graph.mentions[0].confidence == 0.78
    assert graph.merges == (concept_merge, paper_merge)
    assert graph.manifest["title"] == "T"


def test_mere_mentions_stand_only_alone() -> None:
    use, mention = claim(RelationType.USES, LORA, LORA + 4, 0.3), claim(RelationType.MENTIONS, LORA, LORA + 4, 0.9)
    assert [row.type for row in one_paper(use, mention)] == ["USES"]
    assert [row.type for row in one_paper(mention)] == ["MENTIONS"]


def test_what_is_negated_is_only_mentioned() -> None:
    (found,) = one_paper(claim(RelationType.USES, LORA, LORA + 4, negated=True))
    assert (found.type, found.negated, found.primary) == ("MENTIONS", True, True)


def test_a_retyped_concept_gets_the_relation_of_its_label() -> None:
    use, cover = claim(RelationType.USES, LORA, LORA + 4), claim(RelationType.COVERS, LORA, LORA + 4)
    assert [row.type for row in one_paper(use, label="Language")] == ["COVERS"]
    assert [row.type for row in one_paper(cover, label="Model")] == ["USES"]


def test_two_readings_of_one_concept_are_one_relationship_of_each_type() -> None:
    lora = concept("Method", "lora", "LoRA")
    paper = Paper("doi:10.1/x", TITLE, abstract="LoRA")
    again = len(TITLE) + 1
    readings = (
        reading(ConceptType.METHOD, LORA, LORA + 4, claim(RelationType.USES, LORA, LORA + 4, 0.6)),
        ConceptReading(
            ConceptType.METHOD,
            "LoRA",
            (Mention(again, again + 4, "LoRA", "other", 0.9),),
            (claim(RelationType.INTRODUCES, again, again + 4, 0.5), claim(RelationType.USES, again, again + 4, 0.9)),
        ),
    )
    results = [
        assemble([paper], {paper.id: order}, resolved({(paper.id, 0): lora.id, (paper.id, 1): lora.id}, lora))
        for order in (readings, readings[::-1])
    ]
    assert results[0] == results[1]
    assert [(row.type, row.confidence, row.primary) for row in results[0].relations] == [
        ("INTRODUCES", 0.5, True),
        ("USES", 0.9, False),
    ]
    assert [row.relation for row in results[0].mentions] == ["USES", "INTRODUCES"]


def test_a_dropped_reading_leaves_nothing() -> None:
    paper = Paper("doi:10.1/x", TITLE)
    given = {paper.id: (reading(ConceptType.METHOD, LORA, LORA + 4, claim(RelationType.USES, LORA, LORA + 4)),)}
    graph = assemble([paper], given, resolved({}))
    assert (graph.relations, graph.mentions, graph.concepts) == ((), (), ())


CLAIMS = st.lists(
    st.builds(
        Claim,
        relation=st.sampled_from(RelationType),
        confidence=st.floats(0, 1),
        evidence=st.just(TITLE),
        start=st.just(LORA),
        end=st.just(LORA + 4),
        rule=st.sampled_from(["a", "b"]),
        hedged=st.booleans(),
        negated=st.booleans(),
        said_low_resource=st.booleans(),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.relation,
)


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("ml"), CLAIMS), max_size=6), st.integers())
def test_any_readings_in_any_order_give_one_sound_graph(rows: list[tuple[str, str, list[Claim]]], seed: int) -> None:
    known = {"m": concept("Method", "m", "M"), "l": concept("Language", "l", "L")}
    papers = [Paper(f"doi:10.1/{name}", TITLE, year=2020) for name in "xyz"]

    def build(order: list[tuple[str, str, list[Claim]]]) -> Graph:
        readings: dict[str, list[ConceptReading]] = {paper.id: [] for paper in papers}
        assignment = {}
        for name, key, claims in order:
            own = readings[f"doi:10.1/{name}"]
            assignment[f"doi:10.1/{name}", len(own)] = known[key].id
            own.append(reading(ConceptType.METHOD, LORA, LORA + 4, *claims))
        shuffled = random.Random(seed).sample(papers, len(papers))
        return assemble(shuffled, readings, resolved(assignment, *known.values()))

    graph = build(rows)
    assert graph.problems() == []
    assert build(random.Random(seed).sample(rows, len(rows))) == graph
    by_pair: dict[tuple[str, str], list[Relation]] = {}
    for row in graph.relations:
        if row.type != "BUILDS_ON":
            by_pair.setdefault((row.source, row.target), []).append(row)
    for group in by_pair.values():
        assert sum(row.primary is True for row in group) == 1
        assert len(group) == 1 or all(row.type != "MENTIONS" for row in group)
    assert {(row.paper, row.concept) for row in graph.mentions} == set(by_pair)
