/** Which papers, nodes and relationships the state asks for. */

import { CLAIMS, CONCEPTS, fold } from "./data.js";
import { isFiltered, parseWith } from "./state.js";

/** True where this claim makes its paper one on a low-resource language: by class, by its own words, by the group. */
export function isLow(graph, edge) {
  if (graph.type[edge] !== "COVERS") return false;
  const target = graph.to[edge];
  if (graph.kind[target] === "LanguageGroup") return graph.name[target].toLowerCase() === "low-resource languages";
  return graph.saidLow(edge) || graph.concept(target).low === true;
}

/**
 * What "its papers" means for a concept when nothing else is said: papers that use or introduce a model or method, papers
 * that do more than mention any other concept. The named queries mean the same.
 */
export function worksWith(kind) {
  return kind === "Model" || kind === "Method" ? ["USES", "INTRODUCES"] : CLAIMS.filter((type) => type !== "MENTIONS");
}

/** Whether a claim is of a relation as an address names it: "" (see `worksWith`), "ANY", "USES", "USES.INTRODUCES". */
export function isOf(graph, edge, rel) {
  if (rel === "ANY") return true;
  return (rel ? rel.split(".") : worksWith(graph.kind[graph.to[edge]])).includes(graph.type[edge]);
}

/** Whether a relationship is sure enough. */
function sure(graph, state, edge) {
  return graph.confidence[edge] < 0 || graph.confidence[edge] >= state.conf;
}

/** Whether a relationship is drawn: sure enough, and of the relations that the reader asks for. */
function counts(graph, state, edge) {
  if (!sure(graph, state, edge)) return false;
  return state.rel.length === 0 || state.rel.includes(graph.type[edge]) || !CLAIMS.includes(graph.type[edge]);
}

/** The tests a paper has to pass, by facet; a facet's own counts leave its own test out. */
function tests(graph, state) {
  const found = {};
  state.with.forEach((item, at) => {
    const { id, rel } = parseWith(item);
    const concept = graph.number.get(id);
    const papers = new Set();
    if (concept !== undefined) {
      for (const e of graph.edgesOf(concept)) {
        if (graph.to[e] !== concept || !sure(graph, state, e)) continue;
        if (graph.isClaim(e) ? isOf(graph, e, rel) : graph.type[e] === "PUBLISHED_IN") papers.add(graph.from[e]);
      }
      for (const e of graph.edgesOf(concept)) {
        if (graph.kind[concept] === "Author" && graph.from[e] === concept) papers.add(graph.to[e]);
      }
    }
    found[`with${at}`] = (paper) => papers.has(paper);
  });
  if (state.low) {
    found.low = (paper) => graph.edgesOf(paper).some((e) => isLow(graph, e) && sure(graph, state, e));
  }
  if (state.from !== null || state.to !== null) {
    found.year = (paper) => {
      const year = graph.year(paper);
      return year !== null && year >= (state.from ?? -Infinity) && year <= (state.to ?? Infinity);
    };
  }
  if (state.venue.length) {
    const venues = new Set(state.venue);
    found.venue = (paper) => venues.has(graph.rows[paper].venue);
  }
  if (state.file.length) {
    const files = new Set(state.file);
    found.file = (paper) => graph.rows[paper].at.some(([file]) => files.has(graph.files[file]));
  }
  if (state.rel.length || state.conf) {
    found.rel = (paper) => graph.edgesOf(paper).some((e) => graph.isClaim(e) && counts(graph, state, e));
  }
  if (state.group !== null) found.group = (paper) => graph.group[paper] === state.group;
  if (state.words) {
    const words = fold(state.words).split(/\s+/).filter(Boolean);
    found.words = (paper) => {
      const text = fold(graph.text(paper));
      return words.every((word) => text.includes(word));
    };
  }
  return found;
}

export class Selection {
  constructor(graph, state) {
    this.graph = graph;
    this.state = state;
    this.filtered = isFiltered(state);
    this.tests = tests(graph, state);
    this.failed = new Int16Array(graph.paperCount);
    this.failedName = new Array(graph.paperCount).fill(null);
    this.papers = [];
    const names = Object.keys(this.tests);
    for (let paper = 0; paper < graph.paperCount; paper++) {
      if (graph.rows[paper].cited) {
        this.failed[paper] = 2;
        continue;
      }
      for (const name of names) {
        if (this.tests[name](paper)) continue;
        this.failedName[paper] = name;
        if (++this.failed[paper] > 1) break;
      }
      if (this.failed[paper] === 0) this.papers.push(paper);
    }
    this.has = new Uint8Array(graph.size);
    for (const paper of this.papers) this.has[paper] = 1;
  }

  /** Papers that pass every test but those of this facet: what its options are counted over. */
  *without(facet) {
    for (let paper = 0; paper < this.graph.paperCount; paper++) {
      if (this.failed[paper] === 0 || (this.failed[paper] === 1 && this.failedName[paper] === facet)) yield paper;
    }
  }

  sure(edge) {
    return sure(this.graph, this.state, edge);
  }

  counts(edge) {
    return counts(this.graph, this.state, edge);
  }

  /** [concept, papers of the selection that work with it] for each concept of a kind; most first, then by name. */
  ranking(kind) {
    const { graph } = this;
    const seen = new Map();
    for (const paper of this.papers) {
      const here = new Set();
      for (const e of graph.edgesOf(paper)) {
        if (graph.from[e] !== paper || !graph.isConcept(graph.to[e]) || graph.kind[graph.to[e]] !== kind) continue;
        if (isOf(graph, e, "") && this.sure(e)) here.add(graph.to[e]);
      }
      for (const concept of here) seen.set(concept, (seen.get(concept) ?? 0) + 1);
    }
    return [...seen].sort((a, b) => b[1] - a[1] || graph.name[a[0]].localeCompare(graph.name[b[0]], "en") || a[0] - b[0]);
  }

  /** The nodes and relationships to draw. */
  visible() {
    const { graph, state } = this;
    const show = new Set(state.show);
    const nodes = new Uint8Array(graph.size);
    if (state.path.length > 1 || state.focus.length) return this.around(show);
    for (const paper of this.papers) if (show.has("Paper")) nodes[paper] = 1;
    for (let e = 0; e < graph.edgeCount; e++) {
      const [s, t] = [graph.from[e], graph.to[e]];
      if (!this.counts(e)) continue;
      if (this.has[s] && !graph.isPaper(t)) nodes[t] = 1;
      if (this.has[t] && !graph.isPaper(s)) nodes[s] = 1;
      if (this.has[s] && graph.kind[t] === "Cited") nodes[t] = 1;
    }
    if (!this.filtered) for (let n = graph.paperCount; n < graph.size; n++) nodes[n] = 1;
    for (let n = 0; n < graph.size; n++) if (nodes[n] && !show.has(graph.kind[n])) nodes[n] = 0;
    return this.finish(nodes);
  }

  /**
   * The shortest ways between the two ends of the path, over kinds of nodes that are shown and none with more links than
   * the reader lets through. `steps` is one of them, as edges; `nodes` are those of all, at most 80, and `layers` the same
   * by their steps from the first end.
   */
  route() {
    const { graph, state } = this;
    const [a, b] = state.path.map((id) => graph.number.get(id));
    const none = { steps: [], nodes: [], layers: [], ways: 0 };
    if (a === undefined || b === undefined || a === b) return none;
    const show = new Set(state.show);
    const passable = (n) => n === a || n === b || (show.has(graph.kind[n]) && (!state.hubs || graph.degree(n) <= state.hubs));
    const far = new Int32Array(graph.size).fill(-1);
    far[a] = 0;
    let rim = [a];
    while (rim.length && far[b] < 0) {
      const next = [];
      for (const n of rim) {
        for (const e of graph.edgesOf(n)) {
          const other = graph.from[e] === n ? graph.to[e] : graph.from[e];
          if (!this.counts(e) || !passable(other)) continue;
          if (far[other] < 0) {
            far[other] = far[n] + 1;
            next.push(other);
          }
        }
      }
      rim = next;
    }
    if (far[b] < 0) return none;
    // Back from the end: what lies on some shortest way, the least connected first, as they say more.
    const layers = [[b]];
    const before = (n) => {
      const found = new Map();
      for (const e of graph.edgesOf(n)) {
        const other = graph.from[e] === n ? graph.to[e] : graph.from[e];
        if (far[other] === far[n] - 1 && this.counts(e) && !found.has(other)) found.set(other, e);
      }
      return [...found].sort((x, y) => graph.degree(x[0]) - graph.degree(y[0]) || x[0] - y[0]);
    };
    while (!layers[0].includes(a)) layers.unshift([...new Set(layers[0].flatMap((n) => before(n).map(([other]) => other)))]);
    const nodes = new Set([a, b]);
    for (const layer of layers) for (const n of layer) if (nodes.size < 80) nodes.add(n);
    const steps = [];
    for (let n = b; n !== a; ) {
      const [other, e] = before(n)[0];
      nodes.add(other);
      steps.unshift(e);
      n = other;
    }
    return { steps, nodes: [...nodes], layers: layers.map((layer) => layer.filter((n) => nodes.has(n))), ways: layers.reduce((most, layer) => Math.max(most, layer.length), 1) };
  }

  /** The neighbourhoods of what the reader unfolded, whatever the filters say of papers. */
  around(show) {
    const { graph, state } = this;
    const nodes = new Uint8Array(graph.size);
    if (state.path.length > 1) {
      const route = this.route();
      const ends = new Set(state.path.map((id) => graph.number.get(id)).filter((n) => n !== undefined));
      for (const n of [...route.nodes, ...ends]) nodes[n] = 1;
      return this.finish(nodes, ends);
    }
    const seeds = state.focus.map((id) => graph.number.get(id)).filter((n) => n !== undefined);
    for (const seed of seeds) {
      for (const e of graph.edgesOf(seed)) {
        if (!this.counts(e)) continue;
        const other = graph.from[e] === seed ? graph.to[e] : graph.from[e];
        if (show.has(graph.kind[other])) nodes[other] = 1;
      }
    }
    for (const seed of seeds) nodes[seed] = 1;
    return this.finish(nodes, new Set(seeds));
  }

  finish(nodes, keep = new Set()) {
    const { graph, state } = this;
    const edges = new Uint8Array(graph.edgeCount);
    const degree = new Int32Array(graph.size);
    for (let e = 0; e < graph.edgeCount; e++) {
      const [s, t] = [graph.from[e], graph.to[e]];
      if (nodes[s] && nodes[t] && this.counts(e)) {
        edges[e] = 1;
        degree[s]++;
        degree[t]++;
      }
    }
    if (state.hubs) {
      for (let n = 0; n < graph.size; n++) if (degree[n] > state.hubs && !keep.has(n)) nodes[n] = 0;
      for (let e = 0; e < graph.edgeCount; e++) if (!nodes[graph.from[e]] || !nodes[graph.to[e]]) edges[e] = 0;
    }
    return { nodes, edges };
  }
}

export function conceptKinds(graph) {
  const present = new Set(graph.kind);
  return CONCEPTS.filter((kind) => present.has(kind));
}
