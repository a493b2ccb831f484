from papergraph.papers import resolve_citations
from papergraph.values import Author, Paper, Reference

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
