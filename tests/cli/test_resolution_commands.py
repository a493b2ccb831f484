import json

import pytest
from click.testing import CliRunner

from papergraph.cli import cli
from papergraph.cli.merges import override_file
from papergraph.overrides import load_overrides
from papergraph.values import Merge

TITLE = "Grounded word learning in noisy kitchens"


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def tables(tmp_path):
    left, right = tmp_path / "left.csv", tmp_path / "right.csv"
    left.write_text(
        f"id,title,authors,year\n1,{TITLE},Ada Lovely; Bo Carter,2020\n2,Forks of the northern seas,Cy Young,2019\n",
        encoding="utf-8",
    )
    right.write_text(
        f'key|Name of it|authors|year\na|{TITLE.upper()}.|"Lovely, A.; Carter, B."|2020\nb|Another thing|Di Old|2001\n',
        encoding="utf-8",
    )
    return left, right


def test_duplicates_prints_groups_with_their_reasons(tables):
    result = run("duplicates", *tables, "--column", "title=Name of it")
    assert result.exit_code == 0
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(one["file"], one["id"]) for one in row["records"]} == {("left.csv", "1"), ("right.csv", "a")}
    assert row["reasons"]
    assert "title from 'Name of it'" in result.stderr
    assert "guessed" in result.stderr
    every = run("duplicates", *tables, "--column", "title=Name of it", "--all", "--json")
    assert len(json.loads(every.stdout)) == 3


def test_a_wrong_column_option_is_wrong_usage(tables):
    result = run("duplicates", *tables, "--column", "titel=Name")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_overrides_are_obeyed_and_unused_ones_told(tables, tmp_path):
    overrides = tmp_path / "overrides.yaml"
    overrides.write_text('different:\n  - ["left.csv:2", "right.csv:2"]\n  - ["doi:10.1234/x", "doi:10.1234/y"]\n')
    result = run("duplicates", *tables, "--column", "title=Name of it", "--overrides", overrides)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "10.1234/x" in result.stderr


def test_eval_papers_scores_pairs_of_two_files(tables, tmp_path):
    gold = tmp_path / "gold.csv"
    gold.write_text("left,right\n1,a\n2,b\n", encoding="utf-8")
    result = run("eval", "papers", gold, *tables, "--column", "title=Name of it", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == {
        "precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "right": 1, "wrong": 0, "missed": 1,
    }  # fmt: skip
    labelled = tmp_path / "labelled.csv"
    labelled.write_text("left,right,label\n1,a,0\n2,b,1\n", encoding="utf-8")
    scored = json.loads(run("eval", "papers", labelled, *tables, "--column", "title=Name of it", "--json").stdout)
    assert (scored["right"], scored["wrong"], scored["missed"]) == (0, 1, 1)


def test_eval_aliases_scores_pairs_of_names(tmp_path):
    gold = tmp_path / "gold.tsv"
    gold.write_text(
        "type\tleft\tright\tlabel\nmodel\tGPT3\tGPT-3\tsame\nmodel\tPROP\tB-PROP\tdifferent\n"
        "model\tSpoonNet\tForkNet\tsame\n",
        encoding="utf-8",
    )
    result = run("eval", "aliases", gold, "--json", "--errors", "5")
    assert result.exit_code == 0, result.output
    scored = json.loads(result.stdout)["all"]
    assert (scored["right"], scored["wrong"], scored["missed"]) == (1, 0, 1)
    assert "SpoonNet" in result.stderr
    gold.write_text("left\tright\n", encoding="utf-8")
    assert run("eval", "aliases", gold).exit_code == 0
    gold.write_text("left\tright\tlabel\na\tb\tperhaps\n", encoding="utf-8")
    assert run("eval", "aliases", gold).exit_code == 1


@pytest.fixture
def graph(tmp_path):
    papers = [
        {"id": "1", "title": "LoRA for spoons", "abstract": "We use Low-Rank Adaptation (LoRA) with BERT on German."},
        {"id": "2", "title": "Spoons again", "abstract": "We apply LoRA and bert-base to German text."},
        {"id": "3", "title": "SPOONS AGAIN", "abstract": "We apply LoRA and bert-base to German text."},
    ]
    source = tmp_path / "papers.jsonl"
    source.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    out = tmp_path / "graph"
    result = run("build", source, "--out", out, "--no-page")
    assert result.exit_code == 0, result.output
    return out


@pytest.mark.slow
def test_explain_and_merges_tell_the_story_of_a_graph(graph, tmp_path):
    story = run("explain", "low-rank adaptation", "--graph", graph)
    assert story.exit_code == 0, story.output
    assert "method:lora" in story.stdout
    assert "We apply LoRA" in story.stdout
    paper = json.loads(run("explain", "Spoons again", "--graph", graph, "--json").stdout)
    assert paper[0]["kind"] == "Paper"
    assert len(paper[0]["records"]) == 2
    assert paper[0]["merges"][0]["rule"]
    assert run("explain", "nothing of the kind", "--graph", graph).exit_code == 1
    written = tmp_path / "overrides.yaml"
    result = run("merges", "--graph", graph, "--write", written)
    assert result.exit_code == 0, result.output
    assert "papers.jsonl:3" in result.stdout
    assert load_overrides(written).unused() == []
    before = written.read_bytes()
    again = run("merges", "--graph", graph, "--write", written)
    assert again.exit_code == 1
    assert written.read_bytes() == before


def test_a_written_override_file_undoes_what_is_uncommented(tmp_path):
    merges = [
        Merge("paper", "doi:10.1/a", "b.csv:2", "same title", 0.8, "a.csv:1 = b.csv:2: the title"),
        Merge(
            "concept", "method:lora", 'Low "rank": [x]\n- y', "abbreviation", 0.7, "LoRA = Low rank in 1 of 2 papers"
        ),
        Merge("concept", "method:lora", "model:lora", "retyped", 0.8, "read as method"),
    ]
    path = tmp_path / "overrides.yaml"
    path.write_text(override_file(merges), encoding="utf-8")
    assert load_overrides(path).different == ()
    path.write_text(override_file(merges).replace("  # - ", "  - "), encoding="utf-8")
    assert load_overrides(path).different == (
        ("a.csv:1", "b.csv:2"),
        ("method:LoRA", 'method:Low "rank": [x] - y'),
    )
