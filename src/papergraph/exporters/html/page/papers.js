/** The papers of the selection as a list, with what each says of the chosen concepts. */

import { el, glyph, number, plural } from "./dom.js";
import { VERBS } from "./data.js";
import { exportBibtex, exportPapers } from "./export.js";
import { isLow, isOf } from "./filter.js";
import { parseWith } from "./state.js";

const PAGE = 50;

/** The claims that put a paper into the selection. */
function reasons(app, paper) {
  const { graph, state, selection } = app;
  const wanted = state.with.map(parseWith);
  return [...graph.edgesOf(paper)].filter((e) => {
    if (!graph.isClaim(e) || !selection.sure(e)) return false;
    if (state.low && isLow(graph, e)) return true;
    return wanted.some(({ id, rel }) => graph.id[graph.to[e]] === id && isOf(graph, e, rel));
  });
}

/** Claims that one sentence bears out stand together, so that it is read once: [sentence, claims] in the order met. */
function bySentence(graph, edges) {
  const found = new Map();
  for (const e of edges) {
    const sentence = graph.evidence(e)?.sentence ?? "";
    if (!found.has(sentence)) found.set(sentence, []);
    found.get(sentence).push(e);
  }
  return [...found];
}

function paperItem(app, paper) {
  const { graph } = app;
  const row = graph.rows[paper];
  const why = reasons(app, paper);
  return el(
    "li",
    {},
    el("a", { class: "title", href: app.href({ sel: graph.id[paper], edge: "" }), dir: "auto", text: graph.name[paper] }),
    el("span", { class: "meta" }, [row.year, row.venue].filter(Boolean).map((part) => el("span", { dir: "auto", text: part }))),
    bySentence(graph, why).map(([sentence, edges]) =>
      el(
        "p",
        { class: "because" },
        edges.map((e, at) => [
          at > 0 && ", ",
          (at === 0 || graph.type[e] !== graph.type[edges[at - 1]]) && `${VERBS[graph.type[e]].does} `,
          el("a", { href: app.href({ sel: graph.id[paper], edge: graph.edgeName(e) }) }, glyph(graph.kind[graph.to[e]]), el("b", { dir: "auto", text: graph.name[graph.to[e]] })),
        ]),
        sentence && el("q", { dir: "auto", text: sentence }),
      ),
    ),
  );
}

export function buildPapers(app) {
  const { graph, selection, state } = app;
  const papers = [...selection.papers];
  papers.sort((a, b) => (graph.year(b) ?? 0) - (graph.year(a) ?? 0) || graph.name[a].localeCompare(graph.name[b], "en"));
  const list = el("ol", { class: "papers" });
  const more = el("button", { type: "button", class: "more" });
  let shown = 0;
  const extend = () => {
    const next = papers.slice(shown, shown + PAGE).map((paper) => paperItem(app, paper));
    list.append(...next);
    const first = shown > 0 ? next[0] : null;
    shown += next.length;
    more.textContent = `Show ${number(Math.min(PAGE, papers.length - shown))} more`;
    more.hidden = shown >= papers.length;
    first?.querySelector("a").focus();
  };
  more.addEventListener("click", extend);
  extend();
  const words = el("input", {
    type: "search", placeholder: "Words in title or abstract", "aria-label": "Words in title or abstract", value: state.words, "data-key": "words",
    onchange: (event) => app.go({ words: event.target.value.trim() }),
  });
  return [
    el(
      "div",
      { class: "bar-line" },
      el("h2", { id: "paper-count" }, plural(papers.length, "paper"), selection.filtered && el("span", { class: "of", text: ` of ${number(graph.corpus())}` })),
      el("button", { type: "button", text: "CSV", "aria-label": "Save these papers as a table", title: "Save these papers as a table", onclick: () => exportPapers(graph, papers) }),
      el("button", { type: "button", text: "BibTeX", "aria-label": "Save these papers as a bibliography", title: "Save these papers as a bibliography", onclick: () => exportBibtex(graph, papers) }),
      words,
    ),
    papers.length === 0 ? el("p", { class: "none", text: "No paper passes every filter. Take one back above." }) : list,
    more,
  ];
}
