/** The graph as the page holds it. A node and a relationship are known by their numbers; ids live in addresses. */

export const CLAIMS = ["INTRODUCES", "USES", "EVALUATES_ON", "COVERS", "COMPARES_WITH", "MENTIONS"];

export const VERBS = {
  INTRODUCES: { does: "introduces", done: "introduced by" },
  USES: { does: "uses", done: "used by" },
  EVALUATES_ON: { does: "evaluates on", done: "evaluated on by" },
  COVERS: { does: "covers", done: "covered by" },
  COMPARES_WITH: { does: "compares with", done: "compared with by" },
  MENTIONS: { does: "mentions", done: "mentioned by" },
  CITES: { does: "cites", done: "cited by" },
  BUILDS_ON: { does: "builds on", done: "built on by" },
  WROTE: { does: "wrote", done: "written by" },
  PUBLISHED_IN: { does: "published in", done: "published" },
  VARIANT_OF: { does: "variant of", done: "variants" },
  SUBTASK_OF: { does: "special case of", done: "special cases" },
  MEMBER_OF: { does: "member of", done: "members" },
};

export const CONCEPTS = ["Model", "Dataset", "Language", "Method", "Task", "LanguageGroup"];

const HEDGED = 1;
const NEGATED = 2;
const SAID_LOW = 4;
const PRIMARY = 8;

export class Graph {
  constructor(core, readTexts) {
    const { nodes, edges } = core;
    this.title = core.title;
    this.part = core.part;
    this.groups = core.groups;
    this.files = core.papers.files;
    this.size = nodes.id.length;
    this.id = nodes.id;
    this.name = nodes.name;
    this.x = nodes.x;
    this.y = nodes.y;
    this.group = nodes.group;
    this.radius = nodes.size;
    this.paperCount = core.papers.rows.length;
    this.conceptEnd = this.paperCount + core.concepts.length;
    this.rows = core.papers.rows;
    this.concepts = core.concepts;
    this.authors = core.authors;
    this.kind = nodes.label.map((label, at) =>
      core.labels[label] === "Paper" && this.rows[at].cited ? "Cited" : core.labels[label],
    );
    this.number = new Map(nodes.id.map((id, at) => [id, at]));
    this.edgeCount = edges.s.length;
    this.from = Int32Array.from(edges.s);
    this.to = Int32Array.from(edges.t);
    this.type = edges.r.map((at) => core.types[at]);
    this.confidence = Int8Array.from(edges.c);
    this.flags = Uint8Array.from(edges.f);
    this.columns = edges;
    this.readTexts = readTexts;
    this.link();
  }

  /** Index the relationships of each node: those of node n are `touch[start[n]]` to `touch[start[n + 1] - 1]`. */
  link() {
    this.start = new Int32Array(this.size + 1);
    for (let e = 0; e < this.edgeCount; e++) {
      this.start[this.from[e] + 1]++;
      this.start[this.to[e] + 1]++;
    }
    for (let n = 0; n < this.size; n++) this.start[n + 1] += this.start[n];
    const next = this.start.slice(0, this.size);
    this.touch = new Int32Array(2 * this.edgeCount);
    for (let e = 0; e < this.edgeCount; e++) {
      this.touch[next[this.from[e]]++] = e;
      this.touch[next[this.to[e]]++] = e;
    }
  }

  edgesOf(node) {
    return this.touch.subarray(this.start[node], this.start[node + 1]);
  }

  degree(node) {
    return this.start[node + 1] - this.start[node];
  }

  outgoing(node, type) {
    return [...this.edgesOf(node)].filter((e) => this.from[e] === node && (!type || this.type[e] === type));
  }

  incoming(node, type) {
    return [...this.edgesOf(node)].filter((e) => this.to[e] === node && (!type || this.type[e] === type));
  }

  isPaper(node) {
    return node < this.paperCount;
  }

  isConcept(node) {
    return node >= this.paperCount && node < this.conceptEnd;
  }

  concept(node) {
    return this.concepts[node - this.paperCount];
  }

  isClaim(edge) {
    return this.isConcept(this.to[edge]) && this.isPaper(this.from[edge]);
  }

  year(node) {
    return this.isPaper(node) ? (this.rows[node].year ?? null) : null;
  }

  /** How many papers the corpus has, works that are only cited left out. */
  corpus() {
    this.own ??= this.rows.reduce((sum, row) => sum + (row.cited ? 0 : 1), 0);
    return this.own;
  }

  /** The first and the last year of the corpus, or null. */
  years() {
    if (this.span === undefined) {
      this.span = null;
      for (const { year, cited } of this.rows) {
        if (year !== undefined && !cited) this.span = this.span ? [Math.min(this.span[0], year), Math.max(this.span[1], year)] : [year, year];
      }
    }
    return this.span;
  }

  hedged(edge) {
    return (this.flags[edge] & HEDGED) !== 0;
  }

  negated(edge) {
    return (this.flags[edge] & NEGATED) !== 0;
  }

  saidLow(edge) {
    return (this.flags[edge] & SAID_LOW) !== 0;
  }

  primary(edge) {
    return (this.flags[edge] & PRIMARY) !== 0;
  }

  rule(edge) {
    return this.columns.u[edge] < 0 ? null : this.columns.rules[this.columns.u[edge]];
  }

  texts() {
    this.read ??= this.readTexts();
    return this.read;
  }

  abstract(paper) {
    return this.texts().abstracts[paper];
  }

  /** Title, a newline, the abstract: the text to which all offsets refer. */
  text(paper) {
    return `${this.name[paper]}\n${this.abstract(paper) ?? ""}`;
  }

  /** The sentence behind a claim, with the place of the mention in it. */
  evidence(edge) {
    const { a, b, m, n, said } = this.columns;
    if (a[edge] < 0) return said[edge] ? { sentence: said[edge], start: -1, end: -1 } : null;
    return {
      sentence: this.text(this.from[edge]).slice(a[edge], b[edge]),
      start: m[edge] - a[edge],
      end: n[edge] - a[edge],
    };
  }

  via(edge) {
    return this.columns.via[edge] ?? [];
  }

  /** How a relationship is named in an address. */
  edgeName(edge) {
    // A tilde parts the three, and encodeURIComponent leaves tildes as they are.
    const encode = (part) => encodeURIComponent(part).replaceAll("~", "%7E");
    return [this.id[this.from[edge]], this.type[edge], this.id[this.to[edge]]].map(encode).join("~");
  }

  findEdge(name) {
    let parts;
    try {
      parts = name.split("~").map(decodeURIComponent);
    } catch {
      return null;
    }
    const from = this.number.get(parts[0]);
    if (from === undefined) return null;
    for (const e of this.edgesOf(from)) {
      if (this.from[e] === from && this.type[e] === parts[1] && this.id[this.to[e]] === parts[2]) return e;
    }
    return null;
  }
}

/** Lower case without accents, for comparing what a reader types with what a paper says. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
