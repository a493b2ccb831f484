/** Drawing with sigma.js on WebGL, for graphs that are too large for vis-network. */

import { KINDS } from "./dom.js";
import { drawLabels, labelOrder } from "./labels.js";

const MOST_THICK_EDGES = 20000;
const FADED = 0.15;

const parse = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function mix(color, other, part) {
  const [a, b] = [parse(color), parse(other)];
  return `#${a.map((value, at) => Math.round(value * part + b[at] * (1 - part)).toString(16).padStart(2, "0")).join("")}`;
}

export function createSigma(container, graph, hooks) {
  /* global papergraphWebgl */
  const { EdgeLineProgram, EdgeRectangleProgram, MultiGraph, SHAPES, ShapeProgram, Sigma } = papergraphWebgl;
  const order = labelOrder(graph);
  let state = { nodes: new Uint8Array(graph.size), edges: new Uint8Array(graph.edgeCount), near: null, selected: null };
  let hovered = null;
  let colors = {};

  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    colors = { ink: read("--ink"), halo: read("--paper"), family: read("--sans"), accent: read("--accent"), full: {}, faded: {} };
    // The more links, the fainter each: where many cross it grows dark.
    const [r, g, b] = parse(read("--line-strong"));
    const alpha = Math.min(0.7, 26 / Math.sqrt(graph.edgeCount + 1));
    // sigma blends colours that are multiplied by their opacity already.
    colors.line = `rgba(${[r, g, b].map((part) => Math.round(part * alpha)).join(",")},${alpha.toFixed(3)})`;
    for (const kind of new Set(graph.kind)) {
      colors.full[kind] = read(`--k-${kind}`);
      colors.faded[kind] = mix(colors.full[kind], colors.halo, FADED);
    }
  }
  readTheme();

  const model = new MultiGraph();
  for (let n = 0; n < graph.size; n++) {
    // sigma's y axis points up.
    model.addNode(n, { x: graph.x[n], y: -graph.y[n], size: graph.radius[n], shape: SHAPES[KINDS[graph.kind[n]].shape] });
  }
  for (let e = 0; e < graph.edgeCount; e++) model.addEdgeWithKey(e, graph.from[e], graph.to[e], {});

  const thick = graph.edgeCount <= MOST_THICK_EDGES;
  const sigma = new Sigma(model, container, {
    allowInvalidContainer: true,
    renderLabels: false,
    itemSizesReference: "positions",
    zoomToSizeRatioFunction: (ratio) => ratio,
    minCameraRatio: 0.002,
    maxCameraRatio: 4,
    stagePadding: 20,
    zIndex: true,
    minEdgeThickness: 0.8,
    enableEdgeEvents: thick,
    hideEdgesOnMove: !thick,
    defaultNodeType: "shape",
    defaultEdgeType: "line",
    nodeProgramClasses: { shape: ShapeProgram },
    edgeProgramClasses: { line: thick ? EdgeRectangleProgram : EdgeLineProgram },
    defaultDrawNodeHover: (context, data) => {
      context.beginPath();
      context.arc(data.x, data.y, data.size + 3, 0, Math.PI * 2);
      context.strokeStyle = colors.ink;
      context.lineWidth = 1.5;
      context.stroke();
    },
    nodeReducer: (key, data) => {
      const n = Number(key);
      if (!state.nodes[n]) return { ...data, hidden: true };
      const faint = state.near !== null && !state.near.has(n);
      return {
        ...data,
        color: (faint ? colors.faded : colors.full)[graph.kind[n]],
        zIndex: faint ? 0 : n === state.selected ? 3 : 1,
        highlighted: n === state.selected || n === hovered,
      };
    },
    edgeReducer: (key, data) => {
      const e = Number(key);
      const [s, t] = [graph.from[e], graph.to[e]];
      if (!state.edges[e] || (state.near !== null && !(state.near.has(s) && state.near.has(t)))) return { ...data, hidden: true };
      const strong = s === state.selected || t === state.selected || e === state.edge;
      return { ...data, size: strong ? 2 : 1, color: strong ? colors.accent : colors.line, zIndex: strong ? 1 : 0 };
    },
  });

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
    const items = [];
    const add = (n, text, strong) => {
      const place = model.getNodeAttributes(n);
      const point = sigma.graphToViewport(place);
      if (point.x < -80 || point.y < -20 || point.x > width + 80 || point.y > height + 20) return;
      items.push({ ...point, r: sigma.scaleSize(graph.radius[n]), text, strong });
    };
    for (const n of [state.selected, hovered]) if (n !== null && state.nodes[n]) add(n, graph.name[n], true);
    for (const { n, text } of order) {
      if (items.length > 700) break;
      if (state.nodes[n] && n !== state.selected && n !== hovered && (!state.near || state.near.has(n))) add(n, text, false);
    }
    drawLabels(context, items, { width, height, ...colors });
  }
  sigma.on("afterRender", drawNames);
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
    if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
    preventSigmaDefault();
  });
  sigma.on("moveBody", ({ event }) => {
    if (dragged === null) return;
    model.mergeNodeAttributes(dragged, sigma.viewportToGraph(event));
    event.preventSigmaDefault();
  });
  const drop = () => {
    dragged = null;
  };
  sigma.on("upNode", drop);
  sigma.on("upStage", drop);

  /** Set the camera so that these points, in the framed graph, fill the window. */
  function frame(points, closest) {
    if (points.length === 0) return;
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { x, y } of points) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    const { width, height } = sigma.getDimensions();
    // As sigma scales the framed graph: its unit fills the smaller side, more where graph and window are of one bent.
    const box = sigma.getBBox();
    const [wide, tall] = [(box.x[1] - box.x[0]) || 1, (box.y[1] - box.y[0]) || 1];
    const [window_, drawing] = [height / width, tall / wide];
    const same = (window_ < 1) === (drawing < 1);
    const gain = same ? Math.min(Math.max(drawing, 1 / drawing), Math.max(window_, 1 / window_)) : 1;
    const smaller = (Math.min(width, height) - 40) * gain;
    const ratio = Math.max(((right - left) * smaller) / (width - 80), ((bottom - top) * smaller) / (height - 80), closest);
    sigma.getCamera().setState({ x: (left + right) / 2, y: (top + bottom) / 2, ratio, angle: 0 });
  }

  /** A camera ratio at which nodes are about as large as in the overview of a small graph. */
  function near() {
    const { width, height } = sigma.getDimensions();
    const box = sigma.getBBox();
    const extent = Math.max(box.x[1] - box.x[0], box.y[1] - box.y[0], 1);
    return Math.min(1, (Math.min(width, height) * 1.4) / extent);
  }

  return {
    update(next) {
      state = next;
      sigma.refresh({ skipIndexation: true });
    },
    fit(only) {
      frame(only.map((n) => sigma.getNodeDisplayData(n)), near() / 3);
    },
    focus(node) {
      const { x, y } = sigma.getNodeDisplayData(node);
      sigma.getCamera().setState({ x, y, ratio: Math.min(sigma.getCamera().getState().ratio, near()), angle: 0 });
    },
    zoom(factor) {
      const camera = sigma.getCamera();
      camera.setState({ ratio: camera.getBoundedRatio(camera.getState().ratio / factor) });
    },
    resize() {
      sigma.resize();
      sigma.refresh({ skipIndexation: true });
    },
    theme() {
      readTheme();
      sigma.refresh({ skipIndexation: true });
    },
    positions() {
      const found = {};
      model.forEachNode((n, { x, y }) => {
        found[n] = { x, y: -y };
      });
      return found;
    },
  };
}
