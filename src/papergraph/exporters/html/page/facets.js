/** Narrowing the papers down: every facet combines with every other. */

import { CLAIMS, VERBS } from "./data.js";
import { capital, el, glyph, KINDS, number, svg } from "./dom.js";
import { conceptKinds, isLow } from "./filter.js";
import { isFiltered, parseWith, unfiltered } from "./state.js";

const LONGEST = 8;

function toggle(list, item) {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

function check(app, key, checked, label, count, change) {
  return el(
    "label",
    { class: "check" },
    el("input", { type: "checkbox", "data-key": key, checked, onchange: () => app.go(change) }),
    label,
    count !== null && el("span", { class: "count", text: number(count) }),
  );
}

/** Years as a small histogram over the papers that pass every other filter; a bar is a button for its year. */
function years(app) {
  const { graph, state, selection } = app;
  if (!graph.years()) return null;
  const counts = new Map();
  let [all, dated] = [0, 0];
  for (const paper of selection.without("year")) {
    const year = graph.year(paper);
    all++;
    if (year === null) continue;
    dated++;
    counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  const [first, last] = graph.years();
  const span = last - first + 1;
  const highest = Math.max(1, ...counts.values());
  const inside = (year) => year >= (state.from ?? -Infinity) && year <= (state.to ?? Infinity);
  const bars = svg("svg", { class: "histogram", viewBox: `0 0 ${span * 10} 44`, preserveAspectRatio: "none", "aria-hidden": "true" });
  if (span <= 200) {
    for (const [year, count] of counts) {
      const height = 4 + (36 * count) / highest;
      const bar = svg("rect", {
        x: (year - first) * 10 + 1, y: 42 - height, width: 8, height,
        class: inside(year) ? "in" : "out-of-range",
        onclick: () => app.go({ from: year, to: year }),
      });
      bar.append(svg("title", { text: `${year}: ${number(count)}` }));
      bars.append(bar);
    }
  }
  const year = (name, value, fallback) =>
    el("input", {
      type: "number", "data-key": name, min: first, max: last, value: value ?? "", placeholder: fallback,
      "aria-label": name === "from" ? "From year" : "To year",
      onchange: (event) => app.go({ [name]: event.target.value === "" ? null : Math.trunc(Number(event.target.value)) }),
    });
  return el(
    "fieldset",
    { class: "facet" },
    el("legend", { text: "Year" }),
    dated > 0 && bars,
    dated < all && el("p", { class: "hint", text: dated === 0 ? "None of these papers has a year." : `${number(dated)} of ${number(all)} papers have a year.` }),
    el("div", { class: "range" }, year("from", state.from, first), el("span", { text: "to" }), year("to", state.to, last)),
  );
}

function relations(app) {
  const { graph, state, selection } = app;
  const counts = new Map();
  for (const paper of selection.without("rel")) {
    const here = new Set();
    for (const e of graph.edgesOf(paper)) if (graph.isClaim(e) && selection.sure(e)) here.add(graph.type[e]);
    for (const type of here) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return el(
    "fieldset",
    { class: "facet" },
    el("legend", { text: "What a paper does with a concept" }),
    CLAIMS.filter((type) => counts.has(type) || state.rel.includes(type)).map((type) =>
      check(app, `rel-${type}`, state.rel.includes(type), capital(VERBS[type].does), counts.get(type) ?? 0, { rel: toggle(state.rel, type) }),
    ),
  );
}

function low(app) {
  const { graph, state, selection } = app;
  let count = 0;
  for (const paper of selection.without("low")) {
    if (graph.edgesOf(paper).some((e) => isLow(graph, e) && selection.sure(e))) count++;
  }
  if (count === 0 && !state.low) return null;
  return check(app, "low", state.low, "On low-resource languages", count, { low: !state.low });
}

function concepts(app, kind) {
  const { graph, state, selection } = app;
  const ranked = selection.ranking(kind);
  const chosen = new Set(state.with.map((item) => parseWith(item).id));
  if (ranked.length === 0 && kind !== "Language") return null;
  const open = kind === "Language" || app.open.has(kind);
  return el(
    "details",
    { class: "facet", open, ontoggle: (event) => (event.target.open ? app.open.add(kind) : app.open.delete(kind)) },
    el("summary", { "data-key": `kind-${kind}` }, glyph(kind), capital(KINDS[kind].many), el("span", { class: "count", text: number(ranked.length) })),
    kind === "Language" && low(app),
    ranked.slice(0, LONGEST).map(([node, count]) => {
      const id = graph.id[node];
      const on = chosen.has(id);
      const next = on ? state.with.filter((item) => parseWith(item).id !== id) : [...state.with, id];
      return check(app, `with-${id}`, on, el("span", { dir: "auto", text: graph.name[node] }), count, { with: next });
    }),
  );
}

function plainFacet(app, name, title, values) {
  const { state, selection } = app;
  const counts = new Map();
  for (const paper of selection.without(name)) for (const value of new Set(values(paper))) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const value of state[name]) if (!counts.has(value)) counts.set(value, 0);
  if (counts.size < 2 && state[name].length === 0) return null;
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return el(
    "details",
    { class: "facet", open: app.open.has(name) || state[name].length > 0, ontoggle: (event) => (event.target.open ? app.open.add(name) : app.open.delete(name)) },
    el("summary", { "data-key": `facet-${name}` }, title, el("span", { class: "count", text: number(counts.size) })),
    ranked.slice(0, 40).map(([value, count]) =>
      check(app, `${name}-${value}`, state[name].includes(value), el("span", { dir: "auto", text: value }), count, { [name]: toggle(state[name], value) }),
    ),
  );
}

function confidence(app) {
  const { state } = app;
  const output = el("output", { text: `${state.conf} %` });
  return el(
    "fieldset",
    { class: "facet" },
    el("legend", { text: "Confidence at least" }),
    el("div", { class: "range" },
      el("input", {
        type: "range", min: 0, max: 95, step: 5, value: state.conf, "data-key": "conf", "aria-label": "Least confidence, per cent",
        oninput: (event) => { output.textContent = `${event.target.value} %`; },
        onchange: (event) => app.go({ conf: Number(event.target.value) }),
      }),
      output,
    ),
  );
}

export function buildFacets(app) {
  const { graph, state } = app;
  return [
    el("h2", { class: "facets-title" }, "Filters", isFiltered(state) && el("a", { class: "button", href: app.href(unfiltered()), text: "Clear all" })),
    years(app),
    conceptKinds(graph).map((kind) => concepts(app, kind)),
    relations(app),
    plainFacet(app, "venue", "Venue", (paper) => (graph.rows[paper].venue ? [graph.rows[paper].venue] : [])),
    plainFacet(app, "file", "Source file", (paper) => graph.rows[paper].at.map(([file]) => graph.files[file])),
    confidence(app),
  ].flat(Infinity).filter(Boolean);
}

function usual(kind) {
  return kind === "Model" || kind === "Method" ? "uses or introduces" : "more than mentions";
}

/** The filters in force, each with a way to take it back. */
export function buildChips(app) {
  const { graph, state } = app;
  const chip = (label, change, ...inside) =>
    el("li", { class: "chip" }, label, inside, el("a", { href: app.href(change), class: "remove", "aria-label": "Remove this filter", text: "×" }));
  const chips = state.with.map((item, at) => {
    const { id, rel } = parseWith(item);
    const node = graph.number.get(id);
    const types = node === undefined ? [] : CLAIMS.filter((type) => graph.incoming(node, type).length > 0);
    const choose = el(
      "select",
      {
        "aria-label": "What the paper does with it", "data-key": `rel-of-${id}`,
        onchange: (event) => app.go({ with: state.with.map((other, n) => (n === at ? (event.target.value ? `${id}~${event.target.value}` : id) : other)) }),
      },
      el("option", { value: "", selected: !rel, text: usual(graph.kind[node]) }),
      types.map((type) => el("option", { value: type, selected: rel === type, text: VERBS[type].does })),
      rel.includes(".") && el("option", { value: rel, selected: true, text: rel.split(".").map((type) => VERBS[type]?.does ?? type).join(" or ") }),
      el("option", { value: "ANY", selected: rel === "ANY", text: "names in any way" }),
    );
    return chip(
      [types.length > 0 && choose, node !== undefined && glyph(graph.kind[node]), el("span", { dir: "auto", text: node === undefined ? id : graph.name[node] })],
      { with: state.with.filter((_, n) => n !== at) },
    );
  });
  if (state.low) chips.push(chip("on low-resource languages", { low: false }));
  if (state.from !== null || state.to !== null) chips.push(chip(`${state.from ?? "…"} to ${state.to ?? "…"}`, { from: null, to: null }));
  for (const name of ["venue", "file"]) {
    for (const value of state[name]) chips.push(chip(el("span", { dir: "auto", text: value }), { [name]: state[name].filter((other) => other !== value) }));
  }
  for (const type of state.rel) chips.push(chip(VERBS[type]?.does ?? type, { rel: state.rel.filter((other) => other !== type) }));
  if (state.conf) chips.push(chip(`confidence ≥ ${state.conf} %`, { conf: 0 }));
  if (state.group !== null) chips.push(chip(`around ${graph.groups[state.group]?.name ?? state.group}`, { group: null }));
  if (state.words) chips.push(chip(`“${state.words}”`, { words: "" }));
  return chips;
}
