"""A small graph that has every label, relationship type and awkward value."""

from __future__ import annotations

from papergraph.graph import (
    AuthorNode,
    ConceptNode,
    Graph,
    MentionRow,
    PaperNode,
    RecordRow,
    Relation,
    VenueNode,
)
from papergraph.values import Merge


def claim(source: str, kind: str, target: str, **others: object) -> Relation:
    fields: dict[str, object] = {
        "confidence": 0.9,
        "evidence": "We use it.",
        "start": 0,
        "end": 4,
        "rule": "test",
        "hedged": False,
        "primary": True,
    }
    if kind == "COVERS":
        fields["said_low_resource"] = False
    if kind == "MENTIONS":
        fields["negated"] = False
    return Relation(source, kind, target, **(fields | others))  # type: ignore[arg-type]  # one helper for all types


def small_graph() -> Graph:
    return Graph(
        papers=(
            PaperNode(
                id="arxiv:2101.00001",
                title='LoRA "für" Māori 🙂 <script>alert(1)</script>\tX',
                other_ids=("doi:10.1/x",),
                abstract="We adapt models.\nIt works for Māori, e\u0301 and 'low-resource' languages.",
                year=2021,
                date="2021-01",
                venue="ACL",
                doi="10.1/x",
                arxiv_id="2101.00001",
                url="https://example.org/?a=1&b=2",
                records=("a.jsonl:1", "b/ü.txt:3"),
            ),
            PaperNode(id="title:0123456789ab", title="", records=("a.jsonl:2",)),
            PaperNode(id="doi:10.2/y", title="Only cited", in_corpus=False),
        ),
        concepts=(
            ConceptNode("dataset:squad", "Dataset", "SQuAD", paper_count=1),
            ConceptNode("language:deu", "Language", "German", iso639_3="deu", resource_class=5, low_resource=False),
            ConceptNode(
                "language:mri",
                "Language",
                "Māori",
                aliases=("Maori", "te reo Māori"),
                paper_count=1,
                first_year=2021,
                iso639_3="mri",
                glottocode="maor1246",
                family="Austronesian",
                resource_class=1,
                low_resource=True,
            ),
            ConceptNode("language_group:low-resource-languages", "LanguageGroup", "low-resource languages"),
            ConceptNode("method:lora", "Method", "LoRA", aliases=("Low-Rank Adaptation",), paper_count=2),
            ConceptNode("model:llama", "Model", "LLaMA"),
            ConceptNode("model:llama-2", "Model", "LLaMA-2", paper_count=1),
            ConceptNode("task:question-answering", "Task", "question answering", paper_count=1),
            ConceptNode("task:open-question-answering", "Task", "open question answering"),
        ),
        authors=(
            AuthorNode("author:zoë-o-neil", "Zoë O'Neil"),
            AuthorNode("orcid:0000-0002-1825-0097", "A; B", orcid="0000-0002-1825-0097", other_ids=("openalex:A1",)),
        ),
        venues=(VenueNode("venue:acl", "ACL"),),
        relations=(
            claim("arxiv:2101.00001", "INTRODUCES", "method:lora"),
            claim("arxiv:2101.00001", "USES", "model:llama-2"),
            claim("arxiv:2101.00001", "EVALUATES_ON", "dataset:squad", hedged=True, confidence=0.51),
            claim("arxiv:2101.00001", "EVALUATES_ON", "task:question-answering"),
            claim("arxiv:2101.00001", "COMPARES_WITH", "model:llama"),
            claim("arxiv:2101.00001", "COVERS", "language:mri", said_low_resource=True),
            claim("arxiv:2101.00001", "MENTIONS", "language:deu", negated=True),
            claim("title:0123456789ab", "USES", "method:lora"),
            Relation("arxiv:2101.00001", "CITES", "doi:10.2/y", origin="jsonl"),
            Relation("title:0123456789ab", "BUILDS_ON", "arxiv:2101.00001", via=("method:lora",), confidence=0.9),
            Relation("author:zoë-o-neil", "WROTE", "arxiv:2101.00001", position=1),
            Relation("orcid:0000-0002-1825-0097", "WROTE", "arxiv:2101.00001", position=2),
            Relation("arxiv:2101.00001", "PUBLISHED_IN", "venue:acl"),
            Relation("model:llama-2", "VARIANT_OF", "model:llama", rule="version"),
            Relation("task:open-question-answering", "SUBTASK_OF", "task:question-answering", rule="prefix"),
            Relation("language:mri", "MEMBER_OF", "language_group:low-resource-languages", rule="class"),
        ),
        mentions=(
            MentionRow("arxiv:2101.00001", "method:lora", "LoRA", 0, 4, "INTRODUCES", "test", 0.9),
            MentionRow("arxiv:2101.00001", "language:mri", "Māori", 11, 16, "COVERS", "test", 0.8),
        ),
        records=(
            RecordRow("a.jsonl:1", "arxiv:2101.00001", "jsonl", "x1", "LoRA", extra='{"votes": "3"}'),
            RecordRow("a.jsonl:2", "title:0123456789ab", "jsonl"),
        ),
        merges=(Merge("concept", "LoRA", "Low-Rank Adaptation", "abbreviation", 1.0, "Low-Rank Adaptation (LoRA)"),),
        manifest={"title": "Small", "inputs": [], "skipped": [], "settings": {}},
    )
