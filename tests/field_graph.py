"""A graph drawn by lot over known names: dense, so that any two misread parts of a question give other rows."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from papergraph.graph import AuthorNode, ConceptNode, Graph, PaperNode, Relation, VenueNode
from tests.small_graph import concept_id

if TYPE_CHECKING:
    from collections.abc import Iterator

PAPERS = 420
# label: name (alias; alias) < broader name
CONCEPTS = {
    "Model": """
        BERT; BERT-base < BERT; multilingual BERT (mBERT); RoBERTa; XLM-R (XLM-RoBERTa; XLMR); T5; GPT-3; GPT-4;
        LLaMA (Llama); LLaMA-2 < LLaMA; LLaMA-2-7B < LLaMA-2; NLLB (No Language Left Behind); Whisper; wav2vec 2.0;
        LSTM""",
    "Dataset": """
        MMLU; GLUE; SQuAD; SQuAD 2.0 < SQuAD; XNLI; FLORES-200 (FLORES); GSM8K; MasakhaNER; Common Voice;
        Universal Dependencies (UD); Wikipedia""",
    "Method": """
        LoRA (Low-Rank Adaptation); QLoRA < LoRA; adapter (adapters; adapter tuning);
        back-translation (backtranslation); knowledge distillation; in-context learning (ICL); data augmentation;
        contextual data augmentation < data augmentation;
        retrieval-augmented generation (RAG); instruction tuning; transfer learning""",
    "Task": """
        machine translation (MT; translation); neural machine translation (NMT) < machine translation;
        question answering (QA); open-domain question answering (open-domain QA) < question answering;
        named entity recognition (NER); sentiment analysis; hate speech detection; dependency parsing; semantic parsing;
        text summarization (summarization; summarisation); part-of-speech tagging (POS tagging);
        automatic speech recognition (ASR; speech recognition); text classification;
        natural language inference (NLI)""",
    "LanguageGroup": """
        low-resource languages (low-resource language); African languages; Indic languages; Slavic languages;
        Uralic languages""",
}
# name, family, resource class, groups
LANGUAGES = """
English   | Indo-European  | 5 |
German    | Indo-European  | 5 |
French    | Indo-European  | 5 |
Chinese   | Sino-Tibetan   | 5 |
Arabic    | Afro-Asiatic   | 5 |
Egyptian Arabic | Afro-Asiatic | 3 |
Hindi     | Indo-European  | 4 | Indic languages
Czech     | Indo-European  | 4 | Slavic languages
Finnish   | Uralic         | 4 | Uralic languages
Basque    |                | 4 |
Swahili   | Atlantic-Congo | 2 | African languages
Yoruba    | Atlantic-Congo | 2 | African languages
Hausa     | Afro-Asiatic   | 2 | African languages
Icelandic | Indo-European  | 2 |
Irish     | Indo-European  | 2 |
Welsh     | Indo-European  | 1 |
Quechua   | Quechuan       | 1 |
Komi      | Uralic         | 1 | Uralic languages
Lepcha    | Sino-Tibetan   | 0 |
"""
ROLES = {
    "Model": ("USES", "USES", "INTRODUCES", "COMPARES_WITH", "MENTIONS"),
    "Dataset": ("EVALUATES_ON", "EVALUATES_ON", "USES", "INTRODUCES", "MENTIONS"),
    "Method": ("USES", "USES", "INTRODUCES", "COMPARES_WITH", "MENTIONS"),
    "Task": ("EVALUATES_ON", "USES", "USES", "INTRODUCES", "MENTIONS"),
    "Language": ("COVERS", "COVERS", "COVERS", "MENTIONS"),
    "LanguageGroup": ("COVERS", "COVERS", "MENTIONS"),
}
MOST = {"Model": 4, "Dataset": 3, "Method": 3, "Task": 4, "Language": 4, "LanguageGroup": 1}
AUTHORS = (
    "Wanjiku Mwangi",
    "Ada Lovelace",
    "Grace O'Hopper",
    "Jörg Müller",
    "Mei-Ling Chen",
    "Tariq Aziz",
    "Lina Virtanen",
)
VENUES = ("acl", "acl; ijcnlp", "emnlp", "naacl", "eacl", "lrec")


def _concepts() -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    for label, text in CONCEPTS.items():
        for entry in _entries(text):
            rest, _, broader = entry.partition(" < ")
            name, _, aliases = rest.partition(" (")
            yield label, name, tuple(part for part in aliases.rstrip(")").split("; ") if part), broader


def _entries(text: str) -> Iterator[str]:
    entry = ""
    for part in " ".join(text.split()).split("; "):
        entry = f"{entry}; {part}" if entry else part
        if entry.count("(") == entry.count(")"):
            yield entry
            entry = ""


def field_graph() -> Graph:
    lot = random.Random(11)
    languages = [[cell.strip() for cell in line.split("|")] for line in LANGUAGES.strip().splitlines()]
    concepts = list(_concepts())
    of_label = {label: [name for kind, name, _, _ in concepts if kind == label] for label in CONCEPTS}
    of_label["Language"] = [name for name, *_ in languages]
    papers, relations, venue_papers = [], [], []
    introduced: dict[str, list[str]] = {}
    for number in range(PAPERS):
        year, venue = lot.choice((None, *range(2017, 2026))), lot.choice((*VENUES, None))
        paper = f"acl:{number}"
        title = f"Study {number}"
        papers.append(
            PaperNode(paper, title, abstract=f"We report study {number}.", year=year, venue=venue, acl_id=str(number))
        )
        if venue:
            venue_papers.append(Relation(paper, "PUBLISHED_IN", f"venue:{venue}"))
        for label, names in of_label.items():
            for name in lot.sample(names, lot.randint(0 if label == "LanguageGroup" else 1, MOST[label])):
                kind = lot.choice(ROLES[label])
                said = lot.random() < 0.05 if kind == "COVERS" else None
                relations.append(_claim(paper, kind, concept_id(label, name), said=said))
                if kind == "INTRODUCES":
                    introduced.setdefault(name, []).append(paper)
        for author in lot.sample(AUTHORS, lot.randint(1, 2)):
            relations.append(Relation(_author(author), "WROTE", paper, position=1))
        for other in sorted({lot.randrange(PAPERS) for _ in range(3)} - {number}):
            relations.append(Relation(paper, "CITES", f"acl:{other}", origin="drawn"))
    for label, name, _, broader in concepts:
        if broader:
            kind = "SUBTASK_OF" if label == "Task" else "VARIANT_OF"
            relations.append(Relation(concept_id(label, name), kind, concept_id(label, broader), rule="narrower term"))
    relations.append(
        Relation("language:egyptian-arabic", "VARIANT_OF", "language:arabic", rule="variety of a language")
    )
    for name, _, _, groups in languages:
        relations += [
            Relation(
                concept_id("Language", name), "MEMBER_OF", concept_id("LanguageGroup", group), rule="language table"
            )
            for group in groups.split("; ")
            if group
        ]
    counts: dict[str, int] = {}
    for relation in relations:
        counts[relation.target] = counts.get(relation.target, 0) + (relation.confidence is not None)
    nodes = [
        ConceptNode(
            concept_id(label, name), label, name, tuple(sorted(aliases)), paper_count=counts[concept_id(label, name)]
        )
        for label, name, aliases, _ in concepts
    ]
    nodes += [
        ConceptNode(
            concept_id("Language", name),
            "Language",
            name,
            (),
            paper_count=counts[concept_id("Language", name)],
            family=family or None,
            resource_class=int(joshi),
            low_resource=int(joshi) <= 3,
        )
        for name, family, joshi, _ in languages
    ]
    return Graph(
        papers=tuple(sorted(papers, key=lambda paper: paper.id)),
        concepts=tuple(sorted(nodes, key=lambda concept: concept.id)),
        authors=tuple(sorted((AuthorNode(_author(name), name) for name in AUTHORS), key=lambda author: author.id)),
        venues=tuple(sorted((VenueNode(f"venue:{name}", name) for name in VENUES), key=lambda venue: venue.id)),
        relations=tuple(sorted((*relations, *venue_papers), key=lambda r: (r.source, r.type, r.target))),
        mentions=(),
        merges=(),
    )


def _author(name: str) -> str:
    return "author:" + name.lower().replace(" ", "-")


def _claim(paper: str, kind: str, concept: str, *, said: bool | None) -> Relation:
    return Relation(
        paper,
        kind,
        concept,
        confidence=0.9,
        evidence="We say so.",
        start=0,
        end=5,
        rule="drawn",
        hedged=False,
        primary=True,
        said_low_resource=said,
        negated=False if kind == "MENTIONS" else None,
    )
