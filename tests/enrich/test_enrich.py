"""Enrichment, against a local server that answers what we wrote, well and badly."""

from __future__ import annotations

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from click.testing import CliRunner

from papergraph.cli import cli
from papergraph.enrich import SERVICES, enrich
from papergraph.enrich.client import Client, RefusedError, ServiceError, is_private, retry_after
from papergraph.errors import PapergraphError
from papergraph.graph import Graph, PaperNode, save
from papergraph.sources import read
from papergraph.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Answer = tuple[int, dict[str, str], bytes]


class Server:
    """A web service in a thread; `answer` decides, `asked` counts the paths, `headers` keeps what came with them."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.answer: Callable[[str, int], Answer] = lambda _path, _time: (404, {}, b"")
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked[self.path] += 1
                server.headers.append(dict(self.headers))
                status, headers, body = server.answer(unquote(self.path), server.asked[self.path])
                self.send_response(status)
                length = headers.pop("Content-Length", str(len(body)))
                for name, value in {**headers, "Content-Length": length}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """Say nothing of clients that hang up: that is what some tests are about."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


WORK = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/bridges",
    "title": "Counting the Bridges of Forty Cities",
    "publication_year": 2020,
    "authorships": [{"author": {"id": "https://openalex.org/A1", "display_name": "Ada Stone"}}],
    "referenced_works": ["https://openalex.org/W2"],
}
PAPERS = (
    PaperNode("doi:10.1000/bridges", "Bridges", doi="10.1000/bridges"),
    PaperNode("title:1", "Counting the Bridges of Forty Cities", year=2021),
    PaperNode("title:2", "Something Else Altogether Here", year=2021),
)


def ok(value: Any) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def openalex(path: str, _time: int) -> Answer:
    if path.startswith("/works/https://doi.org/10.1000/bridges"):
        return ok(WORK)
    words = parse_qs(urlsplit(path).query).get("filter", [""])[0]
    return ok({"results": [WORK] if "Bridges" in words else [dict(WORK, title="No Such Title at All", doi=None)]})


def client(server: Server, waits: list[float] | None = None, **others: Any) -> Client:
    return Client(server.url, 0.0, {"x-api-key": "secret"}, sleep=(waits if waits is not None else []).append, **others)


def test_papers_are_found_by_id_then_by_title_and_later_builds_read_them(server: Server, tmp_path: Path) -> None:
    server.answer = openalex
    out = tmp_path / "saved.jsonl"
    report = enrich(PAPERS, SERVICES["openalex"], out, client=client(server))
    assert (report.found, report.not_found, report.failed, report.stopped) == (2, 1, 0, None)
    records = [item for item in read([out]) if isinstance(item, Record)]
    assert [record.doi for record in records] == ["10.1000/bridges"] * 2
    assert records[0].format == "openalex"
    assert records[0].references is not None
    before, asked = out.read_bytes(), sum(server.asked.values())
    again = enrich(PAPERS, SERVICES["openalex"], out, client=client(server))
    assert (again.known, again.found) == (3, 0)
    assert (out.read_bytes(), sum(server.asked.values())) == (before, asked)


def test_a_run_that_was_cut_off_goes_on(server: Server, tmp_path: Path) -> None:
    server.answer = openalex
    whole = tmp_path / "whole.jsonl"
    enrich(PAPERS, SERVICES["openalex"], whole, client=client(server))
    out = tmp_path / "cut.jsonl"
    enrich(PAPERS, SERVICES["openalex"], out, client=client(server), limit=1)
    with out.open("ab") as stream:
        stream.write(b'{"papergraph_paper": "title:1", "ti')
    enrich(PAPERS, SERVICES["openalex"], out, client=client(server))
    assert out.read_bytes() == whole.read_bytes()


def test_busy_services_are_given_time(server: Server) -> None:
    script = {1: (429, {"Retry-After": "7"}, b""), 2: (503, {}, b"no"), 3: ok({"results": []})}
    server.answer = lambda _path, time: script[time]
    waits: list[float] = []
    assert client(server, waits).get_json("/works", {}) == {"results": []}
    assert waits == [7.0, 2.0]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((500, {}, b""), ServiceError),
        ((400, {}, b""), ServiceError),
        ((403, {}, b""), RefusedError),
        ((429, {"Retry-After": "86400"}, b""), RefusedError),
        ((200, {}, b'{"results": ['), ServiceError),
        ((200, {}, b"[" * 200_000), ServiceError),
        ((200, {"Content-Length": "1000"}, b'{"results": []}'), ServiceError),
        ((302, {"Location": "http://127.0.0.2:9/"}, b""), ServiceError),
        ((302, {"Location": "http://169.254.169.254/latest"}, b""), ServiceError),
        ((302, {"Location": "file:///etc/passwd"}, b""), ServiceError),
        ((302, {"Location": "/works"}, b""), ServiceError),
    ],
)
def test_bad_answers_are_one_error_without_the_key(server: Server, answer: Answer, error: type[Exception]) -> None:
    server.answer = lambda _path, _time: (answer[0], dict(answer[1]), answer[2])
    with pytest.raises(error) as caught:
        client(server, tries=2).get_json("/works", {"key": "secret"})
    assert "secret" not in str(caught.value)


def test_a_slow_answer_is_given_up(server: Server) -> None:
    import time

    def slow(_path: str, _time: int) -> Answer:
        time.sleep(1.0)
        return ok({})

    server.answer = slow
    with pytest.raises(ServiceError):
        client(server, tries=1, timeout=0.2).get_json("/works", {})


def test_a_failure_costs_its_paper_only(server: Server, tmp_path: Path) -> None:
    server.answer = lambda path, time: (500, {}, b"") if "bridges" in path else openalex(path, time)
    out = tmp_path / "saved.jsonl"
    report = enrich(PAPERS, SERVICES["openalex"], out, client=client(server, tries=1))
    assert (report.found, report.not_found, report.failed) == (1, 1, 1)
    server.answer = openalex
    assert enrich(PAPERS, SERVICES["openalex"], out, client=client(server)).found == 1


def test_a_file_of_somebody_else_is_not_added_to(server: Server, tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    out.write_text('{"title": "mine"}\n', "utf-8")
    with pytest.raises(PapergraphError):
        enrich(PAPERS, SERVICES["openalex"], out, client=client(server))
    assert out.read_text("utf-8") == '{"title": "mine"}\n'


def test_the_other_services_answer_in_their_formats(server: Server, tmp_path: Path) -> None:
    crossref = {"DOI": "10.1000/BRIDGES", "prefix": "10.1000", "title": ["Bridges"], "reference": []}
    s2 = {"paperId": "a" * 40, "externalIds": {"DOI": "10.1000/bridges"}, "title": "Bridges", "references": []}
    for name, value in (("crossref", {"message": crossref}), ("semantic-scholar", s2)):
        server.answer = lambda _path, _time, value=value: ok(value)
        out = tmp_path / f"{name}.jsonl"
        assert enrich(PAPERS[:1], SERVICES[name], out, client=client(server)).found == 1
        (record,) = read([out])
        assert isinstance(record, Record)
        assert (record.format, record.doi) == (name, "10.1000/bridges")


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>http://arxiv.org/abs/2101.00001v2</id><published>2021-01-01T10:00:00Z</published>
<title>Counting the Bridges
  of Forty Cities</title><summary>We count.</summary><author><name>Ada Stone</name></author></entry></feed>"""
COLLECTION = """<collection id="2020.wob"><volume id="1"><meta><booktitle>Bridges</booktitle><year>2020</year>
<venue>wob</venue></meta><paper id="1"><title>Counting the Bridges of Forty Cities</title><author><first>Ada</first>
<last>Stone</last></author><doi>10.18653/v1/2020.wob-1.1</doi></paper><paper id="2"><title>Other</title>
</paper></volume>
</collection>"""


def test_arxiv_is_asked_by_id_then_by_title(server: Server, tmp_path: Path) -> None:
    def answer(path: str, _time: int) -> Answer:
        asked = parse_qs(urlsplit(path).query)
        known = asked.get("id_list") == ["2101.00001"] or "Bridges of Forty" in asked.get("search_query", [""])[0]
        empty = '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
        return 200, {}, (ATOM if known else empty).encode()

    server.answer = answer
    papers = (PaperNode("arxiv:2101.00001", "x", arxiv_id="2101.00001"), *PAPERS[1:])
    out = tmp_path / "saved.jsonl"
    report = enrich(papers, SERVICES["arxiv"], out, client=client(server))
    assert (report.found, report.not_found, report.failed) == (2, 1, 0)
    records = [item for item in read([out]) if isinstance(item, Record)]
    assert [(record.arxiv_id, record.date, record.abstract) for record in records] == [
        ("2101.00001", "2021-01-01", "We count.")
    ] * 2
    assert records[0].authors[0].name == "Ada Stone"


def test_an_anthology_file_is_asked_for_once_and_by_id_only(server: Server, tmp_path: Path) -> None:
    server.answer = lambda path, _time: (200, {}, COLLECTION.encode()) if "2020.wob" in path else (404, {}, b"")
    papers = [PaperNode(f"acl:{name}", name, acl_id=name) for name in ("2020.wob-1.1", "2020.wob-1.9", "P18-1001")]
    papers += [PaperNode("acl:x", "y", acl_id="../../etc-1.1"), PAPERS[1]]
    out = tmp_path / "saved.jsonl"
    report = enrich(papers, SERVICES["acl"], out, client=client(server))
    assert (report.found, report.not_found, report.failed) == (1, 4, 0)
    assert server.asked == {"/2020.wob.xml": 1, "/P18.xml": 1}
    (record,) = read([out])
    assert isinstance(record, Record)
    assert (record.acl_id, record.year, record.venue) == ("2020.wob-1.1", 2020, "wob")


@pytest.mark.parametrize("name", ["arxiv", "acl"])
@pytest.mark.parametrize(
    "body", [b"<html>maintenance</html>", b"", ATOM[:150].encode(), COLLECTION[:150].encode(), b'{"feed": 1}']
)
def test_a_broken_xml_answer_fails_its_paper_and_is_not_taken_for_nothing(
    server: Server, tmp_path: Path, name: str, body: bytes
) -> None:
    server.answer = lambda _path, _time: (200, {}, body)
    paper = PaperNode("acl:2020.wob-1.1", "Counting the Bridges of Forty Cities", acl_id="2020.wob-1.1")
    report = enrich([paper], SERVICES[name], tmp_path / "saved.jsonl", client=client(server, tries=1))
    assert (report.found, report.not_found, report.failed) == (0, 0, 1)


def test_a_folder_of_anthology_files_is_read_without_the_network(tmp_path: Path) -> None:
    files = tmp_path / "xml"
    files.mkdir()
    (files / "2020.wob.xml").write_text(COLLECTION, "utf-8")
    (files / "P18.xml").write_text("<collection", "utf-8")
    save(Graph(papers=PAPERS[1:]), tmp_path / "graph")
    arguments = ["enrich", str(tmp_path / "graph"), "--from", "acl", "--files", str(files), "--json"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["found"], found["not_found"]) == (1, 1)
    assert CliRunner().invoke(cli, [*arguments[:3], "arxiv", *arguments[4:]]).exit_code == 2


def test_a_trickling_answer_is_given_up(server: Server) -> None:
    server.answer = lambda _path, _time: (200, {"Content-Length": "400"}, b"{")  # and then nothing, then the end
    with pytest.raises(ServiceError):
        client(server, tries=1, timeout=0.2).get_json("/works", {})


def test_the_command_says_who_asks_and_what_was_found(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = openalex
    monkeypatch.setenv("PAPERGRAPH_CONTACT", "ada@example.org\r\nX-Evil: 1")
    save(Graph(papers=PAPERS), tmp_path / "graph")
    arguments = ["enrich", str(tmp_path / "graph"), "--from", "openalex", "--base-url", server.url, "--json"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["found"] == 2
    assert (tmp_path / "graph-openalex.jsonl").exists()
    assert all("mailto:ada@example.org" in headers["User-Agent"] for headers in server.headers)
    assert not any("X-Evil" in headers for headers in server.headers)


def test_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError

    assert retry_after("12") == 12.0
    assert retry_after("nonsense") == 0.0
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    for inside in ("127.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1"):
        assert is_private(inside)
    for outside in ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"):
        assert not is_private(outside)
    monkeypatch.setattr("socket.getaddrinfo", unknown)
    assert is_private("no-such-host.invalid")
