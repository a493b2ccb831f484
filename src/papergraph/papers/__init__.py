"""Records -> papers: the same work from several sources and versions is one paper.

`keys` folds a record into what can be compared, `blocking` finds pairs worth comparing in near-linear time,
`matching` decides a pair by rules and says why, `resolve` joins pairs into papers, and `citations` finds the papers
that reference lists mean.
"""

from papergraph.papers.build import title_ids
from papergraph.papers.citations import Citation, CitationResolution, resolve_citations
from papergraph.papers.matching import Versions
from papergraph.papers.resolve import PaperResolution, group_records, resolve_records

__all__ = [
    "Citation",
    "CitationResolution",
    "PaperResolution",
    "Versions",
    "group_records",
    "resolve_citations",
    "resolve_records",
    "title_ids",
]
