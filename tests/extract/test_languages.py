import pytest

from papergraph.extract import Extractor
from papergraph.extract.languages import language_groups, languages
from papergraph.values import ConceptType


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
        ("Egyptian and Gulf dialects of Arabic", {"Egyptian Arabic", "Gulf Arabic"}),
        ("Ships in the Gulf of Mexico: a translation", set()),
    ],
)
def test_names_of_regions_and_people_want_a_language_near(extractor: Extractor, text: str, expected: set[str]) -> None:
    assert found(extractor, text) == expected
