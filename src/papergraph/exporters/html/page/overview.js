/** What a reader meets first: what the corpus is about, what can be asked, the most used concepts, and the topics. */

import { capital, el, glyph, KINDS, number, plural } from "./dom.js";
import { conceptKinds, isLow, isOf } from "./filter.js";
import { buildMap } from "./topics.js";

const ROWS = 8;
const ROWS_WIDE = 12;
const ALL_ROWS = 60;

const and = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** One sentence on the papers that pass the filters. */
function about(app) {
  const { graph, selection } = app;
  const all = graph.corpus();
  if (all === 0) return el("p", { class: "about", text: "This page has no papers." });
  const kind = ["Task", "Method", "Model", "Dataset", "Language"].find((kind) => selection.ranking(kind).length > 2);
  const passed = [el("b", { text: `${number(selection.papers.length)} of ${plural(all, "paper")}` }), selection.papers.length === 1 ? " passes the filters" : " pass the filters"];
  if (!kind || selection.papers.length < 3) return selection.filtered && el("p", { class: "about" }, passed, ".");
  const names = selection.ranking(kind).slice(0, 3).map(([node]) => node);
  const parts = and.formatToParts(names.map(String));
  return el(
    "p",
    { class: "about" },
    selection.filtered ? [passed, ", most often on "] : "These papers are most often on ",
    parts.map(({ type, value }) => (type === "element" ? el("a", { href: app.href({ sel: graph.id[Number(value)], edge: "" }), dir: "auto", text: graph.name[Number(value)] }) : value)),
    ".",
  );
}

function figures(app) {
  const { graph, selection } = app;
  const years = selection.papers.map((paper) => graph.year(paper)).filter((year) => year !== null);
  const { nodes, edges } = selection.visible();
  let concepts = 0;
  for (let n = graph.paperCount; n < graph.conceptEnd; n++) concepts += nodes[n];
  let links = 0;
  for (let e = 0; e < graph.edgeCount; e++) if (edges[e] && graph.isClaim(e)) links++;
  const figure = (value, label, view) => el("li", {}, el("a", { href: app.href({ view }) }, el("strong", { text: number(value) }), el("span", {}, label)));
  let when = [];
  if (years.length) {
    const [first, last] = [years.reduce((a, b) => Math.min(a, b)), years.reduce((a, b) => Math.max(a, b))];
    const span = first === last ? `${first}` : `${first}–${last}`;
    when = years.length === selection.papers.length ? [", ", el("span", { text: span })] : [`; ${number(years.length)} with a year, `, el("span", { text: span })];
  }
  const kinds = and.format(conceptKinds(graph).filter((kind) => kind !== "LanguageGroup").map((kind) => KINDS[kind].many));
  return el(
    "ul",
    { class: "figures" },
    figure(selection.papers.length, [selection.papers.length === 1 ? "paper" : "papers", when], "papers"),
    figure(concepts, kinds || "concepts", "graph"),
    figure(links, "links from papers to them, each with the sentence that says so", "graph"),
  );
}

/** The method that most papers on low-resource languages use, with their number, or null. */
function lowMethod(app) {
  const { graph, selection } = app;
  const counts = new Map();
  for (const paper of selection.papers) {
    const edges = [...graph.edgesOf(paper)];
    if (!edges.some((e) => isLow(graph, e))) continue;
    const used = new Set(edges.filter((e) => graph.isClaim(e) && graph.kind[graph.to[e]] === "Method" && isOf(graph, e, "")).map((e) => graph.to[e]));
    for (const method of used) counts.set(method, (counts.get(method) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? null;
}

/** Questions that this very corpus answers, each a link to its answer. */
function questions(app) {
  const { graph, selection } = app;
  if (selection.filtered || selection.papers.length < 3) return null;
  const top = (kind) => selection.ranking(kind)[0]?.[0];
  const found = [];
  const low = lowMethod(app);
  if (low) found.push([{ view: "papers", with: [graph.id[low[0]]], low: true }, ["Papers using ", low[0], " on low-resource languages"], plural(low[1], "paper")]);
  const dataset = top("Dataset");
  if (dataset !== undefined) found.push([{ view: "papers", with: [`${graph.id[dataset]}~EVALUATES_ON`] }, ["Who reports results on ", dataset, "?"], null]);
  const [model, language] = [top("Model"), top("Language")];
  if (model !== undefined && language !== undefined) found.push([{ view: "graph", path: [graph.id[model], graph.id[language]] }, ["How are ", model, " and ", language, " connected?"], null]);
  if (top("Task") !== undefined && dataset !== undefined) found.push([{ view: "tables" }, ["Which task is measured on which dataset?"], null]);
  if (found.length === 0) return null;
  return el(
    "section",
    { class: "questions" },
    el("h2", { text: "Ask, for example" }),
    el(
      "ul",
      {},
      found.map(([change, words, answer]) =>
        el("li", {}, el("a", { href: app.href(change) }, words.map((word) => (typeof word === "number" ? el("b", { dir: "auto", text: graph.name[word] }) : word))), answer && el("span", { class: "count", text: answer })),
      ),
    ),
    el("p", { class: "hint", text: "Or search for a name, choose one below, or narrow the papers down with the filters. Every link leads to the sentence behind it." }),
  );
}

function ranking(app, kind) {
  const { graph, selection } = app;
  const all = selection.ranking(kind);
  if (all.length === 0) return null;
  const most = all[0][1];
  const rows = window.innerWidth > 1900 ? ROWS_WIDE : ROWS;
  const row = ([node, count]) =>
    el(
      "li",
      {},
      el("a", { href: app.href({ sel: graph.id[node], edge: "" }), dir: "auto", text: graph.name[node] }),
      el("span", { class: "count", text: number(count) }),
      el("span", { class: "bar", "aria-hidden": "true", style: { width: `${Math.round((100 * count) / most)}%` } }),
    );
  const list = el("ol", {}, all.slice(0, rows).map(row));
  const more = el("button", {
    type: "button", class: "more", text: "Show more", "aria-label": `Show more ${KINDS[kind].many}`,
    onclick: () => {
      const rest = all.slice(rows, ALL_ROWS).map(row);
      list.append(...rest);
      more.remove();
      rest[0].querySelector("a").focus();
    },
  });
  return el(
    "section",
    { class: `ranking k-${kind}` },
    el("h2", {}, glyph(kind), capital(KINDS[kind].many), el("span", { class: "count", text: "papers" })),
    list,
    all.length > rows && more,
  );
}

export function buildOverview(app) {
  const { graph } = app;
  return [
    el("div", { class: "lead" }, el("div", {}, about(app), figures(app)), questions(app)),
    el("div", { class: "rankings" }, conceptKinds(graph).filter((kind) => kind !== "LanguageGroup").map((kind) => ranking(app, kind))),
    buildMap(app),
  ];
}
