/** Places for a few nodes on their own: the ways between two as columns, a neighbourhood as rings. */

import { KINDS } from "./dom.js";

/** Distances in layout units: about pixels at full size. A name is up to 240 pixels wide, and 20 tall. */
const STEP = 250;
const ROW = 76;
const BESIDE = 96;
const MOST_LAID_OUT = 400;

/** The box around some nodes; `place` gives the x and y of a node. */
export function boundsOf(nodes, place) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const n of nodes) {
    const { x, y } = place(n);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return nodes.length ? box : { left: 0, right: 0, top: 0, bottom: 0 };
}

/** Steps from one end side by side; from top to bottom in a window that is taller than wide. */
export function columns(layers, upright) {
  const places = new Map();
  layers.forEach((layer, step) => {
    layer.forEach((n, at) => {
      const across = (at - (layer.length - 1) / 2) * (upright ? STEP * 0.8 : ROW);
      // Neighbours in a row stand a little apart in height, so that their long names do not meet.
      const along = step * (upright ? ROW * 1.6 : STEP);
      places.set(n, upright ? { x: across, y: along + (at % 2) * 24 } : { x: along, y: across + (step % 2) * 28 });
    });
  });
  return places;
}

/** The nodes on as many rings around a point as they need, in the order given; `wide` bends the rings to ellipses. */
function rings(places, nodes, at, wide) {
  const count = Math.max(1, Math.ceil((Math.sqrt(1 + (4 * nodes.length) / 9) - 1) / 2));
  const each = Math.ceil(nodes.length / count);
  nodes.forEach((n, i) => {
    // Neighbours in the order take turns on the rings, so that a kind stays together and names find room.
    const radius = 170 + (i % count) * BESIDE;
    const angle = (2 * Math.PI * (i / (each * count))) - Math.PI / 2;
    places.set(n, { x: at.x + radius * wide * Math.cos(angle), y: at.y + radius * Math.sin(angle) });
  });
  return 170 + (count - 1) * BESIDE;
}

/** What the reader unfolded: each in the middle of its own neighbours, what several share between them. */
export function neighbourhoods(graph, seeds, shown, upright) {
  const middle = new Set(seeds);
  const rest = shown.filter((n) => !middle.has(n));
  if (seeds.length === 0 || shown.length > MOST_LAID_OUT) return null;
  const wide = upright ? 1 : 1.5;
  const order = Object.keys(KINDS);
  rest.sort((a, b) => order.indexOf(graph.kind[a]) - order.indexOf(graph.kind[b]) || graph.degree(b) - graph.degree(a) || a - b);
  const own = new Map(seeds.map((seed) => [seed, []]));
  const shared = [];
  for (const n of rest) {
    const near = new Set();
    for (const e of graph.edgesOf(n)) {
      const other = graph.from[e] === n ? graph.to[e] : graph.from[e];
      if (middle.has(other)) near.add(other);
    }
    if (near.size === 1) own.get([...near][0]).push(n);
    else shared.push([n, [...near]]);
  }
  const places = new Map();
  if (seeds.length === 1) {
    places.set(seeds[0], { x: 0, y: 0 });
    rings(places, [...own.get(seeds[0]), ...shared.map(([n]) => n)], { x: 0, y: 0 }, wide);
    return places;
  }
  const reach = Math.max(...seeds.map((seed) => rings(new Map(), own.get(seed), { x: 0, y: 0 }, wide)));
  const far = Math.max((reach + 120) * 1.1, ((reach + 120) * seeds.length) / Math.PI);
  seeds.forEach((seed, i) => {
    const angle = Math.PI + (2 * Math.PI * i) / seeds.length;
    const at = { x: far * wide * Math.cos(angle), y: far * Math.sin(angle) };
    places.set(seed, at);
    rings(places, own.get(seed), at, wide);
  });
  shared.forEach(([n, near], i) => {
    const ends = near.length ? near : seeds;
    const [x, y] = ["x", "y"].map((axis) => ends.reduce((sum, seed) => sum + places.get(seed)[axis], 0) / ends.length);
    const [radius, angle] = [70 * Math.sqrt(i), i * 2.4];
    places.set(n, { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) });
  });
  return places;
}
