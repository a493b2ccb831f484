/** Building elements. Text only ever becomes text: there is no path from a string to markup in this page. */

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    // Through the object model: a style attribute would need 'unsafe-inline'.
    else if (name === "style") for (const [key, set] of Object.entries(value)) element.style.setProperty(key, set);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A link out of the page, or plain text where the address is not one that may be opened. */
export function outside(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return el("span", { text });
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return el("span", { text });
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", class: "out", dir: "auto", text });
}

export function number(value) {
  return value.toLocaleString("en-GB");
}

export function plural(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

const PATHS = {
  dot: "M8 2a6 6 0 1 0 .01 0Z",
  ring: "M8 2a6 6 0 1 0 .01 0ZM8 4.5a3.5 3.5 0 1 1 -.01 0Z",
  square: "M3 3H13V13H3Z",
  hexagon: "M8 1.5 13.8 4.8V11.2L8 14.5 2.2 11.2V4.8Z",
  triangle: "M8 2 14.5 13.5H1.5Z",
  triangleDown: "M8 14 1.5 2.5H14.5Z",
  diamond: "M8 1 15 8 8 15 1 8Z",
  star: "M8 .8 10 5.9 15.4 6.2 11.2 9.6 12.6 14.9 8 11.9 3.4 14.9 4.8 9.6 .6 6.2 6 5.9Z",
  bar: "M2 5H14V11H2Z",
};

export const KINDS = {
  Paper: { shape: "dot", one: "paper", many: "papers" },
  Cited: { shape: "ring", one: "cited work", many: "cited works" },
  Model: { shape: "square", one: "model", many: "models" },
  Dataset: { shape: "hexagon", one: "dataset", many: "datasets" },
  Language: { shape: "triangle", one: "language", many: "languages" },
  Method: { shape: "diamond", one: "method", many: "methods" },
  Task: { shape: "star", one: "task", many: "tasks" },
  LanguageGroup: { shape: "triangleDown", one: "language group", many: "language groups" },
  Author: { shape: "ring", one: "author", many: "authors" },
  Venue: { shape: "bar", one: "venue", many: "venues" },
};

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function glyph(kind) {
  return svg(
    "svg",
    { class: `glyph k-${kind}`, viewBox: "0 0 16 16", width: 12, height: 12, "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[KINDS[kind].shape], "fill-rule": "evenodd" }),
  );
}

export function shapePath(kind) {
  return PATHS[KINDS[kind].shape];
}
