/** Putting the page together and keeping it in step with the address. */

import { Graph } from "./data.js";
import { el, glyph, KINDS, number } from "./dom.js";
import { buildChips, buildFacets } from "./facets.js";
import { Selection } from "./filter.js";
import { GraphView } from "./graphview.js";
import { buildOverview } from "./overview.js";
import { buildPanel } from "./panel.js";
import { buildPapers } from "./papers.js";
import { Search } from "./search.js";
import { buildTables, buildTrends } from "./tables.js";
import { address, FILTERS, formatState, parseState } from "./state.js";

const TABS = { overview: "Overview", graph: "Graph", papers: "Papers", tables: "Tables", trends: "Trends" };

const BUILD = { overview: buildOverview, papers: buildPapers, tables: buildTables, trends: buildTrends };

function readBlock(id) {
  const block = document.getElementById(id);
  const value = JSON.parse(block.textContent);
  block.remove();
  return value;
}

class App {
  constructor() {
    this.graph = new Graph(readBlock("core"), () => readBlock("texts"));
    this.search = new Search(this.graph);
    this.open = new Set();
    this.filterKey = null;
    this.selKey = "";
    this.build();
    window.addEventListener("hashchange", () => this.render());
    document.addEventListener("keydown", (event) => this.key(event));
    this.render();
  }

  href(change) {
    return address(this.state, change);
  }

  go(change) {
    const next = this.href(change);
    if (next !== formatState(this.state)) window.location.hash = next;
  }

  key(event) {
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName ?? "");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      this.box.focus();
    } else if (event.key === "Escape" && !typing && (this.state.edge || this.state.sel)) {
      this.go(this.state.edge ? { edge: "" } : { sel: "" });
    }
  }

  build() {
    this.tabs = el("nav", { class: "tabs", "aria-label": "Views" });
    this.box = el("input", {
      type: "text", id: "search", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: "Search papers, models, datasets, languages…",
      "aria-label": "Search", "aria-expanded": "false", "aria-controls": "hits", "aria-autocomplete": "list",
      oninput: () => this.suggest(), onkeydown: (event) => this.choose(event), onblur: () => setTimeout(() => this.closeHits(), 150), onfocus: () => this.suggest(),
    });
    this.hits = el("ul", { id: "hits", role: "listbox", "aria-label": "Found", hidden: true });
    this.facets = el("div", { class: "facets-body" });
    this.filters = el("details", { class: "facets", open: window.innerWidth > 900 }, el("summary", { text: "Filters" }), this.facets);
    this.chips = el("ul", { class: "chips", "aria-label": "Filters in force" });
    this.result = el("p", { class: "result", role: "status" });
    this.content = el("div", { class: "content" });
    this.pending = el("p", { class: "pending", role: "status", hidden: true });
    this.panel = el("aside", { class: "panel", "aria-labelledby": "panel-title", hidden: true });
    const { title, part } = this.graph;
    document.getElementById("app").replaceChildren(
      el("a", { class: "skip", href: "#main", text: "Skip to the content", onclick: (event) => { event.preventDefault(); this.main.focus(); } }),
      el("header", {}, el("h1", { dir: "auto" }, el("a", { href: "#", text: title })), this.tabs, el("div", { class: "searchbox", role: "search" }, this.box, this.hits)),
      part ? el("p", { class: "part", dir: "auto", text: part }) : "",
      el("div", { class: "body" }, this.filters, (this.main = el("main", { id: "main", tabindex: "-1" }, el("div", { class: "status" }, this.pending, this.result, this.chips), this.content)), this.panel),
    );
    this.view = new GraphView(this);
  }

  render() {
    this.state = parseState(window.location.hash);
    if (this.state.path.length === 1 && this.state.sel && this.state.sel !== this.state.path[0]) {
      // The other end was chosen, wherever: the way between the two takes the place of the choice.
      const { path, sel } = this.state;
      this.state = { ...this.state, path: [...path, sel], sel: "", edge: "", view: "graph", focus: [] };
      window.history.replaceState(null, "", formatState(this.state));
    }
    const { state } = this;
    const before = document.activeElement;
    const active = before?.getAttribute?.("data-key");
    const key = JSON.stringify(FILTERS.map((name) => state[name]));
    if (key !== this.filterKey) this.selection = new Selection(this.graph, state);
    this.selection.state = state;
    this.filterKey = key;
    this.tabs.replaceChildren(
      ...Object.entries(TABS).map(([view, text]) => el("a", { href: this.href({ view }), "data-key": `tab-${view}`, "aria-current": view === state.view ? "page" : null, text })),
    );
    // These views say it themselves, in larger letters; a screen reader hears it here.
    this.result.classList.toggle("visually-hidden", state.view === "papers" || state.view === "overview");
    this.result.textContent = this.selection.filtered ? `${number(this.selection.papers.length)} of ${number(this.graph.corpus())} papers` : "";
    this.chips.replaceChildren(...buildChips(this));
    this.pending.hidden = state.path.length !== 1;
    if (!this.pending.hidden) {
      const [id] = state.path;
      this.pending.replaceChildren(
        el("span", { dir: "auto" }, "Connect ", el("b", { text: this.graph.name[this.graph.number.get(id)] ?? id }), " with what? Choose the other end in the search, in a list or in the drawing."),
        el("a", { class: "button", href: this.href({ path: [] }), text: "Cancel" }),
      );
    }
    this.facets.replaceChildren(...buildFacets(this));
    // First what takes room: the drawing is set to the room that is left.
    document.body.dataset.view = state.view;
    this.showPanel();
    this.show();
    if (active) document.querySelector(`[data-key="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
    // What had the focus is gone: who reads by keyboard goes on where the answer stands.
    if (before && !before.isConnected && document.activeElement === document.body) this.main.focus({ preventScroll: true });
  }

  show() {
    const { state } = this;
    if (state.view === "graph") {
      if (this.content.firstChild !== this.view.element) this.content.replaceChildren(this.view.element);
      this.view.render();
    } else this.content.replaceChildren(...BUILD[state.view](this).flat(Infinity).filter(Boolean));
  }

  showPanel() {
    const { state } = this;
    const selected = `${state.sel} ${state.edge}`;
    const content = buildPanel(this);
    this.panel.hidden = content === null;
    document.body.classList.toggle("with-panel", content !== null);
    this.panel.replaceChildren(...(content ?? []));
    if (content && selected !== this.selKey) {
      this.panel.scrollTop = 0;
      if (this.selKey !== "" || document.activeElement !== document.body) document.getElementById("panel-title")?.focus({ preventScroll: true });
    }
    this.selKey = content ? selected : "";
  }

  suggest() {
    const found = this.search.find(this.box.value);
    this.marked = -1;
    this.box.removeAttribute("aria-activedescendant");
    this.hits.replaceChildren(
      ...found.map((node, at) =>
        el(
          "li",
          { role: "option", id: `hit-${at}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); this.take(node); } },
          glyph(this.graph.kind[node]),
          el("span", { class: "hit", dir: "auto", text: this.graph.name[node] }),
          el("span", { class: "hit-kind", text: KINDS[this.graph.kind[node]].one }),
        ),
      ),
    );
    if (this.box.value.trim() && found.length === 0) this.hits.append(el("li", { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "none", text: "Nothing of that name" }));
    this.found = found;
    this.hits.hidden = this.hits.childElementCount === 0;
    this.box.setAttribute("aria-expanded", String(!this.hits.hidden));
  }

  choose(event) {
    if (event.key === "Escape") {
      this.closeHits();
      return;
    }
    if (event.key === "Enter" && this.found?.length) {
      event.preventDefault();
      this.take(this.found[Math.max(this.marked, 0)]);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !this.found?.length) return;
    event.preventDefault();
    this.marked = (this.marked + step + this.found.length) % this.found.length;
    [...this.hits.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === this.marked)));
    this.box.setAttribute("aria-activedescendant", `hit-${this.marked}`);
    this.hits.children[this.marked].scrollIntoView({ block: "nearest" });
  }

  take(node) {
    this.closeHits();
    this.box.value = "";
    this.go({ sel: this.graph.id[node], edge: "" });
  }

  closeHits() {
    this.hits.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
  }
}

new App();
performance.mark("ready");
document.documentElement.dataset.ready = "1";
