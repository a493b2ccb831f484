"""The HTTP door: the page at `/` and JSON below `/api`, read-only.

Nothing but GET is answered (and POST for `/api/cypher`, where that was allowed), requests are for hosts we know,
answers carry headers that keep a browser from mixing them with other sites, and each has limits on time and rows.
"""

from __future__ import annotations

import ipaddress
import json
import re
import sys
import threading
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from papergraph.errors import (
    MissingExtraError,
    PapergraphError,
    QueryError,
    QueryStoppedError,
    UnknownNameError,
    UsageError,
)
from papergraph.serve import answers
from papergraph.serve.answers import Limits
from papergraph.text import json_text

try:
    import anyio
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.requests import ClientDisconnect, Request
    from starlette.responses import Response
    from starlette.routing import Route
except ImportError as error:
    raise MissingExtraError("papergraph serve", extra="serve") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Set

    from starlette.types import ASGIApp, Receive, Scope, Send

    from papergraph.serve.snapshot import LiveGraph, State

LONGEST_BODY: Final = 64 * 1024
"""Bytes of a request's body; only `/api/cypher` reads one."""

WORKERS: Final = 4
"""Requests that are answered at once; the engine is in this process and works with as many threads."""

MOST_RUNNING: Final = 16
"""Requests that are worked on at once at most, those included that were given up and have not stopped yet."""

GRACE_SECONDS: Final = 2.0
"""How long after its limit an answer may still come: a statement is stopped between two rows."""

_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "worker-src blob:; connect-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Only what a page of one file needs; the page itself brings a stricter one, with the hashes of its scripts."""

_HOST: Final = re.compile(r"(?:\[(?P<six>[^\[\]]+)\]|(?P<name>[^:\[\]]+))(?::[0-9]+)?")
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
_API_POLICY: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the door is opened.

    Attributes:
        limits: What one answer may cost.
        hosts: Names by which clients may call us, besides addresses and `localhost`.
        origins: Sites whose scripts may read the answers (CORS); none unless given.
        cypher: Whether `/api/cypher` runs reading statements of the client.
        notice: Told in one line of mistakes of ours.
    """

    limits: Limits = field(default_factory=Limits)
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    cypher: bool = False
    notice: Callable[[str], None] = lambda text: print(text, file=sys.stderr)  # noqa: T201 - the default of a server


def application(graph: LiveGraph, settings: Settings | None = None) -> Starlette:
    """Return the ASGI application that answers from a graph.

    Raises:
        MissingExtraError: Starlette is not installed (on importing this module).
    """
    settings = settings or Settings()
    door = _Door(graph, settings)
    routes = [
        Route("/", door.page),
        Route("/api", door.index),
        Route("/api/queries", door.queries),
        Route("/api/schema", door.schema),
        Route("/api/query/{name}", door.query),
        Route("/api/ask", door.ask),
        Route("/api/search", door.search),
        Route("/api/similar/{paper:path}", door.similar),
        Route("/api/paper/{paper:path}", door.paper),
        Route("/api/concept/{concept:path}", door.concept),
    ]
    if settings.cypher:
        routes.append(Route("/api/cypher", door.cypher, methods=["POST"]))
    middleware = [Middleware(_KnownHosts, hosts=settings.hosts), Middleware(_SafeHeaders)]
    if settings.origins:
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=list(settings.origins), allow_methods=["GET", "POST"])
        )
    handlers: dict[Any, Any] = {PapergraphError: _refused, HTTPException: _http_error, TimeoutError: _too_late}
    app = Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return app


class _Door:
    """The endpoints."""

    def __init__(self, graph: LiveGraph, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings
        self._limits = settings.limits
        self._workers: anyio.CapacityLimiter | None = None
        self._busy = threading.BoundedSemaphore(MOST_RUNNING)

    async def _answer(self, work: Callable[[State], Any]) -> Response:
        """Run blocking work on the newest state in a worker thread, within the time allowed."""
        if self._workers is None:  # it belongs to the running event loop
            self._workers = anyio.CapacityLimiter(WORKERS)

        def held() -> Any:
            # A thread whose request was given up still runs: it holds its place here, though not among the workers.
            if not self._busy.acquire(blocking=False):
                raise HTTPException(503, "too many requests are still being worked on; try again later")
            try:
                with self._graph.state() as state:
                    return work(state)
            finally:
                self._busy.release()

        try:
            with anyio.fail_after(self._limits.seconds + GRACE_SECONDS):
                found = await anyio.to_thread.run_sync(held, abandon_on_cancel=True, limiter=self._workers)
            return found if isinstance(found, Response) else json_response(found)
        except (PapergraphError, HTTPException, TimeoutError):
            raise
        except Exception as error:  # noqa: BLE001 - the client gets one line, whoever runs the server the traceback
            self._settings.notice("".join(traceback.format_exception(error)))
            return json_response({"error": "a mistake of papergraph's; the server's messages say more"}, 500)

    async def page(self, request: Request) -> Response:
        """Answer `/` with the page."""
        _parameters(request)

        def work(state: State) -> Response:
            if state.page is None:
                return json_response(
                    {"error": "this graph folder has no page: build it without --no-page", "see": "/api"}, 404
                )
            return Response(
                state.page, media_type="text/html; charset=utf-8", headers={"content-security-policy": _PAGE_POLICY}
            )

        return await self._answer(work)

    async def index(self, request: Request) -> Response:
        """Answer `/api` with what there is."""
        _parameters(request)
        paths = {
            "/": "the page",
            "/api/queries": "the named queries with their parameters",
            "/api/query/NAME?PARAMETER=VALUE": "the rows of a named query",
            "/api/ask?q=QUESTION": "a question in English",
            "/api/search?q=WORDS": "papers by words; names=true for concepts; limit=20",
            "/api/similar/PAPER": "papers like one, by id or title; limit=10",
            "/api/paper/PAPER": "a paper by id or title, with concepts, sentences, authors, citations",
            "/api/concept/CONCEPT": "a concept by id, name or alias, with its papers and sentences",
            "/api/schema": "labels, relationship types, properties",
        }
        if self._settings.cypher:
            paths["/api/cypher"] = 'POST {"query": "...", "parameters": {}}: a reading Cypher statement'
        return json_response({"paths": paths, "seconds": self._limits.seconds, "rows": self._limits.rows})

    async def queries(self, request: Request) -> Response:
        """Answer with the named queries."""
        _parameters(request)
        return await self._answer(lambda _: {"queries": answers.describe_queries()})

    async def schema(self, request: Request) -> Response:
        """Answer with the graph schema."""
        _parameters(request)
        return json_response(answers.describe_schema())

    async def query(self, request: Request) -> Response:
        """Answer with the rows of a named query."""
        name, given = request.path_params["name"], _parameters(request, None)
        return await self._answer(lambda state: answers.run_query(state.store, name, given, self._limits))

    async def ask(self, request: Request) -> Response:
        """Answer a question in English."""
        question = _parameters(request, {"q"}).get("q", "")
        return await self._answer(
            lambda state: answers.answer_question(state.store, question, state.names, self._limits)
        )

    async def search(self, request: Request) -> Response:
        """Answer with papers or concepts for words."""
        given = _parameters(request, {"q", "limit", "names"})
        words, limit, concepts = given.get("q", ""), _count(given, 20), _flag(given, "names")

        def work(state: State) -> dict[str, Any]:
            return answers.search_words(state.store, words, state.names, self._limits, limit=limit, concepts=concepts)

        return await self._answer(work)

    async def similar(self, request: Request) -> Response:
        """Answer with papers like one."""
        paper, limit = request.path_params["paper"], _count(_parameters(request, {"limit"}), 10)
        return await self._answer(lambda state: answers.similar_to(state.store, paper, self._limits, limit=limit))

    async def paper(self, request: Request) -> Response:
        """Answer with a paper."""
        paper = request.path_params["paper"]
        _parameters(request)
        return await self._answer(lambda state: answers.tell_paper(state.store, paper, self._limits))

    async def concept(self, request: Request) -> Response:
        """Answer with a concept."""
        concept = request.path_params["concept"]
        _parameters(request)
        return await self._answer(lambda state: answers.tell_concept(state.store, concept, self._limits))

    async def cypher(self, request: Request) -> Response:
        """Answer with the rows of the client's own statement."""
        _parameters(request)
        statement, parameters = await _statement(request)
        return await self._answer(lambda state: answers.run_cypher(state.store, statement, parameters, self._limits))


async def _statement(request: Request) -> tuple[str, dict[str, Any]]:
    # A form of another site cannot send this type without asking first, and we answer no such question.
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "send JSON: content-type application/json")
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > LONGEST_BODY:
                raise HTTPException(413, f"a body has at most {LONGEST_BODY} bytes")
    except ClientDisconnect as error:
        raise HTTPException(400, "the body did not come") from error
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "the body is not JSON") from error
    parameters = given.get("parameters", {}) if isinstance(given, dict) else None
    if not isinstance(given, dict) or not isinstance(given.get("query"), str) or not isinstance(parameters, dict):
        raise HTTPException(400, 'send {"query": "...", "parameters": {...}}')
    return given["query"], parameters


def _parameters(request: Request, known: Set[str] | None = frozenset()) -> dict[str, str]:
    """Return the parameters of the address; only those in `known` (None for any) may stand there, and none twice."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given or (known is not None and name not in known):
            raise UsageError(f"{'twice' if name in given else 'unknown'}: parameter {name[:100]!r}")
        given[name] = value
    return given


def _count(given: Mapping[str, str], default: int) -> int:
    text = given.get("limit", str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0):
        raise UsageError("limit is a whole number from 1")
    return int(text)


def _flag(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "false").lower()
    if text not in {"true", "false"}:
        raise UsageError(f"{name} is true or false")
    return text == "true"


def json_response(content: Any, status: int = 200) -> Response:
    """Return content as JSON that can be printed."""
    return Response(json_text(content), status, media_type="application/json")


async def _refused(_: Request, error: Exception) -> Response:
    status = 503
    if isinstance(error, QueryStoppedError):
        status = 504
    elif isinstance(error, UsageError):
        status = 404 if isinstance(error, UnknownNameError) else 400
    elif isinstance(error, QueryError):
        status = 400
    return json_response({"error": " ".join(str(error).split())}, status)


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for nothing else
    response = json_response({"error": str(error.detail)}, error.status_code)
    response.headers.update(error.headers or {})
    return response


async def _too_late(_: Request, _error: Exception) -> Response:
    return json_response({"error": "no answer within the time allowed; try again, or narrow the question"}, 503)


class _KnownHosts:
    """Refuses requests for names that are not ours: a foreign name that resolves to us is DNS rebinding."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = {"localhost", *(host.lower().rstrip(".") for host in hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            named = [value for name, value in scope["headers"] if name == b"host"]
            if len(named) != 1 or not self._known(named[0].decode("latin-1")):
                response = json_response({"error": "this server does not go by that name (--allow-host)"}, 421)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _known(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = (match["six"] or match["name"]).lower().rstrip(".")
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._hosts
        return True  # an address cannot be made to point elsewhere


class _SafeHeaders:
    """Adds to every answer what keeps a browser from misusing it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                present = {name.lower() for name, _ in headers}
                extra = (*_HEADERS, *(() if b"content-security-policy" in present else (_API_POLICY,)))
                if b"access-control-allow-origin" not in present:
                    extra = (*extra, (b"cross-origin-resource-policy", b"same-origin"))
                message = {**message, "headers": headers + [one for one in extra if one[0] not in present]}
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)
