/** What the reader looks at: selection, filters, view. It lives in the address, so that a copied link shows the same. */

export const VIEWS = ["overview", "graph", "papers", "tables", "trends"];

export const SHOWN = ["Paper", "Model", "Dataset", "Language", "Method", "Task", "LanguageGroup"];

const EMPTY = {
  view: "overview",
  sel: "",
  edge: "",
  with: [],
  low: false,
  from: null,
  to: null,
  venue: [],
  file: [],
  rel: [],
  conf: 0,
  show: SHOWN,
  focus: [],
  path: [],
  hubs: 0,
  group: null,
  table: "Task~Dataset",
  trend: "",
  words: "",
};

const LISTS = ["with", "venue", "file", "rel", "focus", "path"];

/** The part of the state that chooses papers. */
export const FILTERS = ["with", "low", "from", "to", "venue", "file", "rel", "conf", "group", "words"];

const integer = (text) => (/^-?\d{1,9}$/.test(text ?? "") ? Number(text) : null);

export function parseState(fragment) {
  const read = new URLSearchParams(fragment.replace(/^#/, ""));
  const state = { ...EMPTY };
  const view = read.get("view");
  if (VIEWS.includes(view)) state.view = view;
  for (const name of LISTS) state[name] = read.getAll(name);
  for (const name of ["sel", "edge", "words", "trend"]) state[name] = read.get(name) ?? "";
  state.table = read.get("table") ?? EMPTY.table;
  for (const name of ["from", "to", "group"]) state[name] = integer(read.get(name));
  state.low = read.get("low") === "1";
  state.conf = Math.min(100, Math.max(0, integer(read.get("conf")) ?? 0));
  state.hubs = Math.max(0, integer(read.get("hubs")) ?? 0);
  if (read.has("show")) state.show = read.get("show").split(" ").filter(Boolean);
  return state;
}

export function formatState(state) {
  const write = new URLSearchParams();
  for (const [name, empty] of Object.entries(EMPTY)) {
    const value = state[name];
    if (LISTS.includes(name)) for (const item of value) write.append(name, item);
    else if (name === "show") {
      if (value.join(" ") !== empty.join(" ")) write.set(name, value.join(" "));
    } else if (value !== empty && value !== null) write.set(name, value === true ? "1" : String(value));
  }
  return `#${write}`;
}

/** The address of the state with some of it changed. */
export function address(state, change) {
  return formatState({ ...state, ...change });
}

export function isFiltered(state) {
  return FILTERS.some((name) => (Array.isArray(state[name]) ? state[name].length > 0 : state[name] !== EMPTY[name]));
}

export function unfiltered() {
  return Object.fromEntries(FILTERS.map((name) => [name, EMPTY[name]]));
}

/** "method:lora~USES" -> the concept's id and the relationship that is asked for, "" for any. */
export function parseWith(item) {
  const cut = item.search(/~[A-Z_.]+$/);
  return cut < 0 ? { id: item, rel: "" } : { id: item.slice(0, cut), rel: item.slice(cut + 1) };
}
