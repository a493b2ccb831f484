import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.papers import resolve_citations
from papergraph.papers.raw_references import completed, parse_reference
from papergraph.values import Author, Paper, Reference

TITLE = "Counting spoons in noisy kitchens"


@pytest.mark.parametrize(
    "raw",
    [
        f"Ada Lovely and Bo de Carter. 2019. {TITLE}. In Proceedings of the Spoon Conference, pages 1-9.",
        f"Lovely, A., & de Carter, B. (2019). {TITLE}. Journal of Spoons, 3(1), 1-9. https://doi.org/10.1234/spoons",
        f"[12] A. Lovely and B. de Carter, “{TITLE},” in Proc. of the Spoon Conference, vol. 7, 2019, pp. 12-24.",
        f'A. Lovely, B. de Carter, "{TITLE}", Journal of Spoons 3 (2019) 1-9',
        f"3. Lovely A, de Carter B. {TITLE}. J Spoons. 2019;3(1):1-9.",
        f"Lovely, A., de Carter, B.: {TITLE}. In: Proceedings of the Spoon Conference. pp. 1-9 (2019).",
        f"(4) Lovely, A.; de Carter, B. {TITLE}. In Proceedings of the Spoon Conference; 2019; pp 1-9.",
        f"Lovely, A., de Carter, B., 2019. {TITLE}, in: Proceedings of the Spoon Conference. pp. 1-9.",
        f"A. Lovely and B. de Carter. {TITLE}. In Advances in Spoons, 2019.",
        f"Lovely, Ada, and Bo de Carter. “{TITLE}”. Proceedings of the Spoon Conference, 2019, pp. 1-9.",
    ],
)
def test_the_styles_of_the_field_are_read(raw):
    found = parse_reference(raw)
    assert (found.title, found.year) == (TITLE, 2019)
    assert "Lovely" in found.authors[0]
    assert len(found.authors) == 2 or "Ada" in raw
    assert found.raw == raw


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Kim, H. (2020). Will spoons sound like me? Improving spoons by pragmatics. Proceedings of Spoons, 1-9.",
         "Will spoons sound like me? Improving spoons by pragmatics"),
        ("Kim, H. (2020). Do spoons know the way? Proceedings of the Spoon Conference.", "Do spoons know the way?"),
        ("Lovely A, et al. SpoonEval-2017 Task 5: Sorting of forks. In: Proceedings of SpoonEval. 2017.",
         "SpoonEval-2017 Task 5: Sorting of forks"),
        ("R. Gold, “The “Discharge me!” task: letters by models”, Journal of Spoons, 2024.",
         "The “Discharge me!” task: letters by models"),
    ],
)  # fmt: skip
def test_signs_and_years_inside_a_title_do_not_end_it(raw, title):
    assert parse_reference(raw).title == title


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Personal communication, 2019",
        "Proceedings of the 2019 Conference on Spoons. Association for Spoons.",
        "M. Lovely and B. Carter, Journal of Spoons, 2022, 7, 12-24.",
        "https://example.org/spoons (visited in May 2020)",
        "see the appendix of the report that we wrote together " * 60,
    ],
)
def test_what_shows_no_title_gets_none(raw):
    assert parse_reference(raw).title is None


def test_identifiers_are_found_anywhere():
    raw = "Lovely, A. Spoons. arXiv:2101.00001v2, doi:10.1234/ABC.1. https://aclanthology.org/P01-1001.pdf"
    assert parse_reference(raw).ids == ("acl:P01-1001", "arxiv:2101.00001", "doi:10.1234/abc.1")


def test_fields_that_are_given_stand_above_the_string():
    raw = f"Ada Lovely. 2019. {TITLE}. In Proceedings of Spoons."
    assert completed(Reference(raw=raw, year=2018, ids=("doi:10.1/x",))) == Reference(
        ids=("doi:10.1/x",), title=TITLE, year=2018, authors=("Ada Lovely",), raw=raw
    )
    given = Reference(title="Forks", raw=raw)
    assert completed(given) is given


def test_a_string_joins_the_paper_that_it_names_and_no_other():
    ada, bo = (Author("Ada Lovely"),), (Author("Bo Young"),)
    meant = Paper(id="acl:P19-1", title=TITLE, year=2019, authors=ada, formats=("bib",))
    other = Paper(id="acl:P01-1", title=TITLE, year=2001, authors=bo, formats=("bib",))
    strings = (
        f"Lovely, A. (2019). {TITLE.upper()}. Journal of Spoons.",
        "Lovely, A. (2018). Counting forks in noisy kitchens. Journal of Forks.",
        "Lovely, A. 2018. Counting Forks in Noisy Kitchens. J. Forks.",
    )
    citing = [
        Paper(id=f"doi:10.1/{n}", title=f"Citing {n}", references=(Reference(raw=raw),), formats=("crossref",))
        for n, raw in enumerate(strings)
    ]
    result = resolve_citations([meant, other, *citing])
    targets = {each.source: each.target for each in result.citations}
    assert targets["doi:10.1/0"] == "acl:P19-1"
    assert targets["doi:10.1/1"] == targets["doi:10.1/2"] == result.cited_only[0].id
    assert (result.cited_only[0].year, result.counts["unidentified"]) == (2018, 0)


@pytest.mark.parametrize(
    "raw",
    [
        "A. Lovely, B. de Carter, SpoonNet: Counting spoons in noisy kitchens. Proceedings of Spoons. 2019, 1-9.",
        "Lovely, Ada and Bo de Carter, SpoonNet: Counting spoons in noisy kitchens, in Proceedings of Spoons, 2019.",
    ],
)
def test_the_name_that_a_title_begins_with_is_no_author(raw):
    assert parse_reference(raw).title is None


def test_a_year_after_a_title_is_no_part_of_it():
    assert parse_reference(f"LOVELY, A. V., CARTER, B. {TITLE}. 2019.").title == TITLE


@given(st.text(max_size=300) | st.text('Aa.,;:()[]“”"0129 and&', max_size=400))
def test_any_text_is_read_or_left(raw):
    found = parse_reference(raw)
    assert found.raw == raw
    assert found.title is None or found.title in " ".join(raw.split()) or not raw.isascii()


@pytest.mark.parametrize(
    "part", ["A, ", "A. ", "Aa-Bb-", "Aa, B., ", "“", "arxiv: ", "(2019) ", "J. ", ". In ", "van ", "10.1234/"]
)
def test_no_text_takes_long(part):
    start = time.process_time()
    parse_reference((part * 2000)[:2000])
    assert time.process_time() - start < 0.5
