/** Drawing with vis-network, from the nodes, links and options that pyvis set up. */

import { drawLabels, labelOrder } from "./labels.js";
import { boundsOf } from "./place.js";

const FADED = 0.16;
const FEW_LINKS = 150;

export function createVis(container, graph, hooks) {
  /* global vis */
  const { nodes: given, edges: links, options } = JSON.parse(document.getElementById("network").textContent);
  // The names are drawn by us: vis-network's would cover each other.
  const nodes = new vis.DataSet(given.map(({ label, ...node }) => node));
  const edges = new vis.DataSet(links);
  const now = { node: new Array(graph.size).fill(""), edge: new Array(graph.edgeCount).fill("") };
  const order = labelOrder(graph);
  // Where the reader left each node, in the whole graph.
  const [x, y] = [Float64Array.from(graph.x), Float64Array.from(graph.y)];
  let state = { nodes: new Uint8Array(graph.size), near: null, selected: null, places: null };
  let lineColor = {};
  let colors = {};
  let thick = false;
  let grown = 1;

  const lines = (few) => ({ width: few ? 1.4 : 0.7, color: { ...lineColor, opacity: few ? 0.9 : 0.55 } });
  const place = (n) => state.places?.get(n) ?? { x: x[n], y: y[n] };
  const radius = (n) => graph.radius[n] * grown;

  function themed() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    colors = { ink: read("--ink"), halo: read("--paper"), family: read("--sans") };
    const groups = {};
    for (const kind of new Set(graph.kind)) {
      const color = read(`--k-${kind}`);
      const strong = { background: color, border: colors.ink };
      groups[kind] = { color: { background: color, border: colors.halo, highlight: strong, hover: strong } };
    }
    lineColor = { color: read("--line-strong"), highlight: read("--accent"), hover: read("--accent"), inherit: false };
    return { ...options, groups, edges: { ...options.edges, ...lines(thick) } };
  }

  const network = new vis.Network(container, { nodes, edges }, themed());

  function bounds() {
    const from = network.DOMtoCanvas({ x: 0, y: 0 });
    const to = network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  }

  network.on("click", ({ nodes: hit, edges: line }) => {
    if (hit.length) hooks.click(hit[0]);
    else if (line.length) hooks.clickEdge(line[0]);
    else hooks.click(null);
  });
  network.on("hoverNode", ({ node, event }) => hooks.hover(node, event));
  network.on("blurNode", () => hooks.hover(null));
  network.on("dragEnd", ({ nodes: moved }) => {
    for (const n of moved) {
      const at = network.getPosition(n);
      if (state.places?.has(n)) state.places.set(n, at);
      else [x[n], y[n]] = [at.x, at.y];
    }
  });
  network.on("afterDrawing", (context) => {
    const [width, height] = [container.clientWidth, container.clientHeight];
    const ratio = context.canvas.width / width;
    const scale = network.getScale();
    const shown = order.filter(({ n }) => state.nodes[n] && (!state.near || state.near.has(n)));
    if (state.selected !== null) shown.sort((a, b) => Number(b.n === state.selected) - Number(a.n === state.selected));
    const items = shown.map(({ n, text }) => ({ ...network.canvasToDOM(network.getPosition(n)), r: radius(n) * scale, weight: graph.radius[n], text, strong: n === state.selected }));
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawLabels(context, items, { width, height, ...colors });
    context.restore();
    hooks.moved(bounds());
  });

  /** Set the window to these nodes, no nearer than `closest` pixels to a unit. */
  function fit(only, closest) {
    if (only.length === 0) return;
    const { left, right, top, bottom } = boundsOf(only, place);
    const room = (length, margin) => Math.max(length - margin, length / 2);
    const scale = Math.min(
      room(container.clientWidth, only.length < 100 ? 200 : 80) / Math.max(right - left, 1),
      room(container.clientHeight, 130) / Math.max(bottom - top, 1),
      closest,
    );
    // vis-network scales a node with the zoom; from afar the smallest would be dust.
    grown = Math.min(4, Math.max(1, (only.length > 400 ? 2 : 4) / (6 * scale)));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }

  return {
    /** Show a state; `fit` names the nodes that the window is set to, null to leave it. */
    update(next, { fit: only = null, closest = 1.6 } = {}) {
      state = next;
      const { nodes: shown, edges: drawn, selected, near } = next;
      if (only) fit(only, closest);
      const changes = [];
      for (let n = 0; n < graph.size; n++) {
        const at = place(n);
        const opacity = near && !near.has(n) ? FADED : 1;
        const look = `${shown[n]}/${opacity}/${grown}/${at.x}/${at.y}`;
        if (now.node[n] !== look) changes.push({ id: n, hidden: !shown[n], opacity, size: radius(n), ...at });
        now.node[n] = look;
      }
      const cut = [];
      let count = 0;
      for (let e = 0; e < graph.edgeCount; e++) {
        const hidden = !drawn[e] || (near !== null && !(near.has(graph.from[e]) && near.has(graph.to[e])));
        if (now.edge[e] !== hidden) cut.push({ id: e, hidden });
        now.edge[e] = hidden;
        if (!hidden) count++;
      }
      const few = count < FEW_LINKS || near !== null;
      if (few !== thick) network.setOptions({ edges: lines(few) });
      thick = few;
      nodes.update(changes);
      edges.update(cut);
      if (selected !== null && shown[selected]) network.selectNodes([selected], true);
      else network.unselectAll();
      hooks.lines(count);
    },
    fit,
    zoom(factor) {
      network.moveTo({ scale: network.getScale() * factor, animation: false });
    },
    pan(dx, dy) {
      const { left, right, top, bottom } = bounds();
      network.moveTo({ position: { x: (left + right) / 2 + dx * (right - left), y: (top + bottom) / 2 + dy * (bottom - top) }, animation: false });
    },
    centre(at) {
      network.moveTo({ position: at, animation: false });
    },
    resize() {
      network.setSize(`${container.clientWidth}px`, `${container.clientHeight}px`);
      network.redraw();
    },
    theme() {
      network.setOptions(themed());
    },
    place,
  };
}
