import csv
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.extract import Extractor, ExtractSettings, load_extractor
from papergraph.extract.folding import fold_phrase
from papergraph.extract.languages import dialects, language_entry, language_groups, languages
from papergraph.text import slug
from papergraph.values import ConceptType

ROOT = Path(__file__).parents[2]
SENTENCES = Path(__file__).with_name("language_sentences.tsv")
FLOOR = {"languages": 0.96, "groups": 0.92}
"""F1 below which reading the sentences counts as broken; docs/benchmarks.md has what is measured."""


@pytest.fixture(scope="module")
def rules() -> Extractor:
    return load_extractor(ExtractSettings(extractor="fast"))


def found(extractor: Extractor, title: str, abstract: str | None = None) -> set[str]:
    return {r.name for r in extractor.read(title, abstract) if r.type is ConceptType.LANGUAGE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parsing Swiss German and Ancient Greek", {"Swiss German", "Ancient Greek"}),
        ("Neural translation for DE-EN and en→cs", {"German", "English", "Czech"}),
        ("Sentiment in Hinglish tweets", {"Hinglish"}),
        ("Recognising American Sign Language", {"American Sign Language"}),
        ("An Arabic BERT", {"Arabic"}),
        ("Speech recognition for the Even language", {"Even"}),
        ("Dialects: Egyptian, Gulf Arabic and MSA", {"Egyptian Arabic", "Gulf Arabic", "Modern Standard Arabic"}),
    ],
)
def test_languages_are_found(extractor: Extractor, text: str, expected: set[str]) -> None:
    assert found(extractor, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chinese companies and Turkish authors",
        "Even small models are strong. Are they? Label noise matters",
        "Programs in Python and Java",
        "The Latin American market",
        "The German government and Indian politics",
        "A pre-processing step with co-op in it",
        "We polish the text",
    ],
)
def test_what_only_looks_like_a_language(extractor: Extractor, text: str) -> None:
    assert found(extractor, text) == set()


def test_groups(extractor: Extractor) -> None:
    readings = extractor.read("Low-Resource Languages and Indic languages", None)
    assert {(r.type, r.name) for r in readings} == {
        (ConceptType.LANGUAGE_GROUP, "low-resource languages"),
        (ConceptType.LANGUAGE_GROUP, "Indic languages"),
    }


def test_every_member_of_a_group_is_a_known_language() -> None:
    for group in language_groups().values():
        assert set(group.members) <= set(languages())


def test_resource_classes() -> None:
    assert languages()["language:eng"].resource_class == 5
    assert languages()["language:eng"].low_resource() is False
    assert languages()["language:fao"].low_resource() is True
    assert languages()["language:hinglish"].low_resource() is None
    assert languages()["language:hin"].low_resource(max_class=4) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We evaluate on Akan, Ewe, Ga and Hausa.", {"Akan", "Ewe", "Ga", "Hausa"}),
        ("Names of the Ewe and the Akan", set()),
        ("The Latin script and Arabic numerals", set()),
        ("Egyptian and Gulf dialects of Arabic", {"Egyptian Arabic", "Gulf Arabic", "Arabic"}),
        ("Ships in the Gulf of Mexico: a translation", set()),
    ],
)
def test_names_of_regions_and_people_want_a_language_near(extractor: Extractor, text: str, expected: set[str]) -> None:
    assert found(extractor, text) == expected


def named(extractor: Extractor, text: str) -> tuple[set[str], set[str]]:
    """Return the codes, or slugs of the names, of the languages of a sentence and the slugs of its groups."""
    found, groups = set(), set()
    for reading in extractor.read("A study", text):
        if reading.type is ConceptType.LANGUAGE:
            entry = language_entry(reading.vocabulary_id or "")
            found.add((entry.iso639_3 or slug(entry.name)) if entry else reading.name)
        elif reading.type is ConceptType.LANGUAGE_GROUP:
            groups.add((reading.vocabulary_id or "").removeprefix("language_group:"))
    return found, groups


@pytest.mark.parametrize("half", ["dev", "held", "later"])
def test_sentences_name_the_languages_and_groups_that_a_reader_finds(rules: Extractor, half: str) -> None:
    with SENTENCES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["half"] == half]
    assert len(rows) >= 40
    right = {"languages": 0, "groups": 0}
    errors = {"languages": 0, "groups": 0}
    wrong = []
    for row in rows:
        for kind, got in zip(("languages", "groups"), named(rules, row["text"]), strict=True):
            want = set(row[kind].split())
            right[kind] += len(want & got)
            errors[kind] += len(want ^ got)
            if want != got:
                wrong.append((row["text"], sorted(got - want), sorted(want - got)))
    for kind, floor in FLOOR.items():
        assert 2 * right[kind] / (2 * right[kind] + errors[kind]) >= floor, wrong


@pytest.mark.parametrize(
    ("text", "languages", "groups"),
    [
        ("Bantu, Nilotic and Semitic languages", set(), {"bantu", "nilotic", "semitic"}),
        ("low-, mid- and high-resource languages", set(), {"low-resource", "mid-resource", "high-resource"}),
        ("Indo-Aryan and Dravidian language families", set(), {"indo-aryan", "dravidian"}),
        ("Hausa and other African languages", {"hau"}, {"african"}),
        ("low-resource African languages", set(), {"low-resource", "african"}),
        ("endangered and low-resource Uralic languages", set(), {"endangered", "low-resource", "uralic"}),
        ("languages of the borders of Sweden", set(), set()),
        ("We border languages", set(), set()),
    ],
)
def test_coordinated_groups(rules: Extractor, text: str, languages: set[str], groups: set[str]) -> None:
    assert named(rules, text) == (languages, {f"{group}-languages" for group in groups})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Cockney dialect of English", {"cockney-english", "eng"}),
        ("Beirut and Aleppo are cities; their Arabic dialects differ.", {"ara"}),
        ("The Aleppo dialect of Arabic", {"aleppo-levantine-arabic", "ara"}),
        ("A dialect corpus from Aleppo", set()),
    ],
)
def test_dialects_want_their_language_and_the_word(rules: Extractor, text: str, expected: set[str]) -> None:
    assert named(rules, text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The languages (ha, ig, yo) are spoken in Nigeria", {"hau", "ibo", "yor"}),
        ("Results (in, on, at) for prepositions of languages", set()),
        ("Translation fr<>en", {"fra", "eng"}),
        ("We use IT, HR and PR departments", set()),
    ],
)
def test_codes(rules: Extractor, text: str, expected: set[str]) -> None:
    assert named(rules, text)[0] == expected


def test_the_dialect_table_is_folded_as_texts_are() -> None:
    known = dialects()
    assert len(known) > 10_000
    for key in sorted(known)[::20]:
        for entry in known[key]:
            assert fold_phrase(entry.aliases[0] if entry.aliases else entry.name) == key


def test_varieties_have_known_parents() -> None:
    known = set(languages())
    entries = [*languages().values(), *(entry for same in dialects().values() for entry in same)]
    assert all(known.issuperset(entry.parents) for entry in entries)
    assert languages()["language:hinglish"].parents == ("language:hin", "language:eng")
    assert languages()["language:peruvian-spanish"].parents == ("language:spa",)


@settings(max_examples=50)
@given(st.text(alphabet="aAbe ,-/()&\nEnglishLanguagesdialect→", max_size=60))
def test_a_reading_cuts_its_mentions_from_any_text(rules: Extractor, text: str) -> None:
    title = "Dialects of Arabic, Bantu and "
    whole = f"{title}\n{text}"
    for reading in rules.read(title, text):
        for mention in reading.mentions:
            assert whole[mention.start : mention.end] == mention.text


@pytest.mark.shared
def test_every_name_in_the_list_of_resource_classes_is_accounted_for() -> None:
    folder = Path(os.environ["PAPERGRAPH_SHARED"]) / "vocabulary" / "languages"
    by_code: dict[str, str] = {}
    with (folder / "joshi_lang2tax_iso639-3.csv").open(encoding="utf-8") as file:
        by_code.update((row[2], row[0]) for row in csv.reader(file, quoting=csv.QUOTE_NONE))
    with (ROOT / "scripts" / "languages" / "joshi_names.tsv").open(encoding="utf-8") as file:
        by_hand = {row["name"]: row["iso639_3"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    known = {entry.iso639_3: entry for entry in languages().values()}
    with (folder / "joshi_lang2tax.txt").open(encoding="utf-8") as file:
        for line in file:
            name, _, number = line.strip().rpartition(",")
            code = by_code.get(name)
            if name and (code is None or code not in known):
                assert name in by_hand, name
                code = by_hand[name]
            if name and code:
                assert known[code].resource_class is not None
                assert known[code].resource_class >= int(number)
