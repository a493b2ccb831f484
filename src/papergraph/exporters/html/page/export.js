/** What the reader sees as files: tables, a bibliography, a picture. */

import { shapePath } from "./dom.js";
import { drawLabels, labelOrder } from "./labels.js";

function save(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** A cell that no spreadsheet takes for a formula: an apostrophe stands before what would start one. */
export function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (typeof value === "string" && /^[\s]*[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(rows) {
  return rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

/** Text for a BibTeX field in braces: its own braces are balanced by being escaped, as are the characters of TeX. */
export function texText(text) {
  const special = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  return text.replace(/[\\{}%$&#_~^]/g, (c) => special[c] ?? `\\${c}`).replace(/\s+/g, " ");
}

export function bibtex(graph, papers) {
  const used = new Set();
  return papers
    .map((paper) => {
      const row = graph.rows[paper];
      const authors = graph.incoming(paper, "WROTE").sort((a, b) => graph.columns.p[a] - graph.columns.p[b]).map((e) => graph.name[graph.from[e]]);
      let key = graph.id[paper].replace(/[^A-Za-z0-9:.-]+/g, "-");
      while (used.has(key)) key += "x";
      used.add(key);
      const fields = {
        title: `{${texText(graph.name[paper])}}`,
        author: authors.length ? authors.map(texText).join(" and ") : null,
        year: row.year,
        [row.venue && /journal|transactions|letters|tacl/i.test(row.venue) ? "journal" : "booktitle"]: row.venue ? texText(row.venue) : null,
        doi: row.doi ? texText(row.doi) : null,
        eprint: row.arxiv,
        archiveprefix: row.arxiv ? "arXiv" : null,
        url: row.url ? texText(row.url) : null,
      };
      const lines = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => `  ${name} = {${value}}`);
      const kind = !row.venue ? "misc" : fields.journal ? "article" : "inproceedings";
      return `@${kind}{${key},\n${lines.join(",\n")}\n}\n`;
    })
    .join("\n");
}

export function exportBibtex(graph, papers) {
  save("papers.bib", "application/x-bibtex", bibtex(graph, papers));
}

export function exportPapers(graph, papers) {
  const rows = papers.map((paper) => {
    const row = graph.rows[paper];
    return [graph.id[paper], graph.name[paper], row.year, row.venue, row.doi, row.arxiv, row.acl, row.url];
  });
  save("papers.csv", "text/csv", csv([["id", "title", "year", "venue", "doi", "arxiv_id", "acl_id", "url"], ...rows]));
}

/** The links that are drawn, each with its sentence. */
export function exportLinks(graph, visible) {
  const rows = [["source", "source_name", "type", "target", "target_name", "confidence", "rule", "evidence"]];
  visible.edges.forEach((on, e) => {
    if (!on) return;
    const [s, t] = [graph.from[e], graph.to[e]];
    const confidence = graph.confidence[e] < 0 ? null : graph.confidence[e] / 100;
    rows.push([graph.id[s], graph.name[s], graph.type[e], graph.id[t], graph.name[t], confidence, graph.rule(e), graph.evidence(e)?.sentence]);
  });
  save("links.csv", "text/csv", csv(rows));
}

const WIDTH = 1600;

/** The drawn part as an SVG document; `place` says where a node is now. */
export function drawingAsSvg(graph, visible, place) {
  const shown = [];
  visible.nodes.forEach((on, n) => {
    if (on) shown.push(n);
  });
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  const xs = shown.map((n) => place(n).x);
  const ys = shown.map((n) => place(n).y);
  const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const [left, top] = [least(xs), least(ys)];
  const scale = Math.min(2, (WIDTH - 120) / Math.max(most(xs) - left, 1));
  const height = Math.ceil((most(ys) - top) * scale + 120);
  const at = (n) => ({ x: (place(n).x - left) * scale + 60, y: (place(n).y - top) * scale + 60 });
  const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const round = (value) => Number(value.toFixed(1));
  const parts = [];
  let lines = "";
  visible.edges.forEach((on, e) => {
    if (!on) return;
    const [a, b] = [at(graph.from[e]), at(graph.to[e])];
    lines += `M${round(a.x)} ${round(a.y)}L${round(b.x)} ${round(b.y)}`;
  });
  parts.push(`<path d="${lines}" fill="none" stroke="${read("--line-strong")}" stroke-opacity="0.45" stroke-width="0.8"/>`);
  for (const n of shown) {
    const { x, y } = at(n);
    const size = Math.max(1.5, graph.radius[n] * Math.min(scale, 1)) / 7;
    parts.push(`<path d="${shapePath(graph.kind[n])}" fill-rule="evenodd" fill="${read(`--k-${graph.kind[n]}`)}" transform="translate(${round(x - 8 * size)} ${round(y - 8 * size)}) scale(${size.toFixed(3)})"/>`);
  }
  // The names are placed as on the screen; what would be drawn is written down.
  const measure = document.createElement("canvas").getContext("2d");
  const recorder = {
    set font(value) { measure.font = value; },
    measureText: (text) => measure.measureText(text),
    strokeText() {},
    fillText(text, x, y) {
      const clean = escape([...text].filter((c) => c >= " " || c === "\t").join(""));
      parts.push(`<text x="${round(x)}" y="${round(y)}">${clean}</text>`);
    },
  };
  const items = labelOrder(graph).filter(({ n }) => visible.nodes[n]).map(({ n, text }) => ({ ...at(n), r: graph.radius[n] * Math.min(scale, 1), text, strong: false }));
  drawLabels(recorder, items, { width: WIDTH, height, ink: "", halo: "", family: read("--sans") });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">`,
    `<title>${escape(graph.title)}</title><rect width="100%" height="100%" fill="${read("--paper")}"/>`,
    `<g font-family="${escape(read("--sans"))}" font-size="13" text-anchor="middle" dominant-baseline="middle" fill="${read("--ink")}" stroke="${read("--paper")}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">`,
    ...parts.map((part) => (part.startsWith("<path") ? part.replace("<path", '<path stroke-width="0"') : part)),
    "</g></svg>\n",
  ].join("\n").replace('<path stroke-width="0" d="M', '<path d="M').replace('<path stroke-width="0" d=""', '<path d=""');
}

export function exportSvg(graph, visible, place) {
  save("graph.svg", "image/svg+xml", drawingAsSvg(graph, visible, place));
}

export function exportPng(graph, visible, place) {
  const url = URL.createObjectURL(new Blob([drawingAsSvg(graph, visible, place)], { type: "image/svg+xml" }));
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d").drawImage(image, 0, 0);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => save("graph.png", "image/png", blob));
  };
  image.src = url;
}
