/** Finding nodes by name, other name, identifier. */

import { fold } from "./data.js";

export class Search {
  constructor(graph) {
    this.graph = graph;
    this.rows = null;
  }

  index() {
    const { graph } = this;
    this.rows = graph.name.map((name, n) => {
      let rest = "";
      if (graph.isConcept(n)) rest = (graph.concept(n).aliases ?? []).join("\n");
      else if (graph.isPaper(n)) rest = [graph.id[n], ...(graph.rows[n].ids ?? [])].join("\n");
      return { name: fold(name), rest: fold(rest) };
    });
  }

  /** The best matches, best first: whole name, start of the name, start of a word, anywhere; then by links. */
  find(words, limit = 12) {
    const wanted = fold(words).trim();
    if (!wanted) return [];
    if (!this.rows) this.index();
    const parts = wanted.split(/\s+/);
    const found = [];
    for (let n = 0; n < this.rows.length; n++) {
      const { name, rest } = this.rows[n];
      let rank = -1;
      if (name === wanted) rank = 0;
      else if (rest && `\n${rest}\n`.includes(`\n${wanted}\n`)) rank = 1;
      else if (name.startsWith(wanted)) rank = 2;
      else if (name.includes(` ${wanted}`)) rank = 3;
      else if (name.includes(wanted)) rank = 4;
      else if (rest.includes(wanted)) rank = 5;
      else if (parts.length > 1 && parts.every((part) => name.includes(part) || rest.includes(part))) rank = 6;
      if (rank >= 0) found.push([rank, n]);
    }
    const { graph } = this;
    const minor = (n) => (graph.kind[n] === "Author" || graph.kind[n] === "Cited" ? 1 : 0);
    found.sort((a, b) => a[0] - b[0] || minor(a[1]) - minor(b[1]) || graph.degree(b[1]) - graph.degree(a[1]) || a[1] - b[1]);
    return found.slice(0, limit).map(([, n]) => n);
  }
}
