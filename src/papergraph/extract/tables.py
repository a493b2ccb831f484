"""The data files of the package: tab-separated, no quoting, the first line names the columns."""

from __future__ import annotations

from importlib import resources
from itertools import dropwhile


def package_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file in `data/`; comments (`#`) may stand before the names of the columns."""
    text = (resources.files("papergraph.extract") / "data" / name).read_text(encoding="utf-8")
    head, *lines = dropwhile(lambda line: line.startswith("#"), text.splitlines())
    columns = head.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]
