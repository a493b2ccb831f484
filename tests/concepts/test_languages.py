from papergraph.concepts import resolve_readings
from papergraph.values import Claim, ConceptReading, ConceptType, Mention, Paper, RelationType


def reading(name, entry, kind=ConceptType.LANGUAGE):
    claim = Claim(RelationType.COVERS, 0.9, "A sentence.", 0, 1, "test")
    return ConceptReading(kind, name, (Mention(0, len(name), name, "test", 1.0),), (claim,), entry)


def resolve(*readings, **options):
    paper = Paper(id="title:1", title="A")
    result = resolve_readings([paper], {paper.id: readings}, **options)
    return {concept.name: concept for concept in result.concepts}, result.links


def test_a_language_has_its_codes_and_resource_class():
    concepts, _ = resolve(reading("German", "language:deu"), reading("Yoruba", "language:yor"))
    german, yoruba = concepts["German"], concepts["Yoruba"]
    assert (german.id, german.iso639_3, german.resource_class, german.low_resource) == (
        "language:german",
        "deu",
        5,
        False,
    )
    assert yoruba.iso639_3 == "yor"
    assert yoruba.low_resource is True
    assert resolve(reading("Yoruba", None), low_resource_max_class=0)[0]["Yoruba"].low_resource is False


def test_what_is_no_language_has_no_codes():
    concepts, _ = resolve(reading("BERT", None, ConceptType.MODEL))
    assert concepts["BERT"].low_resource is None
    assert concepts["BERT"].iso639_3 is None


def test_languages_belong_to_the_groups_that_papers_name():
    group = ConceptType.LANGUAGE_GROUP
    _, links = resolve(
        reading("Hindi", "language:hin"),
        reading("Yoruba", "language:yor"),
        reading("Swiss German", "language:gsw"),
        reading("Indic languages", "language_group:indic-languages", group),
        reading("low-resource languages", "language_group:low-resource-languages", group),
    )
    found = {(link.source, link.type, link.target) for link in links}
    assert ("language:hindi", "MEMBER_OF", "language_group:indic-languages") in found
    assert ("language:yoruba", "MEMBER_OF", "language_group:low-resource-languages") in found
    assert not any(source == "language:yoruba" and "indic" in target for source, _, target in found)


def test_a_variety_belongs_to_its_language_and_a_mixed_one_to_both():
    _, links = resolve(
        *(reading(name, f"language:{entry}") for name, entry in {"Hindi": "hin", "English": "eng"}.items()),
        reading("Hinglish", "language:hinglish"),
        reading("Indian English", "language:indian-english"),
        reading("Akuapem Twi", "language:akuapem-twi"),
        reading("Twi", "language:twi"),
    )
    found = {(link.source, link.target) for link in links if link.type == "VARIANT_OF"}
    assert found >= {
        ("language:hinglish", "language:hindi"),
        ("language:hinglish", "language:english"),
        ("language:indian-english", "language:english"),
        ("language:akuapem-twi", "language:twi"),
    }


def test_a_dialect_of_glottolog_has_its_code_and_family():
    concepts, links = resolve(
        reading("Aleppo Levantine Arabic", "language:alep1241"), reading("Levantine Arabic", "language:apc")
    )
    dialect = concepts["Aleppo Levantine Arabic"]
    assert (dialect.glottocode, dialect.family, dialect.resource_class) == ("alep1241", "Afro-Asiatic", None)
    assert dialect.low_resource is None
    assert ("VARIANT_OF", "language:levantine-arabic") in {(link.type, link.target) for link in links}
