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

function counts(graph, state, edge) {
  if (graph.confidence[edge] >= 0 && graph.confidence[edge] < state.conf) return false;
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
        if (graph.to[e] !== concept || !counts(graph, state, e)) continue;
        if (!rel || graph.type[e] === rel) papers.add(graph.from[e]);
      }
      for (const e of graph.edgesOf(concept)) {
        if (graph.kind[concept] === "Author" && graph.from[e] === concept) papers.add(graph.to[e]);
      }
    }
    found[`with${at}`] = (paper) => papers.has(paper);
  });
  if (state.low) {
    found.low = (paper) => graph.edgesOf(paper).some((e) => isLow(graph, e) && counts(graph, state, e));
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

  counts(edge) {
    return counts(this.graph, this.state, edge);
  }

  /** Papers of the selection for each concept of a kind, by their claims; most first, then by name. */
  ranking(kind, { mentions = false } = {}) {
    const { graph } = this;
    const seen = new Map();
    for (const paper of this.papers) {
      const here = new Set();
      for (const e of graph.edgesOf(paper)) {
        if (graph.from[e] !== paper || !graph.isConcept(graph.to[e]) || graph.kind[graph.to[e]] !== kind) continue;
        if ((mentions || graph.type[e] !== "MENTIONS") && this.counts(e)) here.add(graph.to[e]);
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
    if (state.path.length || state.focus.length) return this.around(show);
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

  /** The neighbourhoods of what the reader unfolded, whatever the filters say of papers. */
  around(show) {
    const { graph, state } = this;
    const nodes = new Uint8Array(graph.size);
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
