from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError

from papergraph.serve.snapshot import LiveGraph
from papergraph.serve.tools import tool_server
from tests import engines
from tests.hostile import SENT
from tests.small_graph import small_graph

TOOLS = {"ask", "search", "similar", "query", "list_queries", "schema", "paper", "concept"}
CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"question": "papers using LoRA on low-resource languages"}, "rows"),
    ("search", {"words": "low-rank", "limit": 3}, "rows"),
    ("search", {"words": "lora", "names": True}, "rows"),
    ("similar", {"paper": "arxiv:2106.1"}, "rows"),
    ("query", {"name": "who-introduced", "parameters": {"concept": "BERT"}}, "rows"),
    ("list_queries", {}, "queries"),
    ("schema", {}, "labels"),
    ("paper", {"paper": "arxiv:2106.1"}, "concepts"),
    ("concept", {"concept": "low-rank adapters"}, "papers"),
]


@pytest.fixture(scope="module")
def graph() -> Iterator[LiveGraph]:
    found = LiveGraph(engines.graph_folder(small_graph()))
    yield found
    found.close()


def together(graph: LiveGraph, calls: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    async def run() -> list[Any]:
        async with Client(tool_server(graph)) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(run)


def test_every_tool_is_typed_and_reads_only(graph: LiveGraph) -> None:
    async def listed() -> Any:
        async with Client(tool_server(graph)) as client:
            return await client.list_tools()

    tools = anyio.run(listed).tools
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations.read_only_hint
        assert all("type" in one or "anyOf" in one for one in tool.input_schema["properties"].values())


def test_the_tools_answer_with_sentences(graph: LiveGraph) -> None:
    for (name, _, key), found in zip(CALLS, together(graph, [call[:2] for call in CALLS]), strict=True):
        assert not found.is_error, found.content
        assert found.structured_content[key], name
        if name in {"ask", "similar", "paper"}:
            assert "evidence" in str(found.structured_content), name


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("concept", {"concept": "nothing-like-it"}),
        ("paper", {"paper": "arxiv:0000.0"}),
        ("query", {"name": "no-such-query"}),
        ("query", {"name": "who-introduced", "parameters": {"x": 1}}),
        ("query", {"name": "most-used-models", "parameters": {"since": "soon"}}),
        ("ask", {"question": ""}),
        ("ask", {"question": 5}),
        ("search", {"words": "lora", "limit": 0}),
        ("nothing", {}),
    ],
)
def test_a_wrong_call_is_an_error_the_client_can_read(graph: LiveGraph, name: str, arguments: dict[str, Any]) -> None:
    with contextlib.suppress(MCPError):  # of the protocol, for a tool that is not there
        found = together(graph, [(name, arguments)])[0]
        assert found.is_error
        assert "Traceback" not in found.content[0].text


@pytest.mark.slow
def test_hostile_texts_are_answered_or_refused(graph: LiveGraph) -> None:
    sent = [text for text in SENT if text.encode("utf-8", "ignore").decode() == text]  # JSON of a client is UTF-8
    calls: list[tuple[str, dict[str, Any]]] = []
    for text in sent:
        calls += [
            ("ask", {"question": text}),
            ("search", {"words": text}),
            ("search", {"words": text, "names": True}),
            ("similar", {"paper": text}),
            ("paper", {"paper": text}),
            ("concept", {"concept": text}),
            ("query", {"name": text}),
            ("query", {"name": "who-introduced", "parameters": {"concept": text}}),
            ("query", {"name": "who-introduced", "parameters": {text: text}}),
        ]
    for call, found in zip(calls, together(graph, calls), strict=True):
        if found.is_error:
            assert "\n" not in found.content[0].text, call
            assert found.content[0].text != f"Error executing tool {call[0]}", call  # what the package says of a crash
    with graph.state() as state:
        assert state.store.query("MATCH (p:Paper) RETURN count(p) AS n").rows == [(15,)]


@pytest.mark.slow
def test_the_command_serves_a_client_over_standard_input_and_output(graph: LiveGraph) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "papergraph", "serve", "--mcp", "--graph", str(graph.directory)],
        env=dict(os.environ),
    )

    async def run() -> Any:
        async with Client(command) as client:
            return [await client.call_tool(name, arguments) for name, arguments, _ in CALLS[:2]]

    found = anyio.run(run)
    assert [row["id"] for row in found[0].structured_content["rows"]] == ["acl:2024.x.4", "acl:2023.x.2"]
