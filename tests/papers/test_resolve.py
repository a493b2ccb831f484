import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from papergraph.errors import VocabularyError
from papergraph.overrides import Overrides
from papergraph.papers import group_records, resolve_records
from papergraph.values import Author, Record


def record(title, line=1, *, file="a.jsonl", authors=(), **fields):
    return Record(
        file=file, line=line, title=title, format="jsonl", authors=tuple(Author(name) for name in authors), **fields
    )


def count(*records, **options):
    return len(resolve_records(records, **options).papers)


TITLE = "Grounded word learning in noisy kitchens"
ADA = ("Ada Lovely", "Bo Carter")


@pytest.mark.parametrize(
    "other",
    [
        "GROUNDED WORD LEARNING IN NOISY KITCHENS.",
        "Grounded Word-Learning in Noisy Kitchens",
        r"{G}rounded \emph{word} learning in noisy kitchens",
        "Grounded word learning in noisy  kitchen",
        "Grounded word lerning in noisy kitchens",
        "Grounded word learning in noisy kitchens: a study of spoons",
        "Grounded word learning in noisy kitchens (extended abstract)",
    ],
)
def test_one_title_written_otherwise_is_one_paper(other):
    assert count(record(TITLE, 1, authors=ADA, year=2020), record(other, 2, authors=ADA, year=2020)) == 1


SERIES = "Overview of the spoon shared task"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (record("Parsing spoons, part I", authors=ADA), record("Parsing spoons, part II", 2, authors=ADA)),
        (record("Findings of the 2016 task", authors=ADA), record("Findings of the 2017 task", 2, authors=ADA)),
        (
            record("Spoon parsing for English verbs", authors=ADA),
            record("Spoon parsing for German verbs", 2, authors=ADA),
        ),
        (record(TITLE, authors=ADA), record(TITLE, 2, authors=["Cy Young", "Di Old"])),
        (record(TITLE, arxiv_id="2001.00001"), record(TITLE, 2, arxiv_id="2002.00002")),
        (
            record("Polishing schemes for statistical spoon recognition", authors=ADA, year=2006, acl_id="N06-2013"),
            record(
                "Combination of polishing schemes for statistical spoon recognition",
                2,
                authors=ADA,
                year=2006,
                acl_id="P06-1001",
            ),
        ),
        (
            record("SpoonEval-2010 Task 2: Finding spoons", authors=ADA, year=2009, venue="Workshop on Evaluations"),
            record("SpoonEval-2010 Task 2: Finding Spoons", 2, authors=ADA, year=2010, venue="SpoonEval"),
        ),
        (
            record("KSPN: The Kitchen Toolkit", authors=ADA, year=2004, acl_id="P04-3031"),
            record("KSPN: The Kitchen Toolkit", 2, authors=ADA[:1], year=2006, acl_id="P06-4018"),
        ),
        (
            record(TITLE, authors=ADA, year=2006, venue="acl", acl_id="P06-2067"),
            record(TITLE, 2, authors=ADA[:1], year=2006, venue="acl", acl_id="P06-3014"),
        ),
        (record("Introduction", year=2001), record("Introduction", 2, year=2002)),
        (record("Introduction"), record("Introduction", 2)),
        (record(SERIES, authors=ADA, year=2001), record(SERIES, 2, authors=ADA, year=2002)),
    ],
)
def test_different_works_stay_apart(left, right):
    assert count(left, right) == 2


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"year": 2004, "acl_id": "P04-1031"}, {"year": 2006, "acl_id": "J06-4018"}),
        ({"year": 2020, "acl_id": "2020.acl-main.1"}, {"year": 2022, "acl_id": "2022.tacl-1.7"}),
        ({"year": 1998, "venue": "coling", "acl_id": "C98-1097"}, {"year": 1998, "venue": "acl", "acl_id": "P98-1100"}),
        ({"year": 1992, "venue": "hlt", "acl_id": "H92-1026"}, {"year": 1993, "venue": "acl", "acl_id": "P93-1005"}),
        ({"year": 2018, "venue": "arXiv"}, {"year": 2020, "acl_id": "2020.acl-main.1"}),
    ],
)
def test_a_journal_a_second_volume_and_a_preprint_hold_versions(left, right):
    assert count(record(TITLE, 1, authors=ADA, **left), record(TITLE, 2, authors=ADA, **right)) == 1


def test_a_preprint_of_the_year_before_is_the_report_where_its_abstract_says_so():
    title, abstract = "SpoonEval-2021 Task 5: Finding toxic spoons", "We count the spoons that poison soup. " * 4
    early = record(title, 1, authors=ADA, year=2020, abstract=abstract)
    assert count(early, record(title, 2, authors=ADA, year=2021, abstract=abstract)) == 1
    assert count(early, record(title, 2, authors=ADA, year=2021, abstract="Nobody knows forks as we do. " * 5)) == 2


def test_author_lists_in_other_forms_agree():
    left = record(TITLE, 1, authors=["Lovely, Ada", "Carter, B."], year=2020)
    for names in (["A. Lovely", "Bo Carter"], ["Lovely A", "Carter B"], ["Ada Lovely et al."], ["A Lovély"]):
        assert count(left, record(TITLE, 2, authors=names, year=2021)) == 1


def test_versions_merge_or_stay_separate():
    versions = [
        record(TITLE, 1, authors=ADA, year=2019, venue="arXiv"),
        record(TITLE, 2, authors=ADA, year=2020, venue="Proceedings of the Spoon Conference"),
        record(TITLE, 3, authors=ADA, year=2022, venue="Journal of Spoons"),
    ]
    assert count(*versions) == 1
    assert count(*versions, versions="separate") == 3


def test_two_ids_of_one_anthology_stay_separate_where_versions_do():
    one, other = (
        record(TITLE, n, authors=ADA, year=2008, acl_id=name) for n, name in ((1, "C08-1027"), (2, "W08-0406"))
    )
    again = record(TITLE, 3, authors=ADA, year=2008, acl_id="C08-1027")
    assert count(one, other, again) == 1
    assert count(one, other, again, versions="separate") == 2


def test_identifiers_join_what_titles_do_not():
    left = record("Spoons", 1, doi="10.1234/abc", authors=ADA)
    right = record("On cutlery in general", 2, doi="10.1234/abc", arxiv_id="2001.00001", authors=ADA)
    third = record("Cutlery", 3, arxiv_id="2001.00001")
    result = resolve_records([left, right, third])
    assert [paper.id for paper in result.papers] == ["doi:10.1234/abc"]
    assert result.papers[0].other_ids == ("arxiv:2001.00001",)
    assert {merge.rule for merge in result.merges} == {"identifier"}


def test_the_doi_of_a_volume_joins_nobody():
    left = record("Spoons and their makers", 1, doi="10.1234/volume", authors=ADA)
    right = record("Forks of the northern seas", 2, doi="10.1234/volume", authors=["Cy Young"])
    papers = resolve_records([left, right]).papers
    assert len({paper.id for paper in papers}) == 2


def test_the_longest_abstract_is_read_and_all_records_are_kept():
    papers = resolve_records(
        [record(TITLE, 1, abstract="A text."), record(TITLE.upper(), 2, abstract="A longer text."), record(TITLE, 3)]
    ).papers
    assert len(papers) == 1
    assert papers[0].text == f"{TITLE.upper()}\nA longer text."
    assert papers[0].records == ("a.jsonl:1", "a.jsonl:2", "a.jsonl:3")


def test_a_name_less_record_does_not_bridge_two_works():
    left, right = record(TITLE, 1, authors=ADA), record(TITLE, 2, authors=["Cy Young"])
    assert count(left, right, record(TITLE, 3)) == 2


def test_overrides_join_and_part():
    left, right = record("Spoons", 1, doi="10.1234/a"), record("Forks", 2, doi="10.1234/b")
    same = Overrides(same=(("doi:10.1234/a", "a.jsonl:2"),))
    assert count(left, right, overrides=same) == 1
    assert same.unused() == []
    twins = [record(TITLE, 1), record(TITLE, 2)]
    assert count(*twins) == 1
    assert count(*twins, overrides=Overrides(different=(("a.jsonl:1", "a.jsonl:2"),))) == 2
    stale = Overrides(same=(("doi:10.9999/x", "a.jsonl:2"),))
    assert count(left, right, overrides=stale) == 2
    assert len(stale.unused()) == 1


def test_what_cannot_be_parted_is_an_error():
    both = record(TITLE, 1, doi="10.1234/a", arxiv_id="2001.00001")
    with pytest.raises(VocabularyError):
        resolve_records([both], overrides=Overrides(different=(("doi:10.1234/a", "arxiv:2001.00001"),)))


TITLES = [
    TITLE,
    TITLE.upper(),
    TITLE + ": a study",
    "Introduction",
    "Spoons",
    "Parsing II",
    "Parsing",
    TITLE + " today",
]
RECORDS = st.lists(
    st.builds(
        lambda title, names, year, venue, doi, abstract: record(
            title, authors=names, year=year, venue=venue, doi=doi, abstract=abstract
        ),
        st.sampled_from(TITLES),
        st.lists(st.sampled_from(["Ada Lovely", "Bo Carter", "Cy Young", "A. Lovely"]), unique=True, max_size=3),
        st.sampled_from([None, 2001, 2002, 2003, 2010]),
        st.sampled_from([None, "arXiv", "Journal of Spoons", "Spoon Conference"]),
        st.sampled_from([None, None, None, "10.1234/a", "10.1234/b"]),
        st.sampled_from([None, "One text.", "One text that is longer."]),
    ),
    max_size=12,
).map(lambda records: [replace(item, line=line) for line, item in enumerate(records, 1)])


@settings(max_examples=60, deadline=None)
@given(RECORDS, st.randoms(), st.sampled_from(["merge", "separate"]))
def test_the_papers_do_not_depend_on_order(records, random, versions):
    expected = resolve_records(records, versions=versions)
    shuffled = list(records)
    random.shuffle(shuffled)
    assert resolve_records(shuffled, versions=versions) == expected
    assert sorted(place for paper in expected.papers for place in paper.records) == sorted(r.place for r in records)
    assert len({paper.id for paper in expected.papers}) == len(expected.papers)
    merged = sum(len(paper.records) - 1 for paper in expected.papers)
    assert len(expected.merges) == merged


@settings(max_examples=60, deadline=None)
@given(RECORDS.filter(lambda records: len(records) > 1), st.data())
def test_an_override_is_always_obeyed(records, data):
    places = st.sampled_from([item.place for item in records])
    left, right = data.draw(st.tuples(places, places).filter(lambda pair: pair[0] != pair[1]))
    for action in ("same", "different"):
        overrides = Overrides(**{action: ((left, right),)})
        groups = group_records(records, overrides=overrides).groups
        together = any({left, right} <= {item.place for item in group} for group in groups)
        assert together is (action == "same")
        assert overrides.unused() == []


def test_a_place_that_several_records_share_names_none_of_them():
    records = [record(f"{name} of the sea and the land", 1, file="a.json") for name in ("Spoons", "Forks", "Knives")]
    overrides = Overrides(same=(("a.json:1", "title:Forks of the sea and the land"),))
    assert count(*records, overrides=overrides) == 3
    assert len(overrides.unused()) == 1
