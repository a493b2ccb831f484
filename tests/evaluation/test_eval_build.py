"""Drawing a sheet of one's own graph, judging it, and what the judgements say."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from papergraph.cli import cli
from papergraph.errors import SourceError, UsageError
from papergraph.evaluation.precision import estimate, report, wilson
from papergraph.evaluation.sheet import COLUMNS, Row, bin_of, draw, format_sheet, marked, read_sheet, shares
from papergraph.graph import ConceptNode, Graph, PaperNode, Relation, save

KINDS = ("USES", "MENTIONS", "EVALUATES_ON")
TEXT = "We train LarkNet on songs."


def big_graph(papers: int = 60) -> Graph:
    """Return a graph with two concepts of each paper, of unequal kinds and confidences."""
    concepts = (ConceptNode("method:song", "Method", "=HYPERLINK(song)"), ConceptNode("model:lark", "Model", "LarkNet"))
    relations = []
    for number in range(papers):
        claim = {"evidence": TEXT, "start": 17, "end": 24, "rule": "test", "hedged": False, "primary": True}
        paper = f"title:{number:012x}"
        relations.append(Relation(paper, KINDS[number % 3], "model:lark", confidence=0.95, **claim))
        if number % 5 == 0:
            relations.append(Relation(paper, "USES", "method:song", confidence=0.3 + number / 200, **claim))
    relations = [replace(r, negated=False) if r.type == "MENTIONS" else r for r in relations]
    nodes = tuple(PaperNode(f"title:{n:012x}", "A Title", abstract=TEXT, records=(f"a:{n}",)) for n in range(papers))
    return Graph(
        papers=nodes, concepts=concepts, relations=tuple(sorted(relations, key=lambda r: (r.source, r.type, r.target)))
    )


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["eval", "build", *map(str, arguments)])


def judged(rows: list[Row], correct: bool, relation: bool | None = True) -> list[Row]:
    return [replace(row, correct=correct, relation_correct=relation) for row in rows]


def test_the_sample_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    graph = big_graph()
    assert draw(graph, 20) == draw(graph, 20)
    assert draw(graph, 20) != draw(graph, 20, seed=1)
    turned = replace(graph, relations=graph.relations[::-1], papers=graph.papers[::-1])
    assert draw(turned, 20) == draw(graph, 20)


def test_a_sample_marks_the_mention_and_its_weights_sum_to_the_graph() -> None:
    graph = big_graph()
    rows = draw(graph, 25)
    assert len(rows) == 25
    assert {row.sentence for row in rows} == {"We train [[LarkNet]] on songs."}
    assert sum(row.weight for row in rows) == pytest.approx(len(graph.relations), abs=0.01)
    assert {row.type for row in rows} == {"Method", "Model"}
    assert len(draw(graph, 10_000)) == len(graph.relations)


def test_a_graph_that_grew_keeps_most_of_its_sample() -> None:
    small, large = ({row.paper_id for row in draw(big_graph(n), 30)} for n in (60, 66))
    assert len(small & large) > 20


def test_a_graph_without_texts_has_nothing_to_judge() -> None:
    with pytest.raises(UsageError):
        draw(Graph(), 5)


@given(
    st.dictionaries(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("123")), st.integers(1, 50), min_size=1),
    st.integers(1, 300),
)
def test_shares_sum_to_the_size_and_leave_no_stratum_out(sizes: dict[tuple[str, str], int], size: int) -> None:
    found = shares(sizes, size)
    assert sum(found.values()) == min(size, sum(sizes.values()))
    assert all(found[stratum] <= sizes[stratum] for stratum in found)
    if size >= len(sizes):
        assert set(found) == set(sizes)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_gives_the_published_intervals(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right / of, of) == pytest.approx((low, high), abs=1e-4)


@given(st.lists(st.tuples(st.sampled_from([True, False, None]), st.floats(0.1, 100)), max_size=30))
def test_an_interval_holds_its_share(rows: list[tuple[bool | None, float]]) -> None:
    found = estimate(rows)
    assert found.labelled == sum(right is not None for right, _ in rows)
    if found.precision is not None:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.precision <= found.high <= 1


def test_rows_weigh_as_much_as_they_stand_for() -> None:
    assert estimate([(True, 9.0), (False, 1.0)]).precision == pytest.approx(0.9)
    even, uneven = estimate([(True, 1.0)] * 10), estimate([(True, 1.0)] * 9 + [(True, 30.0)])
    assert even.low is not None
    assert uneven.low is not None
    assert uneven.low < even.low


def test_a_wrong_concept_makes_a_wrong_relationship_and_no_judgement_none() -> None:
    rows = draw(big_graph(), 10)
    half = [*judged(rows[:4], correct=True), *judged(rows[4:7], correct=False, relation=None), *rows[7:]]
    found = report(half)
    assert (found["concept"]["all"]["all"].right, found["concept"]["all"]["all"].labelled) == (4, 7)
    assert (found["relationship"]["all"]["all"].right, found["relationship"]["all"]["all"].labelled) == (4, 7)
    assert sum(part.labelled for part in found["concept"]["confidence"].values()) == 7


def test_bins_hold_their_lower_bound() -> None:
    assert [bin_of(c) for c in (0.0, 0.5, 0.69, 0.7, 0.9, 1.0)] == [
        "0.00-0.50",
        "0.50-0.70",
        "0.50-0.70",
        "0.70-0.90",
        "0.90-1.00",
        "0.90-1.00",
    ]


def test_a_mention_that_does_not_lie_in_its_sentence_is_not_marked() -> None:
    assert marked("One. Two words.", "Two words.", 5, 8) == "[[Two]] words."
    assert marked("One. One.", "One.", 5, 8) == "[[One]]."
    assert marked("One. Two.", "Two.", 0, 3) == "Two."
    assert marked("One. Two.", "elsewhere", 0, 3) == "elsewhere"


HOSTILE = st.text(alphabet=st.sampled_from("=+-@|%\"',;\t\n\r ab\u202e\u00e9\x00"), max_size=20)


@given(HOSTILE, HOSTILE, st.sampled_from([".csv", ".tsv", ".jsonl"]))
def test_a_sheet_is_read_back_as_it_was_judged(
    tmp_path_factory: pytest.TempPathFactory, title: str, concept: str, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"sheet{suffix}"
    row = Row(title, "a [[b]]", concept, "Model", "uses", 0.25, 3.5, "doi:10.1/x", "model:x", True, None)
    path.write_text(format_sheet([row], suffix), encoding="utf-8", newline="")
    found = read_sheet(path)
    assert [(r.correct, r.relation_correct, r.confidence, r.weight, r.paper_id) for r in found] == [
        (True, None, 0.25, 3.5, "doi:10.1/x")
    ]
    if suffix == ".csv":
        cells = next(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        assert not cells["title"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert not cells["concept"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_what_spreadsheets_save_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = draw(big_graph(), 3)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(COLUMNS)
    for row, word in zip(rows, ("Yes", "0", " "), strict=True):
        cells = [word, "", row.title, row.sentence, row.concept, row.type, row.relation]
        writer.writerow([*cells, str(row.confidence).replace(".", ","), row.weight, row.paper_id, row.concept_id])
    path = tmp_path / "saved.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    found = read_sheet(path)
    assert [row.correct for row in found] == [True, False, None]
    assert [row.confidence for row in found] == [row.confidence for row in rows]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("maybe", 0), 3),
        (("high", 7), 3),
        (("2", 7), 3),
        (("0", 8), 3),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(tmp_path: Path, change: tuple[str, int], line: int) -> None:
    lines = list(csv.reader(io.StringIO(format_sheet(draw(big_graph(), 3)), newline="")))
    value, column = change
    lines[2][column] = value
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    path = tmp_path / "sheet.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    with pytest.raises(SourceError, match=rf"sheet\.csv:{line}: "):
        read_sheet(path)


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xff\xfea", b"\x00\x01", b"{\n", b'{"correct": "yes"}\n', b"[1]\n"]
)
def test_what_is_no_sheet_is_one_line(tmp_path: Path, content: bytes) -> None:
    save(big_graph(), tmp_path / "graph")
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    result = invoke(tmp_path / "graph", "--labels", path)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert str(path) in result.stderr


def test_draw_judge_and_report(tmp_path: Path) -> None:
    folder, path = tmp_path / "graph", tmp_path / "sheet.csv"
    save(big_graph(), folder)
    assert invoke(folder, "--sample", 12, "--out", path).exit_code == 0
    before = path.read_bytes()
    again = invoke(folder, "--sample", 12, "--out", path)
    assert again.exit_code == 1
    assert path.read_bytes() == before
    path.write_text(path.read_text("utf-8-sig").replace("\n,,", "\nyes,no,"), encoding="utf-8")
    found = json.loads(invoke(folder, "--labels", path, "--json").stdout)
    assert found["concept"]["all"]["all"]["precision"] == 1.0
    assert found["relationship"]["all"]["all"]["precision"] == 0.0
    assert (found["rows"], found["not_in_graph"]) == (12, 0)
    plain = invoke(folder, "--labels", path)
    assert plain.exit_code == 0
    assert "12 of 12" in plain.stdout


def test_a_sheet_of_another_graph_is_refused_and_an_older_one_counts(tmp_path: Path) -> None:
    save(big_graph(), tmp_path / "graph")
    save(big_graph(3), tmp_path / "small")
    path = tmp_path / "sheet.jsonl"
    rows = [row for row in draw(big_graph(), 30) if row.paper_id > "title:000000000002"]
    path.write_text(format_sheet(rows, ".jsonl"), encoding="utf-8")
    assert invoke(tmp_path / "small", "--labels", path).exit_code == 1
    path.write_text(format_sheet([*rows, *draw(big_graph(3), 1)], ".jsonl"), encoding="utf-8")
    result = invoke(tmp_path / "small", "--labels", path, "--json")
    assert json.loads(result.stdout)["not_in_graph"] == len(rows)


@pytest.mark.parametrize(
    "arguments", [(), ("--sample", 3, "--labels", "."), ("--sample", 0), ("--sample", 3, "--out", "x.xlsx")]
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[object, ...]) -> None:
    save(big_graph(), tmp_path / "graph")
    assert invoke(tmp_path / "graph", *arguments).exit_code == 2
