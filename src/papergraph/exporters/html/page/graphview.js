/** The graph itself: the drawing, its legend and its tools. The drawing is made once, when it is first looked at. */

import { capital, el, glyph, KINDS, number, plural } from "./dom.js";
import { exportLinks, exportPng, exportSvg } from "./export.js";
import { Minimap } from "./minimap.js";
import { columns, neighbourhoods } from "./place.js";
import { createSigma } from "./sigma.js";
import { createVis } from "./vis.js";

/** Pixels to a unit of the layout: as near as the window goes by itself to all, and to what is chosen. */
const CLOSEST = 1.6;
const CLOSE = 0.9;

export class GraphView {
  constructor(app) {
    this.app = app;
    this.canvas = el("div", {
      class: "canvas", role: "img", tabindex: "0", "aria-describedby": "drawn",
      "aria-label": "Drawing of the graph. Arrow keys move it, plus and minus zoom, zero shows all. The Papers view and the search list the same nodes as text.",
    });
    this.tip = el("div", { class: "tip", hidden: true, dir: "auto" });
    this.legend = el("div", { class: "legend", role: "group", "aria-label": "Kinds of nodes shown" });
    this.count = el("p", { class: "drawn", id: "drawn", role: "status" });
    const tool = (text, label, act) => el("button", { type: "button", "aria-label": label, title: label, text, onclick: act });
    this.hubs = el(
      "select",
      { "data-key": "hubs", title: "Nodes with very many links tie everything to everything; without them finer ties show", onchange: (event) => app.go({ hubs: Number(event.target.value) }) },
      [[0, "All nodes"], [100, "Hide nodes with over 100 links"], [50, "Hide nodes with over 50 links"], [20, "Hide nodes with over 20 links"]].map(([value, text]) => el("option", { value, text })),
    );
    this.hubs.setAttribute("aria-label", "Hide nodes with many links");
    this.tools = el(
      "div",
      { class: "tools", role: "toolbar", "aria-label": "View" },
      this.hubs,
      tool("+", "Zoom in", () => this.drawing.zoom(1.4)),
      tool("−", "Zoom out", () => this.drawing.zoom(1 / 1.4)),
      tool("Fit", "Show all", () => this.drawing.fit(this.extent(), CLOSEST)),
      el("details", { class: "menu" }, el("summary", { text: "Save" }), el("div", {},
        tool("PNG", "Save the drawing as a picture", () => exportPng(app.graph, this.visible, this.drawing.place)),
        tool("SVG", "Save the drawing as a vector picture", () => exportSvg(app.graph, this.visible, this.drawing.place)),
        tool("CSV", "Save the links drawn, with their sentences", () => exportLinks(app.graph, this.visible)))),
    );
    this.scope = el("p", { class: "scope" });
    this.minimap = new Minimap(app.graph, (at) => this.drawing.centre(at));
    this.element = el(
      "div",
      { class: "graph" },
      el("div", { class: "graph-bar" }, this.legend, this.tools),
      this.scope,
      el("div", { class: "stage" }, this.canvas, this.tip, this.minimap.canvas),
      this.count,
    );
    this.drawing = null;
    this.shape = "";
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.drawing?.theme();
      if (this.drawing) this.minimap.update(this.drawnNodes(), this.drawing.place);
    });
    new ResizeObserver(() => this.drawing?.resize()).observe(this.canvas);
  }

  key(event) {
    const act = {
      "+": () => this.drawing.zoom(1.4),
      "-": () => this.drawing.zoom(1 / 1.4),
      0: () => this.drawing.fit(this.extent(), CLOSEST),
      ArrowLeft: () => this.drawing.pan(-0.15, 0),
      ArrowRight: () => this.drawing.pan(0.15, 0),
      ArrowUp: () => this.drawing.pan(0, -0.15),
      ArrowDown: () => this.drawing.pan(0, 0.15),
    }[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
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
  extent() {
    const { graph } = this.app;
    const ends = new Set();
    this.visible.edges.forEach((on, e) => {
      if (on) ends.add(graph.from[e]).add(graph.to[e]);
    });
    return ends.size && !this.places ? [...ends] : this.drawnNodes();
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
      lines: (count) => this.say(count),
      moved: (view) => this.minimap.show(view),
    };
    const create = document.body.dataset.renderer === "webgl" ? createSigma : createVis;
    this.drawing = create(this.canvas, app.graph, hooks);
  }

  /** Places of their own for a path or a neighbourhood; null where the nodes stand as in the whole graph. */
  arrange(drawn) {
    const { graph, state, selection } = this.app;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const upright = width < height;
    if (state.path.length > 1) {
      const layers = selection.route().layers.map((layer) => layer.filter((n) => this.visible.nodes[n]));
      // Names are wide: below each other many find room, side by side two.
      const narrow = upright && (width < 480 || layers.every((layer) => layer.length <= 2));
      return layers.length ? columns(layers, narrow) : null;
    }
    const seeds = state.focus.map((id) => graph.number.get(id)).filter((n) => n !== undefined);
    return neighbourhoods(graph, seeds, drawn, upright);
  }

  /** Bring the drawing to the state; the element must be in the document. */
  render() {
    const { app } = this;
    const { graph, state, selection } = app;
    this.hubs.value = String(state.hubs);
    this.drawLegend();
    this.drawScope();
    const first = this.drawing === null;
    if (first) this.create();
    this.visible = selection.visible();
    const drawn = this.drawnNodes();
    const selected = state.sel ? (graph.number.get(state.sel) ?? null) : null;
    const edge = state.edge ? graph.findEdge(state.edge) : null;
    let near = null;
    if (edge !== null) near = new Set([graph.from[edge], graph.to[edge]]);
    else if (selected !== null) {
      near = new Set([selected]);
      for (const e of graph.edgesOf(selected)) if (this.visible.edges[e]) near.add(graph.from[e]).add(graph.to[e]);
    }
    const shape = JSON.stringify([state.focus, state.path, state.with, state.low, state.from, state.to, state.group, state.venue, state.file, state.rel, state.hubs, state.show]);
    const reshaped = first || shape !== this.shape;
    if (reshaped) this.places = this.arrange(drawn);
    let look = {};
    // A node that the reader clicked in the drawing is in sight already, and where all is in sight all stays there.
    const jump = selected !== null && this.visible.nodes[selected] && this.last !== selected && !this.clicked && !this.places;
    if (jump) look = { fit: [...near], closest: CLOSE };
    else if (reshaped) look = { fit: this.extent(), closest: CLOSEST };
    this.shape = shape;
    this.last = selected;
    this.clicked = false;
    this.total = drawn.length;
    this.drawing.update({ ...this.visible, selected, edge, near, places: this.places }, look);
    this.minimap.update(drawn, this.drawing.place);
    this.canvas.setAttribute("data-nodes", String(drawn.length));
  }

  /** Say what is drawn; `count` links are. */
  say(count) {
    const { graph } = this.app;
    let lines = 0;
    for (const on of this.visible.edges) lines += on;
    const part = (some, all, name) => (some === all ? plural(all, name) : `${number(some)} of ${plural(all, name)}`);
    const culled = count < lines && this.app.state.sel === "" && this.app.state.edge === "";
    this.count.textContent =
      `${part(this.total, graph.size, "node")}, ${part(lines, graph.edgeCount, "link")}` +
      (culled ? `. ${number(count)} of the links are drawn; choosing a node draws all of its own.` : "");
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
