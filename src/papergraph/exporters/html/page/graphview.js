/** The graph itself: the drawing, its legend and its tools. The drawing is made once, when it is first looked at. */

import { capital, el, glyph, KINDS, number, plural } from "./dom.js";
import { exportLinks, exportPng, exportSvg } from "./export.js";
import { createSigma } from "./sigma.js";
import { createVis } from "./vis.js";

export class GraphView {
  constructor(app) {
    this.app = app;
    this.canvas = el("div", { class: "canvas", role: "img", tabindex: "0", "aria-label": "Drawing of the graph" });
    this.tip = el("div", { class: "tip", hidden: true, dir: "auto" });
    this.legend = el("div", { class: "legend", role: "group", "aria-label": "Kinds of nodes shown" });
    this.count = el("p", { class: "drawn", role: "status" });
    const tool = (text, label, act) => el("button", { type: "button", "aria-label": label, title: label, text, onclick: act });
    this.hubs = el(
      "select",
      { "data-key": "hubs", onchange: (event) => app.go({ hubs: Number(event.target.value) }) },
      [[0, "Hubs shown"], [100, "Hide over 100 links"], [50, "Hide over 50 links"], [20, "Hide over 20 links"]].map(([value, text]) => el("option", { value, text })),
    );
    this.hubs.setAttribute("aria-label", "Hide nodes with many links");
    this.tools = el(
      "div",
      { class: "tools", role: "toolbar", "aria-label": "View" },
      tool("+", "Zoom in", () => this.drawing.zoom(1.4)),
      tool("−", "Zoom out", () => this.drawing.zoom(1 / 1.4)),
      tool("Fit", "Show all", () => this.fit()),
      this.hubs,
      el("details", { class: "menu" }, el("summary", { text: "Save" }), el("div", {},
        tool("PNG", "Save the drawing as a picture", () => exportPng(app.graph, this.visible, this.drawing.positions())),
        tool("SVG", "Save the drawing as a vector picture", () => exportSvg(app.graph, this.visible, this.drawing.positions())),
        tool("CSV", "Save the links drawn, with their sentences", () => exportLinks(app.graph, this.visible)))),
    );
    this.scope = el("p", { class: "scope" });
    this.element = el("div", { class: "graph" }, this.legend, el("div", { class: "stage" }, this.canvas, this.tip, this.tools, this.scope), this.count);
    this.drawing = null;
    this.shape = "";
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.drawing?.theme());
    new ResizeObserver(() => this.drawing?.resize()).observe(this.canvas);
  }

  key(event) {
    const act = { "+": () => this.drawing.zoom(1.4), "-": () => this.drawing.zoom(1 / 1.4), 0: () => this.fit() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  drawnNodes() {
    const shown = [];
    this.visible.nodes.forEach((on, n) => {
      if (on) shown.push(n);
    });
    return shown;
  }

  /** What the window is set to: the nodes with links, for those without stand far out. */
  fit() {
    const { graph } = this.app;
    const ends = new Set();
    this.visible.edges.forEach((on, e) => {
      if (on) ends.add(graph.from[e]).add(graph.to[e]);
    });
    this.drawing.fit(ends.size ? [...ends] : this.drawnNodes());
  }

  create() {
    const { app } = this;
    const hooks = {
      click: (node) => {
        this.clicked = node !== null;
        app.go({ sel: node === null ? "" : app.graph.id[node], edge: "" });
      },
      clickEdge: (edge) => app.go({ edge: app.graph.edgeName(edge) }),
      hover: (node, event) => {
        this.tip.hidden = node === null;
        if (node === null) return;
        this.tip.replaceChildren(glyph(app.graph.kind[node]), app.graph.name[node]);
        const box = this.canvas.getBoundingClientRect();
        const [x, y] = event ? [event.clientX - box.left, event.clientY - box.top] : [12, 12];
        this.tip.style.left = `${Math.min(x + 14, Math.max(box.width - 280, 4))}px`;
        this.tip.style.top = `${Math.min(y + 14, Math.max(box.height - 60, 4))}px`;
      },
    };
    const create = document.body.dataset.renderer === "webgl" ? createSigma : createVis;
    this.drawing = create(this.canvas, app.graph, hooks);
  }

  /** Bring the drawing to the state; the element must be in the document. */
  render() {
    const { app } = this;
    const { graph, state, selection } = app;
    const first = this.drawing === null;
    if (first) this.create();
    this.visible = selection.visible();
    const selected = state.sel ? (graph.number.get(state.sel) ?? null) : null;
    const edge = state.edge ? graph.findEdge(state.edge) : null;
    let near = null;
    if (edge !== null) near = new Set([graph.from[edge], graph.to[edge]]);
    else if (selected !== null) {
      near = new Set([selected]);
      for (const e of graph.edgesOf(selected)) if (this.visible.edges[e]) near.add(graph.from[e]).add(graph.to[e]);
    }
    this.drawing.update({ ...this.visible, selected, near });
    const shape = JSON.stringify([state.focus, state.path, state.with, state.low, state.from, state.to, state.group, state.venue, state.file, state.rel]);
    const drawn = this.drawnNodes();
    if (first || shape !== this.shape) this.fit();
    this.shape = shape;
    // A node that the reader clicked in the drawing is in sight already.
    if (selected !== null && this.visible.nodes[selected] && this.last !== selected && !this.clicked) this.drawing.focus(selected);
    this.last = selected;
    this.clicked = false;
    this.hubs.value = String(state.hubs);
    let lines = 0;
    for (const on of this.visible.edges) lines += on;
    this.count.textContent = `${plural(drawn.length, "node")} and ${plural(lines, "link")} of ${number(graph.size)} and ${number(graph.edgeCount)}`;
    this.canvas.setAttribute("data-nodes", String(drawn.length));
    this.drawLegend();
    this.drawScope();
  }

  drawScope() {
    const { app } = this;
    const { state, graph } = app;
    this.scope.hidden = state.focus.length === 0 && state.path.length < 2;
    if (this.scope.hidden) return;
    const names = state.focus.map((id) => graph.name[graph.number.get(id)] ?? id);
    this.scope.replaceChildren(
      el("span", { dir: "auto", text: state.path.length > 1 ? "The shortest ways between two" : `Around ${names.join(", ")}` }),
      el("a", { class: "button", href: app.href({ focus: [], path: [] }), text: "Whole graph" }),
    );
  }

  drawLegend() {
    const { app } = this;
    const { state, graph } = app;
    const present = new Set(graph.kind);
    this.legend.replaceChildren(
      ...Object.keys(KINDS)
        .filter((kind) => present.has(kind))
        .map((kind) =>
          el(
            "label",
            { class: "check" },
            el("input", {
              type: "checkbox", checked: state.show.includes(kind), "data-key": `show-${kind}`,
              onchange: () => app.go({ show: Object.keys(KINDS).filter((other) => (other === kind) !== state.show.includes(other)) }),
            }),
            glyph(kind),
            capital(KINDS[kind].many),
          ),
        ),
    );
  }
}
