from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.errors import UsageError
from papergraph.queries.ask import Known, Names, ask, compose, parse
from papergraph.queries.ask.literals import quote, says
from papergraph.stores.base import GraphStore, comparable
from papergraph.stores.syntax import writes
from tests import engines
from tests.small_graph import small_graph

MIN_HELD_OUT = 0.85


def pairs(file: str = "questions.txt") -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    heads = [position for position, line in enumerate(lines) if line.startswith("== ")]
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        body = lines[start + 1 : end]
        found[lines[start][3:]] = list(zip(body[::2], body[1::2], strict=True))
    return found


@cache
def names() -> Names:
    return Names.of(engines.embedded(small_graph))


@cache
def neo4j() -> GraphStore:
    return engines.neo4j_with(small_graph())


def answered(question: str) -> list[str]:
    answer = ask(engines.embedded(small_graph), question, names=names())
    assert not answer.not_understood, answer.not_understood
    return comparable({tuple(row[:1]) for row in answer.result.rows})


def expected(cypher: str) -> list[str]:
    return comparable({tuple(row[:1]) for row in engines.embedded(small_graph).query(cypher).rows})


@pytest.mark.parametrize(("question", "cypher"), pairs()["known"])
def test_a_question_has_the_rows_of_its_cypher(question: str, cypher: str) -> None:
    assert expected(cypher), "the pair tests nothing"
    assert answered(question) == expected(cypher)


def test_questions_held_out_are_mostly_right() -> None:
    held_out = pairs()["held out"]
    wrong = []
    for question, cypher in held_out:
        assert expected(cypher), question
        try:
            right = answered(question) == expected(cypher)
        except AssertionError:
            right = False
        if not right:
            wrong.append(question)
    assert 1 - len(wrong) / len(held_out) >= MIN_HELD_OUT, "\n".join(wrong)


def test_there_are_enough_pairs() -> None:
    known, held_out = (pairs()[part] for part in ("known", "held out"))
    assert len(known) + len(held_out) >= 150
    assert abs(len(known) - len(held_out)) <= 15
    assert not {question for question, _ in known} & {question for question, _ in held_out}


@pytest.mark.neo4j
def test_the_same_cypher_has_the_same_rows_on_neo4j() -> None:
    for question, _ in (pair for part in pairs().values() for pair in part):
        cypher = compose(parse(question, names()))
        here, there = engines.embedded(small_graph).query(cypher), neo4j().query(cypher)
        assert here.columns == there.columns
        assert comparable(here.rows) == comparable(there.rows), question


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("papers using FooBarNet", "FooBarNet"),
        ("papers using LoRA on Quux texts", "Quux"),
        ("papers on Swahili from last year", "last year"),
        ("papers by Zebedee Inparticular", "Zebedee"),
        ("how many papers use LoRA in hospitals", "hospitals"),
    ],
)
def test_what_is_not_understood_is_said(question: str, missing: str) -> None:
    answer = ask(engines.embedded(small_graph), question, names=names())
    assert any(missing in words for words in answer.not_understood)


def test_words_are_found_with_hyphens_or_without() -> None:
    store = engines.embedded(small_graph)
    test = says("low rank")
    found = store.query(f"MATCH (p:Paper) WITH * WHERE {test} RETURN p.title AS title").rows
    assert found
    assert all("low-rank" in title.lower() for (title,) in found)
    assert says("low-rank") == test


def test_unknown_words_narrow_the_answer_instead_of_being_dropped() -> None:
    some = ask(engines.embedded(small_graph), "papers using BERT on court cases", names=names())
    assert [row["id"] for row in some.result.objects()] == ["arxiv:2402.1"]
    assert some.not_understood


def test_a_denied_verb_without_an_object_is_not_dropped() -> None:
    some = ask(engines.embedded(small_graph), "which papers mention LLaMA but do not use it?", names=names())
    assert {row["id"] for row in some.result.objects()} == {"doi:10.1/x5", "arxiv:2401.1"}


def test_what_no_paper_does_can_be_asked_for() -> None:
    store = engines.embedded(small_graph)
    asked = ask(store, "Which datasets were never used?", names=names())
    used = {row[0] for row in store.query("MATCH (p:Paper)-[:USES|EVALUATES_ON]->(d:Dataset) RETURN d.name").rows}
    every = {known.name for known in names().concepts if known.label == "Dataset"}
    assert {row["name"] for row in asked.result.objects()} == every - used
    assert every - used


def test_the_last_years_count_from_the_newest_paper() -> None:
    store = engines.embedded(small_graph)
    newest = max(row[0] for row in store.query("MATCH (p:Paper) RETURN p.year").rows if row[0] is not None)
    some = ask(store, "papers in the last 2 years", names=names())
    assert some.result.rows
    assert {row["year"] for row in some.result.objects()} <= {newest, newest - 1}
    assert str(newest) in some.understood


def test_compared_things_have_a_row_each() -> None:
    some = ask(engines.embedded(small_graph), "which is used more, LoRA or adapters?", names=names())
    assert {row["name"] for row in some.result.objects()} == {"LoRA", "adapters"}
    papers = [row["papers"] for row in some.result.objects()]
    assert papers == sorted(papers, reverse=True)


def test_words_that_leave_nothing_are_left_out_and_said() -> None:
    store = engines.embedded(small_graph)
    some = ask(store, "papers using LoRA in zigzag kitchens", names=names())
    assert some.result.rows == ask(store, "papers using LoRA", names=names()).result.rows
    assert "zigzag" in " ".join(some.not_understood)
    assert "left out" in some.understood


def test_words_are_searched_for_from_their_start_on() -> None:
    store = engines.embedded(small_graph)
    assert "left out" not in ask(store, "papers using BERT on court cases", names=names()).understood
    assert "left out" in ask(store, "papers using BERT on ourt cases", names=names()).understood


def test_examples_are_alternatives() -> None:
    assert answered("papers using techniques such as LoRA and adapters") == answered("papers using LoRA or adapters")
    assert answered("papers using LoRA and adapters") != answered("papers using LoRA or adapters")


def test_a_verb_is_not_joined_to_a_name() -> None:
    known = Names([Known("model:bert", "Model", "BERT", papers=90), Known("model:usingbert", "Model", "UsingBERT")])
    for text in ("papers not using BERT", "papers using BERT"):
        [condition] = parse(text, known).conditions
        assert condition.items[0].ids == ("model:bert",)
    [condition] = parse("papers on UsingBERT", known).conditions
    assert condition.items[0].ids == ("model:usingbert",)


def test_what_is_found_names_the_task_of_finding_it() -> None:
    task = Known("task:hate-speech-detection", "Task", "hate speech detection", papers=200)
    junk = Known("dataset:hs", "Dataset", "HS", ("hate speech",), papers=2)
    [condition] = parse("papers on hate speech", Names([task, junk])).conditions
    assert condition.items[0].ids == (task.id,)
    [condition] = parse("papers on hate speech", Names([junk])).conditions
    assert condition.items[0].ids == (junk.id,)


def test_a_word_that_hardly_any_paper_means_as_a_concept_stays_a_word() -> None:
    survey = Known("task:survey", "Task", "survey", papers=2)
    common, rare = Names([survey], said=lambda _words: 400), Names([survey], said=lambda _words: 4)
    assert [item.kind for c in parse("papers on survey", common).conditions for item in c.items] == ["text"]
    assert [item.kind for c in parse("papers on survey", rare).conditions for item in c.items] == ["concept"]
    assert [item.kind for c in parse("papers on 'survey'", common).conditions for item in c.items] == ["concept"]


def test_a_question_looks_through_the_texts_only_so_often() -> None:
    looked: list[str] = []

    def said(words: str) -> int:
        looked.append(words)
        return 0

    rare = [Known(f"method:m{number}", "Method", f"Method{number}x", papers=1) for number in range(60)]
    parse("papers using " + " or ".join(known.name for known in rare), Names(rare, said=said))
    assert 0 < len(looked) < len(rare) / 2


def test_a_place_means_the_languages_of_it() -> None:
    group = Known("group:african", "LanguageGroup", "African languages", papers=20)
    known = Names([group, Known("language:ewe", "Language", "Ewe", papers=3)])
    for text, relation in (("papers on languages of Africa", "about"), ("languages spoken in Africa", "member")):
        [condition] = parse(text, known).conditions
        assert (condition.relation, condition.items[0].ids) == (relation, (group.id,))


def test_a_venue_before_papers_is_no_dataset_and_a_task_no_venue() -> None:
    junk = Known("dataset:emnlp", "Dataset", "EMNLP", papers=5)
    task = Known("task:nli", "Task", "natural language inference", ("NLI",), papers=300)
    known = Names([junk, task], venues=[("venue:emnlp", "emnlp"), ("venue:nli", "nli")])
    assert [c.relation for c in parse("EMNLP papers", known).conditions] == ["venue"]
    assert [c.items[0].ids for c in parse("NLI papers", known).conditions] == [(task.id,)]
    assert [c.items[0].ids for c in parse("papers evaluated on EMNLP", known).conditions] == [(junk.id,)]


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("tasks where LoRA was used but BERT was not", "tasks using LoRA but not using BERT"),
        ("What do people use for translation?", "what do papers on translation use?"),
        ("which of the African languages have papers?", "African languages"),
    ],
)
def test_wordings_of_one_question_have_one_answer(question: str, same: str) -> None:
    assert answered(question) == answered(same)


def test_languages_of_a_kind_are_counted() -> None:
    store = engines.embedded(small_graph)
    some = ask(store, "papers with at least two low-resource languages", names=names())
    low = """MATCH (p:Paper)-[r:COVERS]->(l:Language) WITH * WHERE l.low_resource = true OR r.said_low_resource = true
    WITH p, count(DISTINCT l) AS languages WITH * WHERE languages >= 2 RETURN p.id"""
    assert {row["id"] for row in some.result.objects()} == {row[0] for row in store.query(low).rows}


def test_names_on_both_sides_of_a_comma_are_two() -> None:
    lora, adapter = (
        Known("method:lora", "Method", "LoRA", papers=9),
        Known("method:adapter", "Method", "adapter", papers=9),
    )
    both = Known("method:lora-adapter", "Method", "LoRA adapter", papers=9)
    [condition] = parse("papers using LoRA, adapters", Names([lora, adapter, both])).conditions
    assert [item.ids for item in condition.items] == [(lora.id,), (adapter.id,)]


def test_a_list_is_taken_one_by_one_where_nothing_has_it_all() -> None:
    store = engines.embedded(small_graph)
    languages = [known.name for known in names().concepts if known.label == "Language"]
    listed = f"papers covering {', '.join(languages[:-1])} and {languages[-1]}"
    some = ask(store, listed, names=names())
    assert "any of them" in some.understood
    assert comparable({row[:1] for row in some.result.rows}) == answered(listed.replace(" and ", " or "))


def test_codes_of_languages_are_no_words() -> None:
    known = Names(
        [Known("language:hindi", "Language", "Hindi", ("hi",), papers=90), Known("language:ga", "Language", "Ga")]
    )
    assert not [item for c in parse("oh hi, papers", known).conditions for item in c.items if item.ids]
    [condition] = parse("papers on ga", known).conditions
    assert condition.items[0].ids == ("language:ga",)


def test_nothing_but_unknown_words_finds_nothing() -> None:
    assert not ask(engines.embedded(small_graph), "papers on zigzag kitchens", names=names()).result.rows


def test_having_a_thing_is_a_condition() -> None:
    some = ask(engines.embedded(small_graph), "Which languages have datasets?", names=names())
    assert {row["name"] for row in some.result.objects()} < {known.name for known in names().concepts}
    assert "Klingon" not in {row["name"] for row in some.result.objects()}


def test_the_nearest_names_are_offered() -> None:
    answer = ask(engines.embedded(small_graph), "papers using MasakhaTraining", names=names())
    assert "MasakhaTest" in answer.nearest["MasakhaTraining"]


def test_a_paper_in_a_row_has_id_and_title() -> None:
    for question in ("papers on Swahili", "most cited papers", "newest papers", "papers by Ada Lovelace"):
        answer = ask(engines.embedded(small_graph), question, names=names())
        assert {"id", "title"} <= set(answer.result.columns)


def test_a_paper_shows_the_sentences_that_say_what_was_asked_for() -> None:
    store = engines.embedded(small_graph)
    answer = ask(store, "papers using LoRA on Swahili", names=names())
    assert answer.result.rows
    said = """MATCH (p:Paper {id: $id})-[e]->(c) WHERE c.name IN ['LoRA', 'Swahili'] AND type(e) IN $types
    RETURN DISTINCT e.evidence"""
    for row in answer.result.objects():
        types = ["USES", "INTRODUCES", "COVERS"]
        assert sorted(row["evidence"]) == sorted(
            found for (found,) in store.query(said, {"id": row["id"], "types": types}).rows
        )


def test_two_things_compared_have_their_sentences() -> None:
    rows = ask(engines.embedded(small_graph), "papers comparing LoRA with adapters", names=names()).result.objects()
    assert rows
    assert all(row["evidence"] for row in rows)


def test_what_a_paper_does_not_do_has_no_sentence() -> None:
    store = engines.embedded(small_graph)
    assert "evidence" not in ask(store, "papers not using LoRA", names=names()).result.columns
    rows = ask(store, "papers on Swahili not using LoRA", names=names()).result.objects()
    assert rows
    assert not any("LoRA" in sentence for row in rows for sentence in row["evidence"])


@pytest.mark.parametrize("text", ["", "   ", "???", "x" * 2000])
def test_no_question_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        ask(engines.embedded(small_graph), text, names=names())


WORDS = (
    "which papers models datasets how many most used not without or and but using introduced evaluated on compared "
    "with LoRA BERT GLUE Swahili low-resource languages since 2020 before between 2021 per year top 5 by in ACL "
    'at least two Ada Lovelace citing cited variants of African Atlantic-Congo "quoted thing" nonsense ; first paper'
).split(" ")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
def test_any_run_of_words_makes_a_statement_that_runs_and_only_reads(text: str) -> None:
    if not any(character.isalnum() for character in text):
        return
    answer = ask(engines.embedded(small_graph), text, names=names())
    assert not writes(answer.cypher)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_a_quoted_literal_is_the_text(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert engines.embedded(small_graph).query(f"RETURN {quote(text)} AS x").rows == [(text,)]


@pytest.mark.parametrize(
    "hostile",
    [
        "x'}) DETACH DELETE n //",
        "a' OR 1=1 --",
        "\\' RETURN 1 //",
        "`x` } CREATE (n)",
        "*/ MATCH (n) DELETE n /*",
        "\u2028\u0000",
    ],
)
def test_hostile_words_and_names_are_data(hostile: str) -> None:
    known = Names([Known("method:h'} DELETE", "Method", "Harmless", (hostile,), 1)], venues=[("venue:'", hostile)])
    for question in (f"papers using {hostile}", f'papers using "{hostile}"', "papers using Harmless"):
        cypher = compose(parse(question, known))
        assert not writes(cypher)
        engines.embedded(small_graph).query(cypher)
