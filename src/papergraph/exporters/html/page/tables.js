/** Concepts against concepts and against years: what was done with what, how often, and when. A cell opens its papers. */

import { capital, el, glyph, KINDS, number } from "./dom.js";
import { conceptKinds, isOf } from "./filter.js";

const ROWS = 24;
const ROWS_TALL = 40;
const YEARS = 18;

/** As many columns as the window has room for, beside the names of the rows. */
function columnsFor(app) {
  return Math.min(30, Math.max(14, Math.floor((app.content.clientWidth - 300) / 42)));
}

const rowsFor = () => (window.innerHeight > 1200 ? ROWS_TALL : ROWS);

/** The relations that a table counts, as the named queries `matrix-task-dataset` and `matrix-method-language` do. */
const COUNTED = { Task: "EVALUATES_ON.USES", Dataset: "EVALUATES_ON", Method: "USES.INTRODUCES", Model: "USES.INTRODUCES", Language: "COVERS" };

const CHOICES = ["Task~Dataset", "Method~Language", "Model~Language", "Task~Language", "Model~Dataset", "Method~Task", "Model~Task"];

function conceptsOf(app, paper, kind) {
  const { graph, selection } = app;
  const found = new Set();
  for (const e of graph.edgesOf(paper)) {
    if (graph.isClaim(e) && graph.kind[graph.to[e]] === kind && isOf(graph, e, COUNTED[kind]) && selection.sure(e)) found.add(graph.to[e]);
  }
  return found;
}

function ranked(graph, totals, limit) {
  return [...totals].sort((a, b) => b[1] - a[1] || graph.name[a[0]].localeCompare(graph.name[b[0]], "en") || a[0] - b[0]).slice(0, limit).map(([n]) => n);
}

const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);

function cell(app, count, most, change, label) {
  if (!count) return el("td", {});
  return el(
    "td",
    { style: { "--heat": `${Math.round(8 + (52 * count) / most)}%` }, class: "hot" },
    el("a", { href: app.href({ view: "papers", ...change }), "aria-label": `${label}: ${count}`, text: number(count) }),
  );
}

function heading(app, node) {
  return el("a", { href: app.href({ sel: app.graph.id[node], edge: "" }), dir: "auto", text: app.graph.name[node] });
}

export function buildTables(app) {
  const { graph, state, selection } = app;
  const kinds = new Set(conceptKinds(graph));
  const choices = CHOICES.filter((choice) => choice.split("~").every((kind) => kinds.has(kind)));
  if (choices.length === 0) return [el("p", { class: "none", text: "Nothing to set against anything." })];
  const choice = choices.includes(state.table) ? state.table : choices[0];
  const [down, across] = choice.split("~");
  const [downTotals, acrossTotals, cells] = [new Map(), new Map(), new Map()];
  for (const paper of selection.papers) {
    const columns = conceptsOf(app, paper, across);
    if (columns.size === 0) continue;
    for (const row of conceptsOf(app, paper, down)) {
      add(downTotals, row);
      for (const column of columns) add(cells, `${row} ${column}`);
    }
    for (const column of columns) add(acrossTotals, column);
  }
  const frequent = ranked(graph, acrossTotals, columnsFor(app));
  const rows = ranked(graph, downTotals, downTotals.size).filter((row) => frequent.some((column) => cells.has(`${row} ${column}`))).slice(0, rowsFor());
  const columns = frequent.filter((column) => rows.some((row) => cells.has(`${row} ${column}`)));
  const most = Math.max(1, ...cells.values());
  const narrowed = (row, column) => {
    const chosen = [`${graph.id[row]}~${COUNTED[down]}`, `${graph.id[column]}~${COUNTED[across]}`];
    return { with: [...state.with.filter((item) => !chosen.includes(item)), ...chosen] };
  };
  const table = el(
    "table",
    { class: "matrix" },
    el("caption", { class: "visually-hidden", text: `Papers by ${KINDS[down].one} and ${KINDS[across].one}` }),
    el("thead", {}, el("tr", {}, el("td", {}), columns.map((column) => el("th", { scope: "col" }, el("div", {}, heading(app, column)))))),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, heading(app, row)),
          columns.map((column) => cell(app, cells.get(`${row} ${column}`), most, narrowed(row, column), `${graph.name[row]}, ${graph.name[column]}`)),
        ),
      ),
    ),
  );
  return [
    el(
      "nav",
      { class: "choices", "aria-label": "Table" },
      choices.map((other) => {
        const [a, b] = other.split("~");
        return el("a", { href: app.href({ table: other }), "aria-current": other === choice ? "true" : null }, glyph(a), capital(KINDS[a].one), " × ", glyph(b), KINDS[b].one);
      }),
    ),
    rows.length > 0 &&
      el("p", { class: "hint", text: `A number counts papers ${means(down)} and ${means(across)}; choose it to read them. Shown are the ${rows.length} and ${columns.length} most frequent of ${number(downTotals.size)} and ${number(acrossTotals.size)}.` }),
    rows.length ? el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" }, table) : el("p", { class: "none", text: "No paper has both." }),
  ];
}

function means(kind) {
  return { Task: "that work at the task or are measured on it", Dataset: "that report results on the dataset", Method: "that use or introduce the method", Model: "that use or introduce the model", Language: "that cover the language" }[kind];
}

export function buildTrends(app) {
  const { graph, state, selection } = app;
  const kinds = conceptKinds(graph).filter((kind) => COUNTED[kind]);
  if (kinds.length === 0) return [el("p", { class: "none", text: "No concepts yet." })];
  const kind = kinds.includes(state.trend) ? state.trend : kinds[0];
  const [totals, cells, perYear] = [new Map(), new Map(), new Map()];
  for (const paper of selection.papers) {
    const year = graph.year(paper);
    if (year === null) continue;
    add(perYear, year);
    for (const e of conceptsOf(app, paper, kind)) {
      add(totals, e);
      add(cells, `${e} ${year}`);
    }
  }
  const all = [...perYear.keys()].sort((a, b) => a - b);
  const dated = [...perYear.values()].reduce((sum, count) => sum + count, 0);
  const years = all.slice(-YEARS);
  const rows = ranked(graph, totals, rowsFor());
  const most = Math.max(1, ...cells.values());
  const year = (value) => ({ from: value, to: value });
  return [
    el("nav", { class: "choices", "aria-label": "Kind" }, kinds.map((other) => el("a", { href: app.href({ trend: other }), "aria-current": other === kind ? "true" : null }, glyph(other), capital(KINDS[other].many)))),
    rows.length > 0 &&
      el("p", { class: "hint", text: `A number counts papers of the year ${means(kind)}; choose it to read them.${all.length > years.length ? ` The last ${years.length} of ${all.length} years are shown.` : ""}${dated < selection.papers.length ? ` Only the ${number(dated)} of ${number(selection.papers.length)} papers that have a year count here.` : ""}` }),
    rows.length === 0 || years.length === 0
      ? el("p", { class: "none", text: "No paper with a year." })
      : el(
          "div",
          { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" },
          el(
            "table",
            { class: "matrix years" },
            el("caption", { class: "visually-hidden", text: `${capital(KINDS[kind].many)} by year` }),
            el("thead", {}, el("tr", {}, el("td", {}), years.map((value) => el("th", { scope: "col", text: value })))),
            el(
              "tbody",
              {},
              el("tr", { class: "total" }, el("th", { scope: "row", text: "All papers" }), years.map((value) => el("td", {}, el("a", { href: app.href({ view: "papers", ...year(value) }), text: number(perYear.get(value)) })))),
              rows.map((row) =>
                el(
                  "tr",
                  {},
                  el("th", { scope: "row" }, heading(app, row)),
                  years.map((value) =>
                    cell(app, cells.get(`${row} ${value}`), most, { with: [...state.with, `${graph.id[row]}~${COUNTED[kind]}`], ...year(value) }, `${graph.name[row]}, ${value}`),
                  ),
                ),
              ),
            ),
          ),
        ),
  ];
}
