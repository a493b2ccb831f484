"""A graph made by hand, small enough to know every row and rich enough that every named query has one."""

from __future__ import annotations

from papergraph.graph import AuthorNode, ConceptNode, Graph, MentionRow, PaperNode, Relation, VenueNode
from papergraph.graph.measured import measured
from papergraph.values import Merge

# id, title, year, in_corpus
PAPERS = """
arxiv:1706.1  | Attention Is Enough                                  | 2017 |
arxiv:1810.1  | BERT: Deep Bidirectional Encoders                    | 2018 |
arxiv:2106.1  | LoRA: Low-Rank Adapters for Large Models             | 2021 |
arxiv:2305.1  | QLoRA: Tuning Quantized Models                       | 2023 |
acl:2021.x.1  | MasakhaTest: Entities in African Languages           | 2021 |
acl:2023.x.2  | Low-Rank Tuning for Swahili and Yoruba Speech        | 2023 |
acl:2023.x.3  | Translating Māori with "Borrowed" Data               | 2023 |
acl:2024.x.4  | Adapters against LoRA: a Comparison                  | 2024 |
doi:10.1/x5   | A Survey of Question Answering                       | 2024 |
title:0a0a0a  | A Study without a Year                               |      |
arxiv:2401.1  | GLUE Revisited: do Encoders Still Win?               | 2024 |
arxiv:2402.1  | Summaries of German Court Cases                      | 2024 |
arxiv:2403.1  | Small Encoders for Icelandic and Faroese             | 2024 |
doi:10.1/old  | Long Short-Term Memory                               | 1997 | cited only
title:0b0b0b  | Notes on Nothing in Particular                       | 2022 |
"""
# label | name | aliases | first year
CONCEPTS = """
Model    | Transformer           | transformers
Model    | BERT                  | bert-base; Bidirectional Encoder Representations
Model    | mBERT                 | multilingual BERT
Model    | LLaMA                 | Llama
Model    | IceBERT               |
Model    | OrphanLM              |
Dataset  | GLUE                  | General Language Understanding Evaluation
Dataset  | SQuAD                 | Stanford Question Answering Dataset
Dataset  | MasakhaTest           | Masakha Test
Dataset  | CourtSum              |
Method   | LoRA                  | Low-Rank Adaptation; low-rank adapters
Method   | QLoRA                 | Quantized LoRA
Method   | adapters              | adapter tuning; adapter
Method   | back-translation      | backtranslation
Method   | self-attention        |
Method   | glue                  |
Task     | named entity recognition | NER
Task     | machine translation   | MT; translation
Task     | question answering    | QA
Task     | speech recognition    | ASR
Task     | summarization         | summarisation; text summarization
Task     | open-domain question answering | open-domain QA
LanguageGroup | low-resource languages | low-resource language
LanguageGroup | African languages |
"""
# name | aliases | iso | family | class
LANGUAGES = """
English   |            | eng | Indo-European  | 5
German    | Deutsch    | deu | Indo-European  | 5
Swahili   | Kiswahili  | swa | Atlantic-Congo | 2
Yoruba    | Yorùbá     | yor | Atlantic-Congo | 2
Māori     | Maori      | mri | Austronesian   | 1
Icelandic |            | isl | Indo-European  | 2
Faroese   |            | fao | Indo-European  | 1
Klingon   |            |     |                |
"""
CLAIMS = """
arxiv:1706.1 INTRODUCES Transformer 0.98
arxiv:1706.1 INTRODUCES self-attention 0.9
arxiv:1706.1 EVALUATES_ON machine translation 0.9
arxiv:1706.1 COVERS German 0.8
arxiv:1706.1 COVERS English 0.8
arxiv:1810.1 INTRODUCES BERT 0.99
arxiv:1810.1 USES Transformer 0.9
arxiv:1810.1 EVALUATES_ON GLUE 0.95
arxiv:1810.1 EVALUATES_ON SQuAD 0.95
arxiv:1810.1 EVALUATES_ON question answering 0.9
arxiv:2106.1 INTRODUCES LoRA 0.99
arxiv:2106.1 COMPARES_WITH adapters 0.8
arxiv:2106.1 EVALUATES_ON GLUE 0.9
arxiv:2106.1 USES Transformer 0.7
arxiv:2305.1 INTRODUCES QLoRA 0.99
arxiv:2305.1 USES LoRA 0.95
arxiv:2305.1 USES LLaMA 0.9
arxiv:2305.1 EVALUATES_ON question answering 0.5 hedged
acl:2021.x.1 INTRODUCES MasakhaTest 0.97
acl:2021.x.1 USES mBERT 0.9
acl:2021.x.1 USES named entity recognition 0.9
acl:2021.x.1 EVALUATES_ON named entity recognition 0.8 secondary
acl:2021.x.1 COVERS Swahili 0.9
acl:2021.x.1 COVERS Yoruba 0.9
acl:2021.x.1 COVERS African languages 0.9
acl:2023.x.2 USES LoRA 0.9
acl:2023.x.2 EVALUATES_ON speech recognition 0.9
acl:2023.x.2 COVERS Swahili 0.95
acl:2023.x.2 COVERS Yoruba 0.95 said
acl:2023.x.2 COVERS English 0.4
acl:2023.x.3 USES back-translation 0.9
acl:2023.x.3 USES machine translation 0.9
acl:2023.x.3 COVERS Māori 0.99 said
acl:2023.x.3 COVERS low-resource languages 0.9
acl:2024.x.4 USES LoRA 0.9
acl:2024.x.4 USES adapters 0.9
acl:2024.x.4 USES BERT 0.6
acl:2024.x.4 EVALUATES_ON GLUE 0.9
acl:2024.x.4 COMPARES_WITH QLoRA 0.8
acl:2024.x.4 COVERS low-resource languages 0.6
acl:2024.x.4 COVERS English 0.9
doi:10.1/x5 USES question answering 0.9
doi:10.1/x5 MENTIONS LLaMA 0.4
doi:10.1/x5 MENTIONS LoRA 0.3 negated
doi:10.1/x5 EVALUATES_ON SQuAD 0.5 hedged
title:0a0a0a USES adapters 0.7
title:0a0a0a COVERS Klingon 0.7 said
arxiv:2401.1 USES BERT 0.9
arxiv:2401.1 EVALUATES_ON GLUE 0.9
arxiv:2401.1 COMPARES_WITH LLaMA 0.9
arxiv:2401.1 COVERS English 0.9
arxiv:2402.1 INTRODUCES CourtSum 0.9
arxiv:2402.1 USES summarization 0.9
arxiv:2402.1 USES BERT 0.5
arxiv:2402.1 COVERS German 0.9
arxiv:2403.1 INTRODUCES IceBERT 0.9
arxiv:2403.1 USES BERT 0.8
arxiv:2403.1 COVERS Icelandic 0.9
arxiv:2403.1 COVERS Faroese 0.9
arxiv:2403.1 INTRODUCES OrphanLM 0.4 hedged
"""
LINKS = """
QLoRA VARIANT_OF LoRA
mBERT VARIANT_OF BERT
IceBERT VARIANT_OF BERT
open-domain question answering SUBTASK_OF question answering
Swahili MEMBER_OF African languages
Yoruba MEMBER_OF African languages
"""
CITATIONS = """
arxiv:1810.1 arxiv:1706.1
arxiv:2106.1 arxiv:1706.1
arxiv:2106.1 arxiv:1810.1
arxiv:2305.1 arxiv:2106.1
acl:2021.x.1 arxiv:1810.1
acl:2023.x.2 arxiv:2106.1
acl:2023.x.2 acl:2021.x.1
acl:2024.x.4 arxiv:2106.1
acl:2024.x.4 arxiv:2305.1
arxiv:2401.1 arxiv:1810.1
arxiv:1706.1 doi:10.1/old
"""
BUILDS_ON = """
arxiv:1810.1 arxiv:1706.1 Transformer
arxiv:2305.1 arxiv:2106.1 LoRA
acl:2023.x.2 arxiv:2106.1 LoRA
acl:2024.x.4 arxiv:2106.1 LoRA
arxiv:2401.1 arxiv:1810.1 BERT
arxiv:2403.1 arxiv:1810.1 BERT
"""
AUTHORS = {
    "author:ada-lovelace": ("Ada Lovelace", ("arxiv:1706.1", "arxiv:1810.1", "arxiv:2106.1")),
    "orcid:0000-0001": ("Grace O'Hopper", ("arxiv:2106.1", "arxiv:2305.1", "acl:2024.x.4")),
    "author:wanjiku-mwangi": ("Wanjiku Mwangi", ("acl:2021.x.1", "acl:2023.x.2")),
}
VENUES = {
    "venue:acl-2023": ("ACL 2023", ("acl:2023.x.2", "acl:2023.x.3")),
    "venue:neurips": ("NeurIPS", ("arxiv:1706.1", "arxiv:2305.1")),
}


def _table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def concept_id(label: str, name: str) -> str:
    kind = "language_group" if label == "LanguageGroup" else label.lower()
    return f"{kind}:{name.lower().replace(' ', '-')}"


def small_graph() -> Graph:
    venue_of = {paper: name for name, papers in VENUES.values() for paper in papers}
    papers = [
        PaperNode(
            key,
            title,
            abstract=None if only else f'We study {title.lower()}.\nIt\'s "quoted" \\ here.',
            year=int(year) if year else None,
            date=f"{year}-06-01" if year else None,
            venue=venue_of.get(key),
            doi=key.removeprefix("doi:") if key.startswith("doi:") else None,
            arxiv_id=key.removeprefix("arxiv:") if key.startswith("arxiv:") else None,
            acl_id=key.removeprefix("acl:") if key.startswith("acl:") else None,
            in_corpus=not only,
            records=() if only else (f"hand.jsonl:{line}", *(("again.jsonl:1",) if line == 3 else ())),
        )
        for line, (key, title, year, only) in enumerate(_table(PAPERS), 1)
    ]
    years = {paper.id: paper.year for paper in papers}
    rows = [(label, name, aliases, None) for label, name, aliases in _table(CONCEPTS)]
    rows += [("Language", name, aliases, rest) for name, aliases, *rest in _table(LANGUAGES)]
    ids = {name: concept_id(label, name) for label, name, _, _ in rows}
    claims = [_claim(line) for line in CLAIMS.strip().splitlines()]
    relations = [
        Relation(
            paper,
            kind,
            ids[name],
            confidence=confidence,
            evidence=f"Here we say {kind.lower()} {name}.",
            start=0,
            end=len(name),
            rule="hand",
            hedged=flag == "hedged",
            primary=flag != "secondary",
            said_low_resource=flag == "said" if kind == "COVERS" else None,
            negated=flag == "negated" if kind == "MENTIONS" else None,
        )
        for paper, kind, name, confidence, flag in claims
    ]
    concepts = []
    for label, name, aliases, rest in rows:
        naming = {paper for paper, _, other, _, _ in claims if other == name}
        known = sorted(year for paper in naming if (year := years[paper]) is not None)
        iso, family, joshi = rest or ("", "", "")
        concepts.append(
            ConceptNode(
                ids[name],
                label,
                name,
                tuple(sorted(part.strip() for part in aliases.split(";") if part.strip())),
                paper_count=len(naming),
                first_year=known[0] if known else None,
                iso639_3=iso or None,
                family=family or None,
                resource_class=int(joshi) if joshi else None,
                low_resource=int(joshi) <= 3 if joshi else None,
            )
        )
    relations += [_link(line, ids) for line in LINKS.strip().splitlines()]
    relations += [Relation(*_ends(line, "CITES"), origin="hand") for line in CITATIONS.strip().splitlines()]
    for line in BUILDS_ON.strip().splitlines():
        source, target, name = line.split()
        relations.append(Relation(source, "BUILDS_ON", target, via=(ids[name],), confidence=0.9))
    for author, (_, written) in AUTHORS.items():
        relations += [Relation(author, "WROTE", paper, position=1) for paper in written]
    for venue, (_, published) in VENUES.items():
        relations += [Relation(paper, "PUBLISHED_IN", venue) for paper in published]
    graph = Graph(
        papers=tuple(sorted(papers, key=lambda paper: paper.id)),
        concepts=tuple(sorted(concepts, key=lambda concept: concept.id)),
        authors=tuple(AuthorNode(key, name) for key, (name, _) in sorted(AUTHORS.items())),
        venues=tuple(VenueNode(key, name) for key, (name, _) in sorted(VENUES.items())),
        relations=tuple(sorted(relations, key=lambda r: (r.source, r.type, r.target))),
        mentions=(MentionRow("arxiv:2106.1", ids["LoRA"], "LoRA", 0, 4, "INTRODUCES", "hand", 0.99),),
        merges=(Merge("concept", ids["LoRA"], "low-rank adapters", "abbreviation", 0.9, "Low-Rank Adapters (LoRA)"),),
    )
    return measured(graph)


def _claim(line: str) -> tuple[str, str, str, float, str]:
    paper, kind, rest = line.split(" ", 2)
    words = rest.split()
    flag = words.pop() if words[-1].isalpha() and words[-1] in {"hedged", "said", "negated", "secondary"} else ""
    return paper, kind, " ".join(words[:-1]), float(words[-1]), flag


def _link(line: str, ids: dict[str, str]) -> Relation:
    for kind in ("VARIANT_OF", "SUBTASK_OF", "MEMBER_OF"):
        source, found, target = line.partition(f" {kind} ")
        if found:
            return Relation(ids[source], kind, ids[target], rule="hand")
    raise ValueError(line)


def _ends(line: str, kind: str) -> tuple[str, str, str]:
    source, target = line.split()
    return source, kind, target
