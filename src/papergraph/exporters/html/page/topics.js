/** The communities of the graph: circles where the layout put them, and their full names beside. */

import { el, number, plural, svg } from "./dom.js";

const SMALLEST_TEXT = 13;
const MOST = 30;
const LISTED = 14;
/** Width of a letter in the size of its font: an average for the serif face in semibold. */
const LETTER = 0.54;

/** A name in lines of at most so many letters, or null where a word or the whole does not fit. */
function wrap(name, letters, most) {
  const lines = [];
  for (const word of name.split(/(?<=-)|\s+/u)) {
    if (word.length > letters) return null;
    const last = lines.at(-1);
    const joined = last === undefined ? word : last + (last.endsWith("-") ? "" : " ") + word;
    if (last !== undefined && joined.length <= letters) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines.length <= most ? lines : null;
}

/** The largest size at which a name fits into a circle, as [size, lines]; the name is cut where none does. */
function fitted(name, r) {
  for (let size = Math.min(20, r / 3.2); size >= SMALLEST_TEXT; size -= 1) {
    for (const most of [1, 2, 3]) {
      // The circle is narrower where the first and the last line stand.
      const height = (most * size * 1.15) / 2;
      if (height > r * 0.8) continue;
      const letters = Math.floor((2 * Math.sqrt(r * r - height * height) * 0.94) / (size * LETTER));
      const lines = wrap(name, letters, most);
      if (lines) return [size, lines];
    }
  }
  const letters = Math.floor((1.8 * r) / (SMALLEST_TEXT * LETTER));
  return [SMALLEST_TEXT, letters < 6 ? [] : [`${name.slice(0, letters - 1).trimEnd()}…`]];
}

export function buildMap(app) {
  const { graph } = app;
  const groups = graph.groups.map((group, at) => ({ ...group, at })).filter((group) => group.name);
  if (groups.length < 3) return null;
  const shown = groups.slice(0, MOST);
  const left = Math.min(...shown.map((g) => g.x - g.r));
  const top = Math.min(...shown.map((g) => g.y - g.r));
  const wide = Math.max(...shown.map((g) => g.x + g.r)) - left;
  const tall = Math.max(...shown.map((g) => g.y + g.r)) - top;
  const beside = app.content.clientWidth > 860;
  const room = Math.max(app.content.clientWidth - 48, 280) * (beside ? 0.62 : 1);
  const scale = Math.min(room / wide, Math.min(Math.max(window.innerHeight * 0.8, 480), 980) / tall);
  const target = (g) => app.href({ group: g.at, view: "graph" });
  const circles = shown.map((g) => {
    const [x, y, r] = [(g.x - left) * scale + 1, (g.y - top) * scale + 1, g.r * scale];
    const [size, lines] = fitted(g.name.split(" · ")[0], r);
    return svg(
      "a",
      { href: target(g), class: "region", "aria-label": `${g.name}: ${plural(g.size, "node")}` },
      svg("title", { text: `${g.name} (${plural(g.size, "node")})` }),
      svg("circle", { cx: x, cy: y, r }),
      lines.map((line, at) =>
        svg("text", { x, y: y + (at - (lines.length - 1) / 2) * size * 1.15 + size * 0.35, "text-anchor": "middle", "font-size": `${size}px`, text: line }),
      ),
    );
  });
  const item = (g, at) =>
    el(
      "li",
      { onmouseenter: () => circles[at]?.classList.add("on"), onmouseleave: () => circles[at]?.classList.remove("on") },
      el("a", { href: target(g), dir: "auto" }, g.name.split(" · ").map((name, i) => el("span", { text: name }))),
      el("span", { class: "count", text: number(g.size) }),
    );
  const list = el("ol", {}, groups.slice(0, LISTED).map(item));
  const more = el("button", {
    type: "button", class: "more", text: "Show more", "aria-label": "Show more topics",
    onclick: () => {
      const rest = groups.slice(LISTED).map((g, at) => item(g, at + LISTED));
      list.append(...rest);
      more.remove();
      rest[0].querySelector("a").focus();
    },
  });
  const [width, height] = [Math.ceil(wide * scale) + 2, Math.ceil(tall * scale) + 2];
  return el(
    "section",
    { class: "map" },
    el("h2", { text: "Topics" }),
    el("p", { class: "hint", text: "Papers and concepts that are often linked with each other, named after the concepts that set them apart; the number counts both. Choose one to see it drawn." }),
    el(
      "div",
      { class: "topics" },
      el("div", { class: "regions", style: { width: `${width}px` } }, dots(graph, groups.length, { left, top, scale, width, height }), svg("svg", { width, height, role: "group", "aria-label": "Topics as circles" }, circles)),
      el("div", { class: "topic-list" }, list, groups.length > LISTED && more),
    ),
  );
}

/** Every paper and concept as a faint dot where it stands in the drawing. */
function dots(graph, count, { left, top, scale, width, height }) {
  const canvas = el("canvas", { "aria-hidden": "true", style: { width: `${width}px`, height: `${height}px` } });
  const ratio = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.globalAlpha = 0.4;
  const style = getComputedStyle(document.documentElement);
  const colors = Object.fromEntries([...new Set(graph.kind)].map((kind) => [kind, style.getPropertyValue(`--k-${kind}`)]));
  for (let n = 0; n < graph.conceptEnd; n++) {
    if (graph.group[n] < 0 || graph.group[n] >= count || graph.kind[n] === "Cited") continue;
    context.fillStyle = colors[graph.kind[n]];
    context.beginPath();
    context.arc((graph.x[n] - left) * scale + 1, (graph.y[n] - top) * scale + 1, Math.max(0.8, graph.radius[n] * scale * 0.9), 0, 7);
    context.fill();
  }
  return canvas;
}
