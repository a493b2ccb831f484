/** Drawing with sigma.js on WebGL, for graphs that are too large for vis-network. */

import { KINDS } from "./dom.js";
import { drawLabels, labelOrder } from "./labels.js";
import { boundsOf } from "./place.js";

/** Most links in the drawing at once: more cost seconds where no graphics processor helps, and only add grey. */
const MOST_LINES = 60000;
/** Up to here a link is a rectangle with a width, that the mouse can find; above a line of one pixel. */
const MOST_THICK = 8000;
const FADED = 0.15;

const parse = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function mix(color, other, part) {
  const [a, b] = [parse(color), parse(other)];
  return `#${a.map((value, at) => Math.round(value * part + b[at] * (1 - part)).toString(16).padStart(2, "0")).join("")}`;
}

/** sigma blends colours that are multiplied by their opacity already. */
function premultiplied(hex, alpha) {
  const parts = parse(hex).map((part) => part * alpha);
  // So faint a colour is rounded to another one: grey stays grey.
  const grey = alpha < 0.2 ? (parts[0] + parts[1] + parts[2]) / 3 : null;
  return `rgba(${parts.map((part) => Math.round(grey ?? part)).join(",")},${alpha.toFixed(3)})`;
}

/** A number from 0 to 1 for each link, the same each time: which links stand for all where there are too many. */
const lot = (e) => (Math.imul(e + 1, 2654435761) >>> 0) / 4294967296;

export function createSigma(container, graph, hooks) {
  /* global papergraphWebgl */
  const { EdgeLineProgram, EdgeRectangleProgram, MultiGraph, SHAPES, ShapeProgram, Sigma, shownRadius } = papergraphWebgl;
  const order = labelOrder(graph);
  const [x, y] = [Float64Array.from(graph.x), Float64Array.from(graph.y)];
  let state = { nodes: new Uint8Array(graph.size), edges: new Uint8Array(graph.edgeCount), near: null, selected: null, edge: null, places: null };
  let hovered = null;
  let colors = {};
  let least = 2;

  // A square, so that a unit of the layout is the same number of pixels whichever way the window is bent.
  const all = boundsOf(Array.from(x.keys()), (n) => ({ x: x[n], y: y[n] }));
  const side = Math.max(all.right - all.left, all.bottom - all.top, 1);
  const middle = { x: (all.left + all.right) / 2, y: (all.top + all.bottom) / 2 };

  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    colors = { ink: read("--ink"), halo: read("--paper"), family: read("--sans"), accent: read("--accent"), line: read("--line-strong"), full: {}, faded: {} };
    for (const kind of new Set(graph.kind)) {
      colors.full[kind] = read(`--k-${kind}`);
      colors.faded[kind] = mix(colors.full[kind], colors.halo, FADED);
    }
  }
  readTheme();

  const place = (n) => state.places?.get(n) ?? { x: x[n], y: y[n] };
  const lowest = (n) => (n === state.selected ? 7 : state.near?.has(n) ? 4.5 : least);

  const sigma = new Sigma(new MultiGraph(), container, {
    allowInvalidContainer: true,
    renderLabels: false,
    itemSizesReference: "positions",
    zoomToSizeRatioFunction: (ratio) => ratio,
    minCameraRatio: 0.002,
    maxCameraRatio: 4,
    stagePadding: 0,
    zIndex: true,
    // Below, the smoothing of its sides leaves little of a line.
    minEdgeThickness: 1.6,
    enableEdgeEvents: graph.edgeCount <= MOST_THICK,
    hideEdgesOnMove: graph.edgeCount > MOST_THICK,
    defaultNodeType: "shape",
    nodeProgramClasses: { shape: ShapeProgram },
    edgeProgramClasses: { line: EdgeLineProgram, thick: EdgeRectangleProgram },
    defaultDrawNodeHover: (context, data) => {
      context.beginPath();
      context.arc(data.x, data.y, shownRadius(data.size, data.least) + 3, 0, Math.PI * 2);
      context.strokeStyle = colors.ink;
      context.lineWidth = 1.5;
      context.stroke();
    },
    nodeReducer: (key, data) => {
      const n = Number(key);
      const faint = state.near !== null && !state.near.has(n);
      return {
        ...data,
        least: lowest(n),
        color: (faint ? colors.faded : colors.full)[graph.kind[n]],
        zIndex: faint ? 0 : n === state.selected ? 3 : 1,
        highlighted: n === state.selected || n === hovered,
      };
    },
  });
  sigma.setCustomBBox({ x: [middle.x - side / 2, middle.x + side / 2], y: [-middle.y - side / 2, -middle.y + side / 2] });

  /** The links to draw: those near what is chosen, else all, else as many as can be drawn, first those in sight. */
  function chooseLines() {
    const { edges, near } = state;
    let chosen = [];
    if (near) {
      for (const n of near) {
        for (const e of graph.edgesOf(n)) if (edges[e] && graph.from[e] === n && near.has(graph.to[e])) chosen.push(e);
      }
      return chosen;
    }
    edges.forEach((on, e) => {
      if (on) chosen.push(e);
    });
    if (chosen.length <= MOST_LINES) return chosen;
    const view = bounds();
    const inside = new Uint8Array(graph.size);
    state.nodes.forEach((on, n) => {
      if (on && x[n] >= view.left && x[n] <= view.right && y[n] >= view.top && y[n] <= view.bottom) inside[n] = 1;
    });
    chosen = chosen.filter((e) => inside[graph.from[e]] || inside[graph.to[e]]);
    const part = MOST_LINES / chosen.length;
    return part >= 1 ? chosen : chosen.filter((e) => lot(e) < part);
  }

  /** Hand over to sigma what is to be seen, and only that. */
  function rebuild() {
    const model = new MultiGraph();
    state.nodes.forEach((on, n) => {
      if (!on) return;
      const at = place(n);
      // sigma's y axis points up.
      model.addNode(n, { x: at.x, y: -at.y, size: graph.radius[n], shape: SHAPES[KINDS[graph.kind[n]].shape] });
    });
    const lines = chooseLines();
    culled = state.near === null && lines.length < state.count;
    seen = bounds();
    const type = lines.length <= MOST_THICK ? "thick" : "line";
    // The more links, the fainter each: where many cross it grows dark.
    const plain = { type, size: 1, zIndex: 0, color: premultiplied(colors.line, Math.min(0.85, (type === "thick" ? 36 : 13) / Math.sqrt(lines.length + 1))) };
    const strong = { type, size: 1.5, zIndex: 1, color: premultiplied(colors.accent, state.near && state.near.size > 60 ? 0.5 : 0.85) };
    for (const e of lines) {
      const [s, t] = [graph.from[e], graph.to[e]];
      model.addEdgeWithKey(e, s, t, s === state.selected || t === state.selected || e === state.edge ? strong : plain);
    }
    sigma.setGraph(model);
    hooks.lines(lines.length);
  }
  let culled = false;
  let seen = null;
  let timer = 0;

  function scale() {
    const { width, height } = sigma.getDimensions();
    return Math.min(width, height) / (side * sigma.getCamera().getState().ratio);
  }

  /** The part of the layout that is in the window. */
  function bounds() {
    const { width, height } = sigma.getDimensions();
    const camera = sigma.getCamera().getState();
    const [cx, cy, k] = [middle.x + (camera.x - 0.5) * side, middle.y - (camera.y - 0.5) * side, scale()];
    return { left: cx - width / 2 / k, right: cx + width / 2 / k, top: cy - height / 2 / k, bottom: cy + height / 2 / k };
  }

  /** Look at a point of the layout, `k` pixels to its unit. */
  function look(at, k) {
    const { width, height } = sigma.getDimensions();
    const camera = sigma.getCamera();
    const ratio = camera.getBoundedRatio(Math.min(width, height) / (side * k));
    camera.setState({ x: 0.5 + (at.x - middle.x) / side, y: 0.5 - (at.y - middle.y) / side, ratio, angle: 0 });
  }

  const names = document.createElement("canvas");
  names.setAttribute("aria-hidden", "true");
  names.className = "names";
  container.append(names);

  function drawNames() {
    const [width, height] = [container.clientWidth, container.clientHeight];
    const ratio = window.devicePixelRatio || 1;
    if (names.width !== width * ratio || names.height !== height * ratio) [names.width, names.height] = [width * ratio, height * ratio];
    const context = names.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const view = bounds();
    const k = scale();
    const items = [];
    const add = (n, text, strong) => {
      const at = place(n);
      if (at.x < view.left || at.x > view.right || at.y < view.top || at.y > view.bottom) return;
      items.push({ x: (at.x - view.left) * k, y: (at.y - view.top) * k, r: shownRadius(graph.radius[n] * k, lowest(n)), weight: graph.radius[n], text, strong });
    };
    for (const n of [state.selected, hovered]) if (n !== null && state.nodes[n]) add(n, graph.name[n], true);
    for (const { n, text } of order) {
      if (items.length > 700) break;
      if (state.nodes[n] && n !== state.selected && n !== hovered && (!state.near || state.near.has(n))) add(n, text, false);
    }
    drawLabels(context, items, { width, height, ...colors });
    hooks.moved(view);
  }
  sigma.on("afterRender", () => {
    drawNames();
    if (!culled || state.near) return;
    // Other links are in sight: draw those, once the reader has stopped moving.
    const view = bounds();
    if (view.left === seen.left && view.right === seen.right && view.top === seen.top) return;
    clearTimeout(timer);
    timer = setTimeout(rebuild, 250);
  });
  sigma.on("clickNode", ({ node }) => hooks.click(Number(node)));
  sigma.on("clickEdge", ({ edge }) => hooks.clickEdge(Number(edge)));
  sigma.on("clickStage", () => hooks.click(null));
  sigma.on("enterNode", ({ node, event }) => {
    hovered = Number(node);
    hooks.hover(hovered, event.original);
  });
  sigma.on("leaveNode", () => {
    hovered = null;
    hooks.hover(null);
  });

  let dragged = null;
  sigma.on("downNode", ({ node, preventSigmaDefault }) => {
    dragged = node;
    preventSigmaDefault();
  });
  sigma.on("moveBody", ({ event }) => {
    if (dragged === null) return;
    const at = sigma.viewportToGraph(event);
    const n = Number(dragged);
    if (state.places?.has(n)) state.places.set(n, { x: at.x, y: -at.y });
    else [x[n], y[n]] = [at.x, -at.y];
    sigma.getGraph().mergeNodeAttributes(dragged, at);
    event.preventSigmaDefault();
  });
  const drop = () => {
    dragged = null;
  };
  sigma.on("upNode", drop);
  sigma.on("upStage", drop);

  /** Set the window to these nodes, no nearer than `closest` pixels to a unit. */
  function fit(only, closest) {
    if (only.length === 0) return;
    const { left, right, top, bottom } = boundsOf(only, place);
    const { width, height } = sigma.getDimensions();
    const room = (length, margin) => Math.max(length - margin, length / 2);
    // Names stand below their nodes and reach out to the sides.
    const k = Math.min(room(width, only.length < 100 ? 200 : 80) / Math.max(right - left, 1), room(height, 130) / Math.max(bottom - top, 1), closest);
    look({ x: (left + right) / 2, y: (top + bottom) / 2 }, k);
  }

  return {
    /** Show a state; `fit` names the nodes that the window is set to, null to leave it. */
    update(next, { fit: only = null, closest = 1.6 } = {}) {
      state = { ...next, count: next.edges.reduce((sum, on) => sum + on, 0) };
      let shown = 0;
      for (const on of state.nodes) shown += on;
      least = shown > 5000 ? 1.3 : shown > 400 ? 2 : 4.5;
      sigma.resize();
      // Before sigma is handed the graph, so that it is drawn once.
      if (only) fit(only, closest);
      rebuild();
    },
    fit,
    zoom(factor) {
      const view = bounds();
      look({ x: (view.left + view.right) / 2, y: (view.top + view.bottom) / 2 }, scale() * factor);
    },
    pan(dx, dy) {
      const view = bounds();
      const [wide, tall] = [view.right - view.left, view.bottom - view.top];
      look({ x: (view.left + view.right) / 2 + dx * wide, y: (view.top + view.bottom) / 2 + dy * tall }, scale());
    },
    centre(at) {
      look(at, scale());
    },
    resize() {
      const { width, height } = sigma.getDimensions();
      if (width === container.offsetWidth && height === container.offsetHeight) return;
      const [k, view] = [scale(), bounds()];
      sigma.resize();
      look({ x: (view.left + view.right) / 2, y: (view.top + view.bottom) / 2 }, k);
      sigma.scheduleRender();
    },
    theme() {
      readTheme();
      rebuild();
    },
    place,
  };
}
