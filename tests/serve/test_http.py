from __future__ import annotations

import shutil
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from papergraph.graph import save
from papergraph.queries.library import list_queries
from papergraph.serve.answers import Limits
from papergraph.serve.http import LONGEST_BODY, Settings
from papergraph.stores.embedded import EmbeddedStore, build_database
from tests import engines
from tests.serve.conftest import Door, opened
from tests.small_graph import small_graph

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n"


def test_questions_come_with_rows_and_sentences(door: Door) -> None:
    found = door.get("ask", q="Which papers use LoRA on low-resource languages?").json()
    assert found["columns"][:2] == ["id", "title"]
    assert {row["id"] for row in found["rows"]} == {"acl:2023.x.2", "acl:2024.x.4"}
    assert all(any("LoRA" in sentence for sentence in row["evidence"]) for row in found["rows"])
    assert found["not_understood"] == []


def test_words_that_are_not_understood_are_said(door: Door) -> None:
    assert door.get("ask", q="papers using LoRA zyxomat").json()["not_understood"] == ["zyxomat"]


@pytest.mark.slow
def test_every_named_query_answers(door: Door) -> None:
    names = [query["name"] for query in door.get("queries").json()["queries"]]
    assert names == [query.name for query in list_queries()]
    for query in list_queries():
        reply = door.get("query", query.name, **{key: str(value) for key, value in query.example.items()})
        assert reply.status == 200, (query.name, reply.body)
        assert reply.json()["rows"], query.name


def test_papers_and_concepts_by_any_name(door: Door) -> None:
    paper = door.get("paper", "LoRA: Low-Rank Adapters for Large Models").json()
    assert paper == door.get("paper", "arxiv:2106.1").json()
    assert {one["id"] for one in paper["cites"]} == {"arxiv:1706.1", "arxiv:1810.1"}
    assert {one["name"] for one in paper["authors"]} == {"Ada Lovelace", "Grace O'Hopper"}
    assert {"method:lora", "method:adapters"} <= {one["id"] for one in paper["concepts"]}
    assert door.get("paper", "doi:10.1/x5").json()["id"] == "doi:10.1/x5"
    concept = door.get("concept", "low-rank adapters").json()
    assert (concept["id"], concept["kind"]) == ("method:lora", "Method")
    assert all(one["evidence"] for one in concept["papers"])
    twice = door.get("concept", "glue").json()
    assert [one["id"] for one in twice["others"]] == ["method:glue"]


def test_search_and_similar(door: Door) -> None:
    assert door.get("search", q="low-rank").json()["rows"][0]["id"] == "arxiv:2106.1"
    assert [row["name"] for row in door.get("search", q="qlora", names="true").json()["rows"]] == ["QLoRA"]
    found = door.get("similar", "arxiv:2106.1", limit="2").json()
    assert len(found["rows"]) == 2
    assert all(row["why"] for row in found["rows"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/ask", 400),
        ("/api/ask?q=", 400),
        ("/api/ask?q=a&q=b", 400),
        ("/api/ask?q=papers&x=1", 400),
        ("/api/search?q=lora&limit=0", 400),
        ("/api/search?q=lora&limit=1e3", 400),
        ("/api/search?q=lora&names=perhaps", 400),
        ("/api/query/who-introduced?nothing=1", 400),
        ("/api/query/most-used-models?since=soon", 400),
        ("/api/query/no-such-query", 404),
        ("/api/paper/arxiv:0000.0", 404),
        ("/api/similar/arxiv:0000.0", 404),
        ("/api/concept/nothing-like-it", 404),
        ("/api/nothing", 404),
        ("/nothing", 404),
        ("/../../etc/passwd", 404),
        ("/%2e%2e/%2e%2e/etc/passwd", 404),
    ],
)
def test_what_cannot_be_answered_is_one_line_of_json(door: Door, path: str, status: int) -> None:
    reply = door.ask(path)
    assert reply.status == status
    assert list(reply.json()) == ["error"]
    assert "\n" not in reply.json()["error"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE"])
def test_nothing_but_reading(door: Door, method: str) -> None:
    assert door.ask("/api/queries", method).status == 405
    assert door.ask("/", method).status == 405


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (p:Paper {id: 'x'})",
        "MATCH (p:Paper) SET p.title = 'x'",
        "MATCH (p:Paper) DETACH DELETE p",
        "CALL { CREATE (p:Paper {id: 'x'}) } RETURN 1 AS n",
        "CALL merge.node(['Paper'], {id: 'q'}, {}, {}) YIELD node RETURN node",
        "CREATE INDEX x IF NOT EXISTS FOR (p:Paper) ON (p.year)",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "RETURN",
    ],
)
def test_statements_that_write_or_are_wrong_are_refused(door: Door, statement: str) -> None:
    assert door.cypher(statement).status == 400
    assert door.cypher("MATCH (p:Paper) RETURN count(p) AS n").json()["rows"] == [{"n": 15}]


def test_statements_of_clients_run_only_where_that_was_allowed(door: Door) -> None:
    assert door.cypher("RETURN $x AS x", {"x": [1, "a"]}).json()["rows"] == [{"x": [1, "a"]}]
    with opened(door.graph.directory, lambda mistakes: Settings(notice=mistakes.append)) as closed:
        assert closed.cypher("RETURN 1 AS n").status == 404


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 400),
        (b"[" * 5000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"query": 1}', "application/json", 400),
        (b'{"query": "RETURN 1", "parameters": []}', "application/json", 400),
        (b'{"query": "RETURN 1"}', "text/plain", 415),
        (b"query=RETURN+1", "application/x-www-form-urlencoded", 415),
        (b" " * (LONGEST_BODY + 1), "application/json", 413),
    ],
)
def test_bodies_are_bounded_and_typed(door: Door, body: bytes, kind: str, status: int) -> None:
    assert door.ask("/api/cypher", "POST", body, content_type=kind).status == status


def test_numbers_that_json_lacks_are_null(door: Door) -> None:
    assert door.cypher("RETURN 0.0 / 0.0 AS a, 1.0 / 0.0 AS b").json()["rows"] == [{"a": None, "b": None}]
    query = "papers-using-method-on-low-resource-languages"
    assert door.get("query", query, min_confidence="nan").json()["parameters"]["min_confidence"] is None


def test_only_known_hosts(door: Door) -> None:
    for host in ("localhost", f"localhost:{door.port}", "127.0.0.1", "[::1]:80", "10.1.2.3"):
        assert door.ask("/api", Host=host).status == 200, host
    for host in ("example.org", "example.org:80", "localhost.example.org", "", "127.0.0.1.example.org", "[::1"):
        assert door.ask("/api", Host=host).status in {400, 421}, host
    settings = lambda mistakes: Settings(hosts=("graph.example.org",), notice=mistakes.append)  # noqa: E731
    with opened(door.graph.directory, settings) as named:
        assert named.ask("/api", Host="GRAPH.example.org:8321").status == 200


def test_other_sites_cannot_read_unless_named(door: Door) -> None:
    origin = "https://friend.example"
    assert "access-control-allow-origin" not in door.ask("/api", Origin=origin).headers
    settings = lambda mistakes: Settings(origins=(origin,), notice=mistakes.append)  # noqa: E731
    with opened(door.graph.directory, settings) as friendly:
        assert friendly.ask("/api", Origin=origin).headers["access-control-allow-origin"] == origin
        assert "access-control-allow-origin" not in friendly.ask("/api", Origin="https://other.example").headers


@pytest.mark.parametrize("path", ["/", "/api", "/api/nothing", "/api/ask"])
def test_every_answer_is_guarded(door: Door, path: str) -> None:
    headers = door.ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


@pytest.mark.slow
def test_a_statement_ends_at_its_limit_and_others_go_on() -> None:
    def settings(mistakes: list[str]) -> Settings:
        return Settings(Limits(seconds=1, rows=5), cypher=True, notice=mistakes.append)

    with opened(engines.graph_folder(small_graph()), settings) as door:
        statuses: list[int] = []
        threads = [threading.Thread(target=lambda: statuses.append(door.cypher(ENDLESS).status)) for _ in range(3)]
        for thread in threads:
            thread.start()
        assert door.get("query", "who-introduced", concept="BERT").status == 200
        for thread in threads:
            thread.join(60)
        assert set(statuses) <= {503, 504}
        many = door.cypher("UNWIND range(1, 1000000) AS n RETURN n").json()
        assert (len(many["rows"]), many["truncated"]) == (5, True)
        assert door.cypher("UNWIND range(1, 5) AS n RETURN n").json()["truncated"] is False


def test_many_clients_at_once_get_their_own_answers(door: Door) -> None:
    wrong: list[object] = []

    def client(number: int) -> None:
        for turn in range(8):
            wanted = number * 100 + turn
            found = door.cypher("MATCH (p:Paper {id: 'arxiv:2106.1'}) RETURN p.id AS id, $n AS n", {"n": wanted}).json()
            if found["rows"] != [{"id": "arxiv:2106.1", "n": wanted}]:
                wrong.append(found)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert wrong == []


@pytest.mark.slow
def test_the_folder_stays_free_and_is_followed_when_replaced(tmp_path: Path) -> None:
    directory, graph = tmp_path / "graph", small_graph()
    save(graph, directory)
    build_database(graph, directory)
    (directory / "index.html").write_text("<title>old</title>")
    before = sorted(path.name for path in directory.rglob("*"))
    count = "MATCH (p:Paper) RETURN count(p) AS n"
    with opened(directory) as door:
        assert b"old" in door.ask("/").body
        with EmbeddedStore(directory) as store:  # nobody else holds it
            assert store.query(count).rows == [(15,)]
        assert sorted(path.name for path in directory.rglob("*")) == before
        fewer = replace(graph, papers=tuple(one for one in graph.papers if one.id != "title:0b0b0b"))
        (directory / "index.html").unlink()
        save(fewer, directory)  # without a database: it is built in the copy
        until = time.monotonic() + 60
        while (found := door.cypher(count).json()["rows"][0]["n"]) != 14 and time.monotonic() < until:
            assert found == 15
            time.sleep(0.2)
        assert found == 14
        assert not (directory / "database").exists()
        shutil.rmtree(directory)
        time.sleep(1.2)
        assert door.cypher(count).json()["rows"] == [{"n": 14}]
