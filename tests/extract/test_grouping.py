"""Which mentions of one text are one concept, and which are not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extract import Extractor, ExtractSettings, load_extractor
from papergraph.extract.abbreviations import find_abbreviations
from papergraph.extract.candidates import Candidate
from papergraph.extract.descriptive import describes
from papergraph.extract.grouping import group_mentions, term_key
from papergraph.extract.spans import choose
from papergraph.values import ConceptType


@pytest.fixture(scope="module")
def fast() -> Extractor:
    return load_extractor(ExtractSettings(extractor="fast"))


def candidates(text: str, *names: str | tuple[str, str]) -> list[Candidate]:
    """Return a candidate for every occurrence of each name; a pair gives its vocabulary id too."""
    found = []
    for name in names:
        surface, entry = (name, None) if isinstance(name, str) else name
        start = text.find(surface)
        while start >= 0:
            found.append(
                Candidate(start, start + len(surface), ConceptType.TASK, 0.8, "test", vocabulary_id=entry, typed=False)
            )
            start = text.find(surface, start + 1)
    return sorted(found, key=lambda c: c.start)


def groups(text: str, *names: str | tuple[str, str]) -> list[set[str]]:
    return [
        {m.text for m in group.mentions}
        for group in group_mentions(candidates(text, *names), find_abbreviations(text), text)
    ]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("Weed spotting. We study automatic weed spotting.", "Weed spotting", "automatic weed spotting"),
        ("We spot weeds. Spotting weeds is hard.", "spot weeds", "Spotting weeds"),
        ("Weed counting strategy, weed counting", "Weed counting strategy", "weed counting"),
        ("Ranking filters and rank filtering", "Ranking filters", "rank filtering"),
        ("field summaries; field summarization", "field summaries", "field summarization"),
        ("multi-weed seed ranking, or MWSR", "multi-weed seed ranking", "MWSR"),
        (
            "Seed Base (SB): SB-guided weeding, Seed Base-Guided Weeding",
            "SB-guided weeding",
            "Seed Base-Guided Weeding",
        ),
        ("detection of online weeds, detecting weeds", "detection of online weeds", "detecting weeds"),
    ],
)
def test_wordings_of_one_term_are_one_concept(text: str, left: str, right: str) -> None:
    assert groups(text, left, right) == [{left, right}]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("weed spotting and crop spotting", "weed spotting", "crop spotting"),
        ("GPT-4 decoding, GPT-3 decoding", "GPT-4 decoding", "GPT-3 decoding"),
        ("weed and crop spotting; crop spotting", "weed and crop spotting", "crop spotting"),
        ("multi-weed seed ranking, or MWR", "multi-weed seed ranking", "MWR"),
    ],
)
def test_different_terms_stay_apart(text: str, left: str, right: str) -> None:
    assert groups(text, left, right) == [{left}, {right}]


def test_a_shortened_form_is_not_guessed_where_two_longer_ones_fit() -> None:
    text = "red weed spotting, blue weed spotting, weed spotting"
    assert len(groups(text, "red weed spotting", "blue weed spotting", "weed spotting")) == 3


def test_what_the_vocabulary_knows_as_two_stays_two() -> None:
    text = "neural weed spotting, automatic weed spotting, weed spotting"
    known = ("neural weed spotting", "task:a"), ("weed spotting", "task:b")
    assert groups(text, *known, "automatic weed spotting")[0] == {"neural weed spotting"}


@given(
    st.lists(st.sampled_from(["a weed", "weed spotting", "Weed spotters", "spot", "WS", "weed spot task"])),
    st.randoms(),
)
def test_every_mention_is_in_one_group_whatever_the_order_of_candidates(names: list[str], rng: random.Random) -> None:
    text = "Weed spotting (WS). " + ", ".join(names)
    chosen = candidates(text, *dict.fromkeys(names))
    chosen = [c for k, c in enumerate(chosen) if all(c.start >= d.end or c.end <= d.start for d in chosen[:k])]
    result = group_mentions(chosen, find_abbreviations(text), text)
    assert sorted((m.start, m.end) for g in result for m in g.mentions) == [(c.start, c.end) for c in chosen]
    shuffled = list(chosen)
    rng.shuffle(shuffled)
    again = group_mentions(shuffled, find_abbreviations(text), text)
    assert [{m.start for m in g.mentions} for g in again] == [{m.start for m in g.mentions} for g in result]


@given(st.text(alphabet="abcdefinorstzyu -", max_size=30))
def test_a_key_is_the_same_for_plural_and_capitals(words: str) -> None:
    assert term_key(words.title()) == term_key(words.lower())


@pytest.mark.parametrize(
    ("left", "right", "proper", "expected"),
    [
        ("pre-trained ", "", False, True),
        ("", " layers", False, True),
        ("", " of weeds in fields", False, True),
        ("", " relations", True, True),
        ("", " relations", False, False),
        ("", "-based weed spotter", True, True),
        ("multilingual ", "", True, False),
        ("", "-tuned models", False, True),
        ("", "-finetuned", True, True),
        ("", "-tuning", False, False),
        ("", "-large", True, False),
    ],
)
def test_words_that_describe(left: str, right: str, proper: bool, expected: bool) -> None:
    assert describes(left, right, proper=proper) is expected


def test_a_longer_span_that_only_describes_a_known_name_yields_to_it() -> None:
    text = "pre-trained WordNet relations"
    known = Candidate(12, 19, ConceptType.DATASET, 0.9, "vocabulary", "WordNet", "dataset:wordnet")
    longer = Candidate(12, 29, ConceptType.METHOD, 0.9, "encoder-1", typed=False)
    assert [(c.start, c.end) for c in choose([known], text, [longer])] == [(12, 19)]


def test_a_team_is_no_concept_and_its_event_a_dataset(fast: Extractor) -> None:
    title = "Larkspur@WeedEval 2031: Spotting Weeds with BERT"
    readings = {
        r.name: r for r in fast.read(title, "Larkspur fine-tunes BERT. WeedEval 2031 is the task we took part in.")
    }
    assert readings["WeedEval 2031"].type is ConceptType.DATASET
    assert len(readings["WeedEval 2031"].mentions) == 2
    assert not any("Larkspur" in name for name in readings)


def test_a_pair_of_languages_is_no_dataset(fast: Extractor) -> None:
    readings = fast.read("Parsing", "We release the English-Faroese dataset and evaluate on it.")
    assert {r.name for r in readings if r.type is ConceptType.DATASET} == set()
    assert {"English", "Faroese"} <= {r.name for r in readings if r.type is ConceptType.LANGUAGE}
