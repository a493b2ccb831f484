"""Hostile names and titles in the graph, hostile questions, names and parameters from outside: data, or refused."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papergraph.cli import cli
from papergraph.cli import store as cli_store
from papergraph.errors import PapergraphError
from papergraph.queries.ask import Names, ask
from papergraph.stores import embedded
from tests import engines
from tests.browser.graphs import hostile
from tests.hostile import ATTACKS, SENT
from tests.serve.conftest import Door, opened
from tests.small_graph import small_graph

KINDS = ("ask", "search", "names", "similar", "paper", "concept", "value", "name", "parameter")


def asked(door: Door, kind: str, text: str) -> Any:
    match kind:
        case "ask" | "search":
            return door.get(kind, q=text)
        case "names":
            return door.get("search", q=text, names="true")
        case "value":
            return door.get("query", "who-introduced", concept=text)
        case "name":
            return door.get("query", text)
        case "parameter":
            return door.get("query", "who-introduced", **{text: text})
        case _:
            return door.get(kind, text)


def check_reply(reply: Any, sent: object) -> None:
    assert reply.status in {200, 400, 404, 504}, (sent, reply)
    content = reply.json()
    assert "Traceback" not in str(content)
    assert "owned" not in reply.headers.get("set-cookie", "")
    if reply.status != 200:
        assert list(content) == ["error"]
        assert "\n" not in content["error"]
    check_terminal(reply.body.decode(), sent)


def check_terminal(text: str, sent: object) -> None:
    """Fail where printing the text would steer a terminal."""
    steering = {character for character in text if unicodedata.category(character) == "Cc"} - {"\n", "\t"}
    assert not steering, (sent, steering)


def unharmed(door: Door, papers: int) -> None:
    assert door.cypher("MATCH (p:Paper) RETURN count(p) AS n").json()["rows"] == [{"n": papers}]


def test_there_are_enough_of_each() -> None:
    assert len(set(ATTACKS)) >= 60
    assert len(set(SENT) - set(ATTACKS)) >= 60


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_over_http(door: Door, kind: str) -> None:
    for text in SENT[74::11]:
        check_reply(asked(door, kind, text), (kind, text[:60]))
    unharmed(door, 15)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_all_over_http(door: Door, kind: str) -> None:
    for text in SENT:
        check_reply(asked(door, kind, text), (kind, text[:60]))
    unharmed(door, 15)


@pytest.mark.slow
def test_all_as_parameters_of_statements_and_as_statements(door: Door) -> None:
    for text in SENT:
        reply = door.cypher("MATCH (p:Paper) WHERE p.title = $x RETURN $x AS x, count(p) AS n", {"x": text})
        check_reply(reply, text[:60])
        check_reply(door.cypher("RETURN $x AS x", {"x": [text, {text: text}]}), text[:60])
        check_reply(door.cypher(text), text[:60])
        same = door.cypher("RETURN $x AS x", {"x": text})
        if same.status == 200:
            assert same.json()["rows"] == [{"x": json.loads(json.dumps(text))}]
        else:
            assert any(0xD800 <= ord(character) < 0xE000 for character in text) or len(text) > 8_000
    unharmed(door, 15)


@pytest.fixture(scope="module")
def attacked() -> Iterator[Door]:
    graph = hostile()
    relations = [replace(one, said_low_resource=False) if one.type == "COVERS" else one for one in graph.relations]
    graph = replace(graph, relations=tuple(sorted(relations, key=lambda one: (one.source, one.type, one.target))))
    with opened(engines.graph_folder(graph)) as found:
        yield found


@pytest.mark.slow
def test_a_graph_of_attacks_is_served_as_data(attacked: Door) -> None:
    rows = attacked.cypher("MATCH (p:Paper) RETURN p.id AS id, p.title AS title, p.venue AS venue").json()["rows"]
    assert {row["venue"] for row in rows} == set(ATTACKS)
    for row in rows:
        reply = attacked.get("paper", row["id"])
        check_reply(reply, row["id"])
        if row["id"].strip() == row["id"]:  # white space around what is asked for does not count
            assert reply.status == 200, row["id"]
            assert reply.json()["title"] == row["title"]
        check_reply(attacked.get("similar", row["id"], limit="2"), row["id"])
    for text in ATTACKS:
        reply = attacked.get("concept", text)
        check_reply(reply, text[:60])
        assert reply.status == 200 or text.strip() != text, text[:60]
        check_reply(attacked.get("ask", q=f"papers using {text[:500]}"), text[:60])


class _Kept(embedded.EmbeddedStore):
    """The store of a module's tests, which a command does not close."""

    def __init__(self, store: embedded.EmbeddedStore) -> None:
        vars(self).update(vars(store))

    def close(self) -> None:
        return


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on the small graph without opening its database each time."""
    kept = _Kept(engines.embedded(small_graph))
    monkeypatch.setattr(cli_store, "_opened", lambda *_, **__: kept)

    def run(*arguments: str) -> Any:
        done = CliRunner().invoke(cli, [*arguments, "--graph", "unused"])
        assert done.exception is None or isinstance(done.exception, SystemExit), (arguments, done.exc_info)
        assert done.exit_code in {0, 1, 2}
        check_terminal(done.output, arguments)
        if done.exit_code:
            assert done.stdout == ""
        return done

    return run


def lines(text: str) -> list[tuple[str, ...]]:
    value = json.dumps(text)
    return [
        ("ask", "--", text),
        ("search", "--", text),
        ("similar", "--", text),
        ("query", "who-introduced", f"concept={text}"),
        ("cypher", "--param", f"x={value}", "RETURN $x AS x"),
        ("cypher", "--", text),
        ("ask", "--json", "--", text),
        ("search", "--names", "--json", "--", text),
        ("query", "--json", "--", text),
        ("query", "who-introduced", f"{text}=1"),
        ("cypher", "--json", "--param", f"x={value}", "RETURN $x AS x"),
        ("cypher", "--format", "csv", "--param", f"x={value}", "RETURN $x AS x"),
        ("cypher", "--format", "jsonl", "--param", f"x={value}", "RETURN $x AS x, 1 AS n"),
        ("cypher", f"RETURN 1 AS `{text}`"),
    ]


def test_a_few_on_the_command_line(command: Any) -> None:
    for text in SENT[74::17]:
        for arguments in lines(text):
            command(*arguments)


@pytest.mark.slow
def test_all_on_the_command_line(command: Any) -> None:
    for number, text in enumerate(SENT):
        always, sometimes = lines(text)[:6], lines(text)[6:]
        for arguments in [*always, *sometimes[number % 4 :: 4]]:
            command(*arguments)
    assert engines.embedded(small_graph).query("MATCH (p:Paper) RETURN count(p) AS n").rows == [(15,)]


@settings(max_examples=60)
@given(st.text() | st.text(alphabet="papers using LoRA on not without since 2023 ?'\"`\\%()[]", max_size=80))
@example("\ud800")
def test_any_text_as_a_question_is_answered_or_refused_in_one_line(text: str) -> None:
    store = engines.embedded(small_graph)
    refused, found = caught(lambda: ask(store, text, names=_names()))
    assert "\n" not in refused
    assert refused or (found.understood and found.result.columns)


@settings(max_examples=60)
@given(st.text(), st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2))
def test_any_text_as_a_parameter_comes_back_or_is_refused_in_one_line(text: str, more: dict[str, str]) -> None:
    store = engines.embedded(small_graph)
    refused, found = caught(lambda: store.query("RETURN $x AS x, $more AS more", {"x": text, "more": more}))
    assert "\n" not in refused
    assert refused or found.rows == [(text, more)]


def caught(work: Callable[[], Any]) -> tuple[str, Any]:
    """Return the message of the error, or '' and what the work returned."""
    try:
        return "", work()
    except PapergraphError as error:
        return str(error).strip(), None


_KNOWN: list[Names] = []


def _names() -> Names:
    if not _KNOWN:
        _KNOWN.append(Names.of(engines.embedded(small_graph)))
    return _KNOWN[0]
