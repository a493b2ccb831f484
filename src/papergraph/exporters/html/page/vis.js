/** Drawing with vis-network, from the nodes, links and options that pyvis set up. */

import { drawLabels, labelOrder } from "./labels.js";

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
  let state = { nodes: new Uint8Array(graph.size), near: null, selected: null };
  let lineColor = {};
  let colors = {};
  let thick = false;

  const lines = (few) => ({ width: few ? 1.4 : 0.6, color: { ...lineColor, opacity: few ? 0.9 : 0.55 } });

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
  network.on("click", ({ nodes: hit, edges: line }) => {
    if (hit.length) hooks.click(hit[0]);
    else if (line.length) hooks.clickEdge(line[0]);
    else hooks.click(null);
  });
  network.on("hoverNode", ({ node, event }) => hooks.hover(node, event));
  network.on("blurNode", () => hooks.hover(null));
  network.on("afterDrawing", (context) => {
    const [width, height] = [container.clientWidth, container.clientHeight];
    const ratio = context.canvas.width / width;
    const places = network.getPositions();
    const scale = network.getScale();
    const shown = order.filter(({ n }) => state.nodes[n] && (!state.near || state.near.has(n)));
    if (state.selected !== null) shown.sort((a, b) => Number(b.n === state.selected) - Number(a.n === state.selected));
    const items = shown.map(({ n, text }) => ({ ...network.canvasToDOM(places[n]), r: graph.radius[n] * scale, text, strong: n === state.selected }));
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawLabels(context, items, { width, height, ...colors });
    context.restore();
  });

  return {
    update(next) {
      state = next;
      const { nodes: shown, edges: drawn, selected, near } = next;
      const changes = [];
      for (let n = 0; n < graph.size; n++) {
        const opacity = near && !near.has(n) ? FADED : 1;
        const look = `${shown[n]}/${opacity}`;
        if (now.node[n] !== look) changes.push({ id: n, hidden: !shown[n], opacity });
        now.node[n] = look;
      }
      const cut = [];
      for (let e = 0; e < graph.edgeCount; e++) {
        const hidden = !drawn[e] || (near !== null && !(near.has(graph.from[e]) && near.has(graph.to[e])));
        if (now.edge[e] !== hidden) cut.push({ id: e, hidden });
        now.edge[e] = hidden;
      }
      const few = drawn.reduce((sum, on) => sum + on, 0) < FEW_LINKS || near !== null;
      if (few !== thick) network.setOptions({ edges: lines(few) });
      thick = few;
      nodes.update(changes);
      edges.update(cut);
      if (selected !== null && shown[selected]) network.selectNodes([selected], true);
      else network.unselectAll();
    },
    fit(only) {
      // A fit to no node would be a fit to all.
      if (only.length === 0) return;
      network.fit({ nodes: only, animation: false });
      network.moveTo({ scale: Math.min(network.getScale() * 0.9, 1.6), animation: false });
    },
    focus(node) {
      network.focus(node, { scale: Math.max(network.getScale(), 0.7), animation: false });
    },
    zoom(factor) {
      network.moveTo({ scale: network.getScale() * factor, animation: false });
    },
    resize() {
      network.setSize(`${container.clientWidth}px`, `${container.clientHeight}px`);
      network.redraw();
    },
    theme() {
      network.setOptions(themed());
    },
    positions() {
      return network.getPositions();
    },
  };
}
