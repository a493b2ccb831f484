/** What a reader meets first: the corpus in three numbers, its regions by name, and what it is about. */

import { capital, el, glyph, KINDS, number, plural, svg } from "./dom.js";
import { conceptKinds } from "./filter.js";

const ROWS = 8;

function numbers(app) {
  const { graph, selection } = app;
  const years = selection.papers.map((paper) => graph.year(paper)).filter((year) => year !== null);
  const span = years.length ? [years.reduce((a, b) => Math.min(a, b)), years.reduce((a, b) => Math.max(a, b))] : null;
  const { nodes, edges } = selection.visible();
  let concepts = 0;
  for (let n = graph.paperCount; n < graph.conceptEnd; n++) concepts += nodes[n];
  let links = 0;
  for (let e = 0; e < graph.edgeCount; e++) if (edges[e] && graph.isClaim(e)) links++;
  const figure = (value, label, view) => el("li", {}, el("a", { href: app.href({ view }) }, el("strong", { text: number(value) }), el("span", { text: label })));
  const when = span ? (span[0] === span[1] ? `, ${span[0]}` : `, ${span[0]}–${span[1]}`) : "";
  return el(
    "ul",
    { class: "figures" },
    figure(selection.papers.length, `${selection.papers.length === 1 ? "paper" : "papers"}${when}`, "papers"),
    figure(concepts, concepts === 1 ? "concept" : "concepts", "graph"),
    figure(links, links === 1 ? "link with its sentence" : "links, each with its sentence", "graph"),
  );
}

const TALLEST = 620;
const SMALLEST_TEXT = 13;

/** The communities as circles where the layout put them, to scale in CSS pixels; each opens the graph of its papers. */
function map(app) {
  const { graph } = app;
  const groups = graph.groups.map((group, at) => ({ ...group, at })).filter((group) => group.name);
  if (groups.length < 3) return null;
  const shown = groups.slice(0, 30);
  const left = Math.min(...shown.map((g) => g.x - g.r));
  const top = Math.min(...shown.map((g) => g.y - g.r));
  const wide = Math.max(...shown.map((g) => g.x + g.r)) - left;
  const tall = Math.max(...shown.map((g) => g.y + g.r)) - top;
  const scale = Math.min(Math.max(app.content.clientWidth - 48, 280) / wide, TALLEST / tall);
  const circles = shown.map((g) => {
    const [x, y, r] = [(g.x - left) * scale + 1, (g.y - top) * scale + 1, g.r * scale];
    const size = Math.max(SMALLEST_TEXT, Math.min(20, r / 4.5));
    const letters = Math.floor((1.75 * r) / (size * 0.54));
    const short = (name) => (name.length <= letters ? name : `${name.slice(0, letters - 1).trimEnd()}…`);
    const lines = letters < 5 ? [] : g.name.split(" · ").slice(0, Math.max(1, Math.floor((1.3 * r) / (size * 1.2)))).map(short);
    return svg(
      "a",
      { href: app.href({ group: g.at, view: "graph" }), class: "region", "aria-label": `${g.name}: ${plural(g.size, "node")}` },
      svg("title", { text: `${g.name} (${plural(g.size, "node")})` }),
      svg("circle", { cx: x, cy: y, r }),
      lines.map((line, at) =>
        svg("text", { x, y: y + (at - (lines.length - 1) / 2) * size * 1.2 + size * 0.35, "text-anchor": "middle", "font-size": `${size}px`, text: line }),
      ),
    );
  });
  const [width, height] = [Math.ceil(wide * scale) + 2, Math.ceil(tall * scale) + 2];
  const dots = el("canvas", { "aria-hidden": "true", style: { width: `${width}px`, height: `${height}px` } });
  const ratio = window.devicePixelRatio || 1;
  [dots.width, dots.height] = [width * ratio, height * ratio];
  const context = dots.getContext("2d");
  context.scale(ratio, ratio);
  context.globalAlpha = 0.4;
  const colors = getComputedStyle(document.documentElement);
  for (let n = 0; n < graph.conceptEnd; n++) {
    if (graph.group[n] < 0 || graph.group[n] >= groups.length || graph.kind[n] === "Cited") continue;
    context.fillStyle = colors.getPropertyValue(`--k-${graph.kind[n]}`);
    context.beginPath();
    context.arc((graph.x[n] - left) * scale + 1, (graph.y[n] - top) * scale + 1, Math.max(0.8, graph.radius[n] * scale * 0.9), 0, 7);
    context.fill();
  }
  return el(
    "section",
    { class: "map" },
    el("h2", { text: "Regions" }),
    el("p", { class: "hint", text: "What is linked often lies together. A region is named after the concepts that set it apart." }),
    el("div", { class: "regions", style: { width: `${width}px` } }, dots, svg("svg", { width, height, role: "group", "aria-label": "Regions of the graph" }, circles)),
  );
}

function ranking(app, kind) {
  const { graph, selection } = app;
  const ranked = selection.ranking(kind).slice(0, ROWS);
  if (ranked.length === 0) return null;
  const most = ranked[0][1];
  return el(
    "section",
    { class: `ranking k-${kind}` },
    el("h2", {}, glyph(kind), capital(KINDS[kind].many)),
    el(
      "ol",
      {},
      ranked.map(([node, count]) =>
        el(
          "li",
          {},
          el("a", { href: app.href({ sel: graph.id[node], edge: "" }), dir: "auto", text: graph.name[node] }),
          el("span", { class: "count", text: number(count) }),
          el("span", { class: "bar", "aria-hidden": "true", style: { width: `${Math.round((100 * count) / most)}%` } }),
        ),
      ),
    ),
  );
}

export function buildOverview(app) {
  const { graph } = app;
  return [
    numbers(app),
    el("div", { class: "rankings" }, conceptKinds(graph).filter((kind) => kind !== "LanguageGroup").map((kind) => ranking(app, kind))),
    map(app),
  ];
}
