"""Concept readings of many papers -> one node for one thing.

`names` folds spellings, `abbreviations` compares short and full forms, `readings` turns what each paper says into rows,
`retype` settles one name with two types, `aliases` finds names of one thing, `variants` and `languages` hang concepts
together, and `resolve` does all of it and keeps the ledger.
"""

from papergraph.concepts.resolve import resolve_readings
from papergraph.concepts.values import ConceptLink, ConceptResolution
from papergraph.values import Concept

__all__ = ["Concept", "ConceptLink", "ConceptResolution", "resolve_readings"]
