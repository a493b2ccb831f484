from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.concepts import resolve_readings
from papergraph.overrides import Overrides
from papergraph.values import Claim, ConceptReading, ConceptType, Mention, Paper, RelationType


def reading(kind, *names, vocabulary_id=None, introduces=False):
    mentions = tuple(Mention(0, len(name), name, "test", 1.0) for name in names)
    relation = RelationType.INTRODUCES if introduces else RelationType.USES
    claim = Claim(relation, 0.9, "A sentence.", 0, 1, "test")
    return ConceptReading(ConceptType(kind), names[0], mentions, (claim,), vocabulary_id)


def resolve(*papers, **options):
    """Resolve papers given as lists of readings."""
    values = [Paper(id=f"title:{number:03}", title="A", year=2000 + number) for number in range(len(papers))]
    return resolve_readings(
        values, {paper.id: tuple(own) for paper, own in zip(values, papers, strict=True)}, **options
    )


def names(kind, *texts):
    """Resolve one paper for each name; return how many concepts there are."""
    return len({*resolve(*[[reading(kind, text)] for text in texts]).assignment.values()})


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        ("model", "GPT3", "GPT-3"),
        ("model", "LLaMA-2", "Llama 2"),
        ("model", "Llama2", "LLaMA-2"),
        ("model", "multilingual BERT", "mBERT"),
        ("method", "word embeddings", "word embedding"),
        ("task", "text summarisation", "text summarization"),
        ("task", "language modelling", "language modeling"),
        ("method", "fine-tuning", "finetuning"),
        ("dataset", "the SQuAD dataset", "SQuAD"),
        ("task", "dialogue state tracking", "dialog state tracking"),
    ],
)
def test_spellings_of_one_name_are_one_concept(kind, left, right):
    assert names(kind, left, right) == 1


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        ("model", "PROP", "B-PROP"),
        ("model", "BERT", "mBERT"),
        ("model", "GPT-3", "GPT-3.5"),
        ("model", "T5", "mT5"),
        ("model", "DefSent", "DefSent+"),
        ("model", "LLaMA-2-7B", "LLaMA-2-13B"),
        ("model", "LLaMA-2", "LLaMA-2-7B"),
        ("dataset", "WMT14", "WMT16"),
        ("method", "A*", "A"),
        ("task", "machine translation", "speech translation"),
        ("method", "continual learning", "contrastive learning"),
    ],
)
def test_different_things_stay_different(kind, left, right):
    assert names(kind, left, right) == 2


def test_a_full_form_joins_its_abbreviation_across_papers():
    result = resolve(
        [reading("method", "LoRA", "Low-Rank Adaptation")],
        [reading("method", "LoRA")],
        [reading("method", "low-rank adaptation")],
    )
    (concept,) = result.concepts
    assert concept.name == "LoRA"
    assert concept.paper_count == 3
    assert concept.first_year == 2000
    assert (
        {merge.merged for merge in result.merges}
        == set(concept.aliases)
        == {"Low-Rank Adaptation", "low-rank adaptation"}
    )


def test_an_ambiguous_acronym_means_what_its_own_paper_says():
    result = resolve(
        [reading("method", "continual learning", "CL")],
        [reading("method", "contrastive learning", "CL")],
        [reading("method", "CL")],
    )
    assert len(set(result.assignment.values())) == 3


def test_an_acronym_that_nearly_all_expand_alike_means_that():
    papers = [[reading("method", "contrastive learning", "CL")] for _ in range(9)]
    result = resolve(*papers, [reading("method", "continual learning", "CL")], [reading("method", "CL")])
    assert result.assignment["title:010", 0] == "method:contrastive-learning"
    assert result.assignment["title:009", 0] == "method:continual-learning"


def test_one_name_with_two_types_follows_the_corpus_and_says_so():
    result = resolve(*[[reading("method", "LoRA")] for _ in range(4)], [reading("model", "LoRA")])
    assert set(result.assignment.values()) == {"method:lora"}
    assert ("method:lora", "model:lora", "retyped") in {(m.kept, m.merged, m.rule) for m in result.merges}
    even = resolve([reading("method", "LoRA")], [reading("model", "LoRA")])
    assert len(even.concepts) == 2


def test_variants_and_subtasks_hang_on_the_nearest_broader_concept():
    result = resolve(
        [reading("model", name) for name in ("LLaMA", "LLaMA-2", "LLaMA-2-7B", "mBERT", "BERT", "T5")],
        [reading("task", name) for name in ("machine translation", "neural machine translation")],
    )
    assert {(link.source, link.type, link.target) for link in result.links} == {
        ("model:llama-2-7b", "VARIANT_OF", "model:llama-2"),
        ("model:llama-2", "VARIANT_OF", "model:llama"),
        ("model:mbert", "VARIANT_OF", "model:bert"),
        ("task:neural-machine-translation", "SUBTASK_OF", "task:machine-translation"),
    }


def test_overrides_rename_retype_and_drop():
    overrides = Overrides(
        rename={"method:lora": "LoRA (low rank)"},
        retype={"GLUE": ConceptType.DATASET},
        drop=("application", "nothing like this"),
    )
    result = resolve(
        [reading("method", "LoRA"), reading("task", "GLUE"), reading("task", "application")], overrides=overrides
    )
    assert {concept.name for concept in result.concepts} == {"LoRA (low rank)", "GLUE"}
    assert result.assignment["title:000", 1] == "dataset:glue"
    assert ("title:000", 2) not in result.assignment
    assert overrides.unused() == ["drop: nothing like this"]
    assert any(merge.rule == "retyped by override" for merge in result.merges)


def test_names_that_fold_alike_can_be_told_apart():
    overrides = Overrides(different=(("GPT3", "GPT-3"),))
    result = resolve([reading("model", "GPT3")], [reading("model", "GPT-3")], overrides=overrides)
    assert len(set(result.assignment.values())) == 2
    assert overrides.unused() == []


def test_names_that_one_paper_joins_can_be_parted():
    overrides = Overrides(different=(("LoRA", "Low-Rank Adaptation"),))
    papers = [reading("method", "LoRA", "Low-Rank Adaptation")], [reading("method", "low-rank adaptation")]
    result = resolve(*papers, overrides=overrides)
    assert len(set(result.assignment.values())) == 2
    assert not any(
        "Rank" in alias for concept in result.concepts if concept.name == "LoRA" for alias in concept.aliases
    )
    assert len(set(resolve(*papers).assignment.values())) == 1


def test_a_version_in_the_text_stands_above_the_vocabulary():
    only = ConceptReading(
        ConceptType.MODEL,
        "mBART",
        (Mention(0, 8, "mBART-50", "vocabulary", 1.0),),
        (Claim(RelationType.USES, 0.9, "A sentence.", 0, 8, "test"),),
        "model:mbart",
    )
    parted = resolve([only], [reading("model", "mBART", vocabulary_id="model:mbart")])
    assert {concept.name for concept in parted.concepts} == {"mBART", "mBART-50"}


NAMES = (
    "LoRA|Low-Rank Adaptation|low-rank adapters|GPT-3|GPT3|GPT-3.5|CL|contrastive learning|continual learning|BERT|"
    "mBERT|multilingual BERT|summarizing|summarization|PROP"
).split("|")
READINGS = st.lists(
    st.lists(
        st.builds(
            lambda kind, texts, introduces: reading(kind, *texts, introduces=introduces),
            st.sampled_from(["model", "method", "task"]),
            st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
            st.booleans(),
        ),
        max_size=3,
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(READINGS, st.randoms())
def test_the_concepts_do_not_depend_on_the_order_of_papers(papers, random):
    values = [Paper(id=f"title:{number:03}", title="A", year=2000) for number in range(len(papers))]
    readings = {paper.id: tuple(own) for paper, own in zip(values, papers, strict=True)}
    expected = resolve_readings(values, readings)
    shuffled = list(values)
    random.shuffle(shuffled)
    assert resolve_readings(shuffled, dict(reversed(readings.items()))) == expected
    assert len({concept.id for concept in expected.concepts}) == len(expected.concepts)
    assert set(expected.assignment) == {(p.id, i) for p in values for i in range(len(readings[p.id]))}
    assert set(expected.assignment.values()) == {concept.id for concept in expected.concepts}


@settings(max_examples=80, deadline=None)
@given(READINGS)
def test_no_reading_changes_its_type_without_a_row_in_the_ledger(papers):
    result = resolve(*papers)
    rows = {(merge.kept, merge.merged.partition(":")[0]) for merge in result.merges if merge.rule == "retyped"}
    for (paper, index), concept in result.assignment.items():
        own = papers[int(paper.partition(":")[2])][index].type.value
        assert concept.startswith(f"{own}:") or (concept, own) in rows


@settings(max_examples=80, deadline=None)
@given(READINGS, st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True))
def test_an_override_is_always_obeyed(papers, pair):
    for action in ("same", "different"):
        overrides = Overrides(**{action: (tuple(pair),)})
        result = resolve(*papers, overrides=overrides)
        met = {name: {} for name in pair}
        for number, own in enumerate(papers):
            for index, item in enumerate(own):
                if item.name in met and len(item.mentions) == 1:
                    concept = result.assignment[f"title:{number:03}", index]
                    met[item.name].setdefault(concept.partition(":")[0], set()).add(concept)
        for kind in set(met[pair[0]]) & set(met[pair[1]]):
            for left, right in product(met[pair[0]][kind], met[pair[1]][kind]):
                assert (left == right) is (action == "same"), action
