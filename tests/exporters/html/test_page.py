from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.errors import ExportError
from papergraph.exporters.html import assets, render_page, write_page
from papergraph.exporters.html.layout import lay_out
from papergraph.exporters.html.network import OPTIONS
from papergraph.exporters.html.payload import Offsets, build_payload, script_json
from papergraph.graph import Graph
from tests.graph.graphs import small_graph


class Page(HTMLParser):
    """The elements of a page, the text of its scripts by id or number, and every address that it names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: dict[str, str] = {}
        self.styles: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self._inside: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        self._inside = None
        if tag == "script":
            self._inside = str(dict(attrs).get("id") or len(self.scripts))
            self.scripts[self._inside] = ""
        elif tag == "style":
            self._inside = "style"

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.styles.append(data)
        elif self._inside is not None:
            self.scripts[self._inside] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = None


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_script_json_keeps_every_value_and_cannot_leave_its_element(value: object) -> None:
    text = script_json(value)
    assert "<" not in text
    assert json.loads(text) == value


def test_script_json_replaces_what_no_encoding_can_carry() -> None:
    assert json.loads(script_json("a\ud800b").encode()) == "a\ufffdb"


@given(st.text(), st.data())
def test_offsets_count_as_javascript_does(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert Offsets(text)(at) == len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def test_the_page_is_built_from_a_pyvis_network(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyvis.network import Network

    rendered: list[Network] = []
    generate = Network.generate_html

    def spy(network: Network, *arguments: object, **named: object) -> str:
        rendered.append(network)
        return generate(network, *arguments, **named)

    monkeypatch.setattr(Network, "generate_html", spy)
    page = Page(render_page(small_graph(), renderer="pyvis"))
    (network,) = rendered
    graph = small_graph()
    assert network.num_nodes() == len(list(graph.nodes()))
    assert network.num_edges() == len(graph.relations)
    shown = json.loads(page.scripts["network"])
    assert shown == {"nodes": network.nodes, "edges": network.edges, "options": OPTIONS}


def test_only_the_scripts_and_styles_of_the_page_are_allowed_to_act() -> None:
    page = Page(render_page(small_graph()))
    policy = next(
        value
        for tag, name, value in page.attributes
        if tag == "meta" and name == "content" and value and "script-src" in value
    )
    hashes = set(re.findall(r"'(sha256-[^']+)'", policy))
    blocks = [text for name, text in page.scripts.items() if name.isdigit()] + page.styles
    assert hashes == {assets.source_hash(text) for text in blocks}
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_the_page_names_no_address_to_load() -> None:
    page = Page(render_page(small_graph()))
    assert not [found for found in page.attributes if found[1] in {"src", "href", "action", "data", "srcset"}]
    assert "url(" not in "".join(page.styles)
    assert "@import" not in "".join(page.styles)


def test_every_node_and_relationship_reaches_the_page() -> None:
    graph = small_graph()
    core = build_payload(graph, lay_out(graph), title="t").core
    assert core["nodes"]["id"] == [node.id for node in graph.nodes()]
    ends = [
        (core["nodes"]["id"][s], core["types"][r], core["nodes"]["id"][t])
        for s, r, t in zip(core["edges"]["s"], core["edges"]["r"], core["edges"]["t"], strict=True)
    ]
    assert ends == [(relation.source, relation.type, relation.target) for relation in graph.relations]


def test_evidence_is_found_where_it_stands_or_carried_along() -> None:
    graph = small_graph()
    payload = build_payload(graph, lay_out(graph), title="t")
    edges = payload.core["edges"]
    texts = [
        f"{name}\n{abstract or ''}"
        for name, abstract in zip(payload.core["nodes"]["name"], payload.texts["abstracts"], strict=False)
    ]
    for at, relation in enumerate(graph.relations):
        if relation.evidence is None:
            continue
        if edges["a"][at] >= 0:
            units = texts[edges["s"][at]].encode("utf-16-le")
            assert units[2 * edges["a"][at] : 2 * edges["b"][at]].decode("utf-16-le") == relation.evidence
        else:
            assert edges["said"][at] == relation.evidence


def test_the_same_graph_gives_the_same_page() -> None:
    assert render_page(small_graph()) == render_page(small_graph())


def test_an_empty_graph_has_a_page() -> None:
    assert "<title>Nothing</title>" in render_page(Graph(), title="Nothing")


def test_a_title_stays_text() -> None:
    page = render_page(Graph(), title="</title><script>alert(1)</script>")
    assert "<script>alert" not in page


def test_a_page_that_cannot_be_written_is_one_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError):
        write_page(Graph(), tmp_path / "file" / "page.html")
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(ExportError):
        write_page(Graph(), target)
    assert {entry.name for entry in tmp_path.iterdir()} == {"file", "folder"}


def test_modules_run_after_what_they_import_and_keep_their_names_apart() -> None:
    script = assets.join_modules(
        {
            "main": 'import { one } from "./a.js";\nconst hidden = one;\n',
            "a": 'import { two } from "./b.js";\nconst hidden = two;\nexport const one = hidden;\n',
            "b": "const hidden = 2;\nexport function two() { return hidden; }\n",
        },
        "main",
    )
    assert script.index("bModule =") < script.index("aModule =") < script.index("mainModule =")
    assert "import" not in script
    assert "export" not in script


def test_modules_that_import_each_other_are_refused() -> None:
    loop = {"main": 'import { a } from "./a.js";\n', "a": 'import { b } from "./main.js";\n'}
    with pytest.raises(ExportError, match="cycle"):
        assets.join_modules(loop, "main")
    with pytest.raises(ExportError, match="missing"):
        assets.join_modules({"main": 'import { a } from "./gone.js";\n'}, "main")


def test_the_pages_own_modules_use_only_what_is_joined() -> None:
    script = assets.page_script()
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script)
