/** A paper's own words, with what was read in them. */

import { capital, el, glyph, KINDS } from "./dom.js";

/** Title or abstract with the evidence tinted and each concept linked where it stands. */
export function marked(app, paper, from, to) {
  const { graph } = app;
  const text = graph.text(paper);
  const flat = graph.texts().spans[paper];
  const spans = [];
  for (let at = 0; at < flat.length; at += 3) {
    const [concept, start, end] = flat.slice(at, at + 3);
    if (start >= from && end <= to) spans.push({ concept, start, end });
  }
  // Of mentions that overlap the longest is shown.
  spans.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const taken = [];
  for (const span of spans) if (!taken.some((other) => span.start < other.end && other.start < span.end)) taken.push(span);
  const { a, b } = graph.columns;
  const sentences = graph
    .outgoing(paper)
    .filter((e) => a[e] >= 0 && graph.primary(e) && graph.type[e] !== "MENTIONS")
    .map((e) => [a[e], b[e]]);
  const cuts = new Set([from, to]);
  for (const { start, end } of taken) cuts.add(start).add(end);
  for (const [start, end] of sentences) for (const cut of [start, end]) if (cut > from && cut < to) cuts.add(cut);
  const points = [...cuts].sort((x, y) => x - y);
  const pieces = [];
  for (let at = 0; at + 1 < points.length; at++) {
    const [start, end] = [points[at], points[at + 1]];
    const piece = text.slice(start, end);
    const span = taken.find((other) => other.start <= start && end <= other.end);
    const evident = sentences.some(([s, e]) => s <= start && end <= e);
    if (span) {
      const kind = graph.kind[span.concept];
      const same = piece.toLowerCase() === graph.name[span.concept].toLowerCase();
      pieces.push(
        el("a", {
          class: `mark k-${kind}${evident ? " evident" : ""}`,
          href: app.href({ sel: graph.id[span.concept], edge: "" }),
          title: `${capital(KINDS[kind].one)}${same ? "" : `: ${graph.name[span.concept]}`}`,
          text: piece,
        }),
      );
    } else pieces.push(evident ? el("span", { class: "evident", text: piece }) : piece);
  }
  return pieces;
}

/** What tint and colours in an abstract mean. */
export function key(app, node) {
  const { graph } = app;
  const flat = graph.texts().spans[node];
  const found = new Set();
  for (let at = 0; at < flat.length; at += 3) found.add(graph.kind[flat[at]]);
  if (found.size === 0) return null;
  return el(
    "p",
    { class: "key" },
    Object.keys(KINDS).filter((kind) => found.has(kind)).map((kind) => el("span", {}, glyph(kind), KINDS[kind].one)),
    el("span", {}, el("span", { class: "evident", text: "tinted" }), " says what the paper does"),
  );
}
