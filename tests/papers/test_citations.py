import pytest
from msgspec.structs import replace

from papergraph.papers import resolve_citations, resolve_records
from papergraph.sources import read
from papergraph.values import Author, LostCitations, Paper, Record, Reference
from tests.conftest import SHARED

SPOON = Paper(id="acl:P01-1001", title="Spoons: a theory", year=2001, authors=(Author("Ada Lovely"),), formats=("bib",))


def citing(paper_id, *references):
    return Paper(id=paper_id, title=f"Title of {paper_id}", references=references, formats=("jsonl",))


def test_references_are_found_by_identifier_and_by_title():
    papers = [
        SPOON,
        citing("doi:10.1/a", Reference(ids=("acl:P01-1001",))),
        citing("doi:10.1/b", Reference(title="Spoons - A Theory", year=2001)),
        citing("doi:10.1/c", Reference(title="Spoons: a theory", authors=("Cy Young",))),
    ]
    result = resolve_citations(papers)
    assert [(c.source, c.target, c.origin) for c in result.citations][:2] == [
        ("doi:10.1/a", "acl:P01-1001", "jsonl"),
        ("doi:10.1/b", "acl:P01-1001", "jsonl"),
    ]
    assert [paper.title for paper in result.cited_only] == ["Spoons: a theory"]
    assert result.counts["to_corpus"] == 2
    assert result.counts["to_cited_only"] == 1


def test_a_work_that_is_only_cited_is_one_paper_outside_the_corpus():
    fork = Reference(title="Forks in the sea of text", year=1999, ids=("doi:10.9/fork",))
    papers = [
        citing("doi:10.1/a", fork),
        citing("doi:10.1/b", Reference(title="Forks in the Sea of Text", year=1999)),
        citing("doi:10.1/c", Reference(title="Knives"), Reference(raw="Illegible 1999")),
    ]
    result = resolve_citations(papers, min_cited=2)
    assert [(paper.id, paper.in_corpus) for paper in result.cited_only] == [("doi:10.9/fork", False)]
    assert result.counts["below_min_cited"] == 1
    assert result.counts["unidentified"] == 1
    assert result == resolve_citations(list(reversed(papers)), min_cited=2)


def test_a_paper_does_not_cite_itself():
    result = resolve_citations([citing("doi:10.1/a", Reference(ids=("doi:10.1/a",)))])
    assert result.citations == ()
    assert result.counts["self"] == 1


def test_the_counts_add_up_to_what_the_records_give():
    def record(line, acl_id, *cited, **fields):
        references = tuple(Reference(ids=(f"acl:{each}",)) if each else Reference(raw="?") for each in cited)
        return Record("a.jsonl", line, "Spoons in the sea", "jsonl", acl_id=acl_id, references=references, **fields)

    ada = {"authors": (Author("Ada Lovely"),), "venue": "acl"}
    records = [
        record(1, "P01-1001", "P01-1001", "J02-1001", "A00-1001", **ada, year=2001),
        record(2, "J02-1001", "A00-1001", **ada, year=2002),
        replace(record(3, "A00-1001", "P01-1001", "J02-1001", "", "W99-0001"), title="Forks of the north"),
    ]
    resolved = resolve_records(records)
    assert len(resolved.papers) == 2
    result = resolve_citations(resolved.papers, records=resolved.records)
    assert dict(result.counts) == {
        "given": 8, "to_corpus": 2, "to_cited_only": 1, "repeated": 2, "self": 1, "between_records": 1,
        "below_min_cited": 0, "unidentified": 1,
    }  # fmt: skip
    assert result.counts["to_corpus"] + result.counts["to_cited_only"] == len(result.citations)


def test_a_citation_names_the_formats_that_say_so_and_no_others():
    def record(line, format, *cited):
        references = tuple(Reference(ids=(f"doi:10.1/{each}",)) for each in cited)
        return Record("a.json", line, "On tea", format, doi="10.1/tea", references=references or None)

    records = [record(1, "bibtex"), record(2, "crossref", "a", "b"), record(3, "openalex", "b", "b")]
    resolved = resolve_records(records)
    found = resolve_citations(resolved.papers, records=resolved.records)
    assert [(each.target, each.origin) for each in found.citations] == [
        ("doi:10.1/a", "crossref"), ("doi:10.1/b", "crossref+openalex"),
    ]  # fmt: skip


def test_entries_that_stand_on_one_line_keep_their_own_references():
    def record(name, *cited):
        references = tuple(Reference(ids=(f"doi:10.1/{each}",)) for each in cited)
        return Record("a.json", 1, f"On the {name} of the sea", "openalex", doi=f"10.1/{name}", references=references)

    records = [record("tea", "ink"), record("ink"), record("ore", "tea", "ink")]
    resolved = resolve_records(records)
    found = resolve_citations(resolved.papers, records=resolved.records)
    assert [(each.source, each.target) for each in found.citations] == [
        ("doi:10.1/ore", "doi:10.1/ink"), ("doi:10.1/ore", "doi:10.1/tea"), ("doi:10.1/tea", "doi:10.1/ink"),
    ]  # fmt: skip
    assert found.citations == resolve_citations(resolved.papers).citations


@pytest.mark.shared
@pytest.mark.parametrize(
    ("versions", "papers", "between", "repeated"), [("merge", 6394, 11400, 3), ("separate", 6404, 11403, 0)]
)
def test_the_citation_pairs_of_the_acl_all_have_a_place(versions, papers, between, repeated):
    entries = list(read([SHARED / "corpus" / "citations"]))
    records = [entry for entry in entries if isinstance(entry, Record)]
    lost = [entry for entry in entries if isinstance(entry, LostCitations)]
    resolved = resolve_records(records, versions=versions)
    counts = resolve_citations(resolved.papers, records=resolved.records).counts
    assert (len(records), len(resolved.papers)) == (6404, papers)
    assert counts["given"] + sum(each.count for each in lost) == 11559
    assert (counts["to_corpus"], counts["repeated"]) == (between, repeated)
    assert (counts["self"], counts["between_records"], counts["to_cited_only"]) == (1, 0, 77)
    assert [sum(each.cited_known is known for each in lost) for known in (True, False)] == [66, 12]
