"""A server on a real socket, asked as its clients ask it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from papergraph.serve.http import Settings, application
from papergraph.serve.listen import bound, http_server
from papergraph.serve.snapshot import LiveGraph
from tests import engines
from tests.small_graph import small_graph


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        def refuse(name: str) -> None:
            raise ValueError(f"{name} is no JSON")

        return json.loads(self.body, parse_constant=refuse)


@dataclass(frozen=True)
class Door:
    """An HTTP door that answers at a port of this machine."""

    port: int
    graph: LiveGraph
    mistakes: list[str]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {key.replace("_", "-"): value for key, value in headers.items()})
            reply = connection.getresponse()
            found = {key.lower(): value for key, value in reply.getheaders()}
            return Reply(reply.status, found, reply.read())
        finally:
            connection.close()

    def get(self, *parts: str, **parameters: str) -> Reply:
        path = "/api/" + "/".join(quote(part, safe="", errors="surrogatepass") for part in parts)
        return self.ask(f"{path}?{urlencode(parameters, errors='surrogatepass')}" if parameters else path)

    def cypher(self, query: str, parameters: dict[str, Any] | None = None) -> Reply:
        body = json.dumps({"query": query, "parameters": parameters or {}}).encode()
        return self.ask("/api/cypher", "POST", body, content_type="application/json")


@contextmanager
def opened(directory: Path, settings: Callable[[list[str]], Settings] | None = None) -> Iterator[Door]:
    mistakes: list[str] = []
    graph = LiveGraph(directory)
    with bound("127.0.0.1", 0) as listening:
        made = settings(mistakes) if settings else Settings(cypher=True, notice=mistakes.append)
        server = http_server(application(graph, made))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield Door(listening.getsockname()[1], graph, mistakes)
        finally:
            server.should_exit = True
            thread.join(30)
            graph.close()
    assert mistakes == []


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with opened(engines.graph_folder(small_graph())) as found:
        yield found
