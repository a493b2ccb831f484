"""Rows that cross from Java in batches: every value, in order, however many, plain or not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import engines
from tests.small_graph import small_graph

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(["\x01", "\\u0001", '{"\x01": 1}', "a\nb"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60)
@given(st.lists(VALUES, max_size=8))
def test_values_come_back_as_they_went(values: list[object]) -> None:
    store = engines.embedded(small_graph)
    result = store.query("UNWIND range(0, size($values) - 1) AS n RETURN n, $values[n] AS value", {"values": values})
    assert result.rows == list(enumerate(values))


@pytest.mark.parametrize("limit", [None, 1, 999, 1000, 1001, 2500])
@pytest.mark.parametrize("value", ["n * 2", "CASE WHEN n % 700 = 0 THEN date('2024-01-31') ELSE n END"])
def test_rows_beyond_one_batch(value: str, limit: int | None) -> None:
    rows = (
        engines.embedded(small_graph).query(f"UNWIND range(1, 2300) AS n RETURN n, {value} AS value", limit=limit).rows
    )
    dated = "date" in value
    wanted = [(n, (n if n % 700 else "2024-01-31") if dated else n * 2) for n in range(1, 2301)]
    assert rows == wanted[:limit]


def test_columns_are_in_the_order_of_the_statement() -> None:
    store = engines.embedded(small_graph)
    result = store.query("MATCH (m:Method) RETURN m.name AS b, m.id AS a, 1 + 1 ORDER BY a LIMIT 2")
    assert result.columns[:2] == ("b", "a")
    assert all(row[1].startswith("method:") and row[2] == 2 for row in result.rows)
    assert len(result.rows) == 2
