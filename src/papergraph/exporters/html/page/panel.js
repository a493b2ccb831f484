/** What is known of one paper, concept, author, venue or relationship. */

import { key, marked } from "./abstract.js";
import { CLAIMS, VERBS } from "./data.js";
import { capital, el, glyph, KINDS, number, outside, plural, svg } from "./dom.js";
import { isOf } from "./filter.js";

const FIRST = 6;

/** A list that shows its first items and the rest on request. */
function shortList(items, build, first = FIRST) {
  const list = el("ul", { class: "rows" }, items.slice(0, first).map(build));
  if (items.length <= first) return list;
  const more = el("button", {
    type: "button",
    class: "more",
    text: `Show all ${number(items.length)}`,
    onclick: () => {
      const rest = items.slice(first).map(build);
      list.append(...rest);
      more.remove();
      rest[0].querySelector("a")?.focus();
    },
  });
  return [list, more];
}

export function nodeLink(app, node, { kind = true } = {}) {
  return el(
    "a",
    { href: app.href({ sel: app.graph.id[node], edge: "" }), class: "node", dir: "auto" },
    kind && glyph(app.graph.kind[node]),
    el("span", { text: app.graph.name[node] }),
  );
}

function section(title, count, ...children) {
  return el("section", {}, el("h3", {}, title, count !== null && el("span", { class: "count", text: number(count) })), children);
}

function marks(app, edge) {
  const { graph } = app;
  return [
    graph.hedged(edge) && el("span", { class: "tag", text: "hedged" }),
    graph.negated(edge) && el("span", { class: "tag", text: "negated" }),
    graph.saidLow(edge) && el("span", { class: "tag", text: "said low-resource" }),
  ];
}

/** One relationship as a row: the other end, the year, and a way to the sentence. */
function edgeRow(app, edge, other) {
  const { graph } = app;
  const year = graph.year(other);
  return el(
    "li",
    {},
    nodeLink(app, other),
    year !== null && el("span", { class: "year", text: year }),
    marks(app, edge),
    graph.confidence[edge] >= 0 &&
      el("a", {
        class: "why",
        href: app.href({ edge: graph.edgeName(edge) }),
        text: `why? ${graph.confidence[edge]} %`,
        title: `The sentence that says so; held to be right with ${graph.confidence[edge]} %`,
        "aria-label": `Why: ${graph.name[graph.from[edge]]} ${VERBS[graph.type[edge]].does} ${graph.name[graph.to[edge]]}`,
      }),
  );
}

function head(app, kind, title) {
  return [
    el("p", { class: `kind k-${kind}` }, glyph(kind), el("span", { text: capital(KINDS[kind].one) })),
    el("h2", { id: "panel-title", tabindex: "-1", dir: "auto", text: title }),
  ];
}

function actions(app, node) {
  const { graph, state } = app;
  const id = graph.id[node];
  const unfolded = state.focus.includes(id);
  const filterable = !graph.isPaper(node);
  const inFilter = state.with.some((item) => item === id || item.startsWith(`${id}~`));
  return el(
    "p",
    { class: "actions" },
    filterable &&
      !inFilter &&
      el("a", { class: "button", href: app.href({ with: [...state.with, id], view: "papers" }), text: graph.kind[node] === "Model" || graph.kind[node] === "Method" ? "Papers using it" : "Its papers" }),
    el("a", { class: "button", href: app.href({ view: "graph", focus: [id], path: [] }), text: "Neighbourhood" }),
    el("a", { class: "button", href: app.href({ path: [id] }), text: "Connect with…" }),
    state.focus.length > 0 &&
      !unfolded &&
      el("a", { class: "button", href: app.href({ view: "graph", focus: [...state.focus, id] }), text: "Unfold here" }),
    state.focus.length > 1 &&
      unfolded &&
      el("a", { class: "button", href: app.href({ focus: state.focus.filter((other) => other !== id) }), text: "Fold" }),
  );
}

function byOther(app, edges, node) {
  const { graph } = app;
  const rows = edges.map((e) => [e, graph.from[e] === node ? graph.to[e] : graph.from[e]]);
  rows.sort(
    (a, b) =>
      (graph.year(b[1]) ?? 0) - (graph.year(a[1]) ?? 0) ||
      graph.confidence[b[0]] - graph.confidence[a[0]] ||
      graph.name[a[1]].localeCompare(graph.name[b[1]], "en"),
  );
  return rows;
}

function linked(app, title, edges, node) {
  if (edges.length === 0) return null;
  return section(title, edges.length, shortList(byOther(app, edges, node), ([e, other]) => edgeRow(app, e, other)));
}

/** Other names, those that differ in case or hyphens only given once. */
function aliases(names) {
  const seen = new Map();
  for (const name of names) {
    const key = name.toLowerCase().replace(/[\s\-]+/gu, " ");
    if (!seen.has(key)) seen.set(key, name);
  }
  return [...seen.values()].join(", ");
}

const FACTS = {
  aliases: (value) => ["Also called", aliases(value)],
  family: (value) => ["Family", value],
  iso: (value) => ["ISO 639-3", value],
  glotto: (value) => ["Glottolog", value],
  resource: (value) => ["Resource class", `${value} of 5 (Joshi et al. 2020)`],
  low: (value) => ["Low-resource", value ? "yes" : "no"],
  count: (value) => ["Papers", number(value)],
  first: (value) => ["First in", value],
};

function facts(rows) {
  return el("dl", { class: "facts" }, rows.map(([name, value]) => [el("dt", { text: name }), el("dd", { dir: "auto" }, value)]));
}

/** The papers that work with a concept, year by year; a bar opens them. */
function timeline(app, node) {
  const { graph } = app;
  const counts = new Map();
  for (const paper of new Set(graph.incoming(node).filter((e) => graph.isClaim(e) && isOf(graph, e, "")).map((e) => graph.from[e]))) {
    const year = graph.year(paper);
    if (year !== null) counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  if (counts.size < 2) return null;
  const years = [...counts.keys()].sort((a, b) => a - b);
  const [first, last] = graph.years();
  if (last - first > 120) return null;
  const most = Math.max(...counts.values());
  return el(
    "div",
    { class: "timeline" },
    svg(
      "svg",
      { viewBox: `0 0 ${(last - first + 1) * 10} 34`, preserveAspectRatio: "none", role: "img", "aria-label": years.map((year) => `${year}: ${counts.get(year)}`).join(", ") },
      years.map((year) => svg("rect", { class: `k-${graph.kind[node]}`, x: (year - first) * 10 + 1, y: 34 - (30 * counts.get(year)) / most, width: 8, height: (30 * counts.get(year)) / most }, svg("title", { text: `${year}: ${plural(counts.get(year), "paper")}` }))),
    ),
    el("span", { text: first }),
    el("span", { text: last }),
  );
}

function conceptPanel(app, node) {
  const { graph, state } = app;
  const concept = graph.concept(node);
  const known = Object.entries(FACTS).filter(([name]) => concept[name] !== undefined);
  const claims = CLAIMS.map((type) => {
    const edges = graph.incoming(node, type);
    if (edges.length === 0) return null;
    const item = `${graph.id[node]}~${type}`;
    return el(
      "section",
      {},
      el(
        "h3",
        {},
        capital(VERBS[type].done),
        el("a", {
          class: "count",
          href: app.href({ view: "papers", with: [...state.with.filter((other) => !other.startsWith(graph.id[node])), item] }),
          text: plural(edges.length, "paper"),
        }),
      ),
      shortList(byOther(app, edges, node), ([e, other]) => edgeRow(app, e, other)),
    );
  });
  const related = ["VARIANT_OF", "SUBTASK_OF", "MEMBER_OF"].flatMap((type) => [
    linked(app, capital(VERBS[type].does), graph.outgoing(node, type), node),
    linked(app, capital(VERBS[type].done), graph.incoming(node, type), node),
  ]);
  return [
    head(app, graph.kind[node], graph.name[node]),
    facts(known.map(([name, read]) => read(concept[name]))),
    timeline(app, node),
    actions(app, node),
    claims,
    related,
  ];
}

function paperLinks(row) {
  const links = [];
  if (row.doi) links.push(outside(`https://doi.org/${encodeURI(row.doi)}`, "DOI"));
  if (row.arxiv) links.push(outside(`https://arxiv.org/abs/${encodeURI(row.arxiv)}`, "arXiv"));
  if (row.acl) links.push(outside(`https://aclanthology.org/${encodeURI(row.acl)}`, "ACL Anthology"));
  if (row.url) links.push(outside(row.url, links.length ? "Source" : row.url));
  return links;
}

function paperPanel(app, node) {
  const { graph } = app;
  const row = graph.rows[node];
  const authors = graph.incoming(node, "WROTE");
  authors.sort((a, b) => graph.columns.p[a] - graph.columns.p[b]);
  const abstract = graph.abstract(node);
  const title = graph.name[node];
  const heading = head(app, graph.kind[node], "");
  heading[1].append(...marked(app, node, 0, title.length));
  const venue = graph.outgoing(node, "PUBLISHED_IN").map((e) => nodeLink(app, graph.to[e], { kind: false }));
  const where = venue.length ? venue : row.venue ? [el("span", { text: row.venue })] : [];
  const claims = CLAIMS.map((type) => linked(app, capital(VERBS[type].does), graph.outgoing(node, type), node));
  return [
    heading,
    authors.length > 0 &&
      el("p", { class: "authors" }, authors.map((e, at) => [at > 0 && ", ", nodeLink(app, graph.from[e], { kind: false })])),
    el("p", { class: "meta" }, [...where, row.date ?? row.year, ...paperLinks(row)].filter(Boolean).map((part) => el("span", {}, part))),
    actions(app, node),
    abstract && key(app, node),
    abstract
      ? el("div", { class: "abstract", dir: "auto" }, marked(app, node, title.length + 1, title.length + 1 + abstract.length))
      : el("p", { class: "none", text: row.cited ? "Known from citations only." : "No abstract in the source." }),
    claims,
    linked(app, "Cites", graph.outgoing(node, "CITES"), node),
    linked(app, "Cited by", graph.incoming(node, "CITES"), node),
    linked(app, "Builds on", graph.outgoing(node, "BUILDS_ON"), node),
    linked(app, "Built on by", graph.incoming(node, "BUILDS_ON"), node),
    row.at.length > 0 &&
      section("Read from", row.at.length, shortList(row.at, ([file, line]) => el("li", {}, el("code", { text: `${graph.files[file]}:${line}` })))),
  ];
}

function otherPanel(app, node) {
  const { graph } = app;
  const wrote = graph.outgoing(node, "WROTE");
  const published = graph.incoming(node, "PUBLISHED_IN");
  return [
    head(app, graph.kind[node], graph.name[node]),
    actions(app, node),
    linked(app, "Papers", wrote, node),
    linked(app, "Papers", published, node),
  ];
}

function edgePanel(app, edge) {
  const { graph } = app;
  const [source, target] = [graph.from[edge], graph.to[edge]];
  const evidence = graph.evidence(edge);
  const rows = [];
  if (graph.confidence[edge] >= 0) rows.push(["Confidence", `${graph.confidence[edge]} %`]);
  if (graph.rule(edge)) rows.push(["Decided by", el("code", { text: graph.rule(edge) })]);
  if (graph.columns.origin[edge]) rows.push(["From", graph.columns.origin[edge]]);
  const said = marks(app, edge).filter(Boolean);
  if (said.length) rows.push(["Marked", said]);
  const via = graph.via(edge);
  if (via.length) rows.push(["Through", via.map((concept) => nodeLink(app, concept))]);
  return [
    el("p", { class: "kind" }, el("span", { text: "Relationship" })),
    el("h2", { id: "panel-title", tabindex: "-1", class: "visually-hidden", text: `${graph.name[source]} ${VERBS[graph.type[edge]].does} ${graph.name[target]}` }),
    el(
      "div",
      { class: "triple" },
      nodeLink(app, source),
      el("span", { class: "verb", text: VERBS[graph.type[edge]].does }),
      nodeLink(app, target),
    ),
    evidence &&
      el(
        "blockquote",
        { dir: "auto", class: "quote" },
        evidence.start >= 0 && evidence.end <= evidence.sentence.length
          ? [
              evidence.sentence.slice(0, evidence.start),
              el("mark", { class: `mark k-${graph.kind[target]}`, text: evidence.sentence.slice(evidence.start, evidence.end) }),
              evidence.sentence.slice(evidence.end),
            ]
          : evidence.sentence,
      ),
    facts(rows),
  ];
}

/** How two nodes are connected, step by step. */
function pathPanel(app) {
  const { graph, state, selection } = app;
  const [a, b] = state.path.map((id) => graph.number.get(id));
  if (a === undefined || b === undefined) return null;
  const { steps, nodes, ways } = selection.route();
  let at = a;
  const rows = steps.map((e) => {
    const forward = graph.from[e] === at;
    at = forward ? graph.to[e] : graph.from[e];
    return el(
      "li",
      {},
      el("a", { class: "verb", href: app.href({ edge: graph.edgeName(e) }), text: forward ? VERBS[graph.type[e]].does : VERBS[graph.type[e]].done }),
      nodeLink(app, at),
    );
  });
  return [
    el("p", { class: "kind" }, el("span", { text: "Connection" })),
    el("h2", { id: "panel-title", tabindex: "-1", dir: "auto", text: `${graph.name[a]} and ${graph.name[b]}` }),
    steps.length
      ? el("p", { class: "hint", text: `${plural(steps.length, "step")}; ${plural(nodes.length, "node")} on the shortest ways${ways > 1 ? ", up to " + ways + " side by side" : ""}. Hiding hubs often finds a more telling way.` })
      : el("p", { class: "none", text: "No way leads from one to the other over what is shown." }),
    steps.length > 0 && el("ol", { class: "way" }, el("li", {}, nodeLink(app, a)), rows),
  ];
}

export function buildPanel(app) {
  const { graph, state } = app;
  const edge = state.edge ? graph.findEdge(state.edge) : null;
  const node = state.sel ? graph.number.get(state.sel) : undefined;
  let content = null;
  if (edge !== null) content = edgePanel(app, edge);
  else if (node !== undefined) {
    if (graph.isPaper(node)) content = paperPanel(app, node);
    else content = graph.isConcept(node) ? conceptPanel(app, node) : otherPanel(app, node);
  } else if (state.path.length > 1 && !state.sel && !state.edge) {
    content = pathPanel(app);
  } else if (state.sel || state.edge) {
    content = [el("h2", { id: "panel-title", tabindex: "-1", text: "Not in this graph" }), el("p", { dir: "auto", text: state.edge || state.sel })];
  }
  if (!content) return null;
  const back = edge !== null && (node !== undefined || state.path.length > 1);
  return [
    el(
      "div",
      { class: "panel-bar" },
      back && el("a", { class: "button", href: app.href({ edge: "" }), dir: "auto", text: "Back" }),
      el("a", { class: "button close", href: app.href(node === undefined && edge === null ? { sel: "", edge: "", path: [] } : { sel: "", edge: "" }), "aria-label": "Close the panel", text: "Close" }),
    ),
    ...content.flat(Infinity).filter(Boolean),
  ];
}
