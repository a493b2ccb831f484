/** Names beside nodes: the weightiest first, none over another, always at a size one can read. */

const SIZE = 13;
const HEAVY = 20;
const MOST = 160;

/**
 * Draw names on a 2D context whose unit is the CSS pixel. `items` are {x, y, r, weight, text, strong}, weightiest first;
 * a strong one is drawn whatever it covers.
 */
export function drawLabels(context, items, { width, height, ink, halo, family }) {
  const cell = 64;
  const taken = new Map();
  const boxes = (box, act) => {
    for (let i = Math.floor(box[0] / cell); i <= Math.floor(box[2] / cell); i++) {
      for (let j = Math.floor(box[1] / cell); j <= Math.floor(box[3] / cell); j++) if (act(`${i},${j}`)) return true;
    }
    return false;
  };
  const free = (box) =>
    !boxes(box, (key) => taken.get(key)?.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]));
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  let drawn = 0;
  for (const item of items) {
    if (drawn >= MOST) break;
    const { y, r, weight, text, strong } = item;
    if (item.x < -20 || y < -20 || item.x > width + 20 || y > height + 20) continue;
    // What many papers name is written larger.
    const size = weight >= HEAVY ? SIZE + 2 : SIZE;
    context.font = `${strong || weight >= HEAVY ? "600 " : ""}${size}px ${family}`;
    const half = context.measureText(text).width / 2 + 3;
    // A name at the side of the window is moved in, as long as it still stands by its node.
    const x = Math.min(Math.max(item.x, Math.min(half, item.x + half * 0.8)), Math.max(width - half, item.x - half * 0.8));
    const middle = y + r + size * 0.75;
    const box = [x - half, middle - size * 0.65, x + half, middle + size * 0.65];
    if (!strong && !free(box)) continue;
    boxes(box, (key) => {
      if (!taken.has(key)) taken.set(key, []);
      taken.get(key).push(box);
    });
    context.strokeStyle = halo;
    context.fillStyle = ink;
    context.strokeText(text, x, middle);
    context.fillText(text, x, middle);
    drawn++;
  }
}

const LONGEST = 34;

/** The nodes in the order in which their names are to be drawn, with the names. */
export function labelOrder(graph) {
  const order = Array.from({ length: graph.size }, (_, n) => n);
  const weight = order.map((n) => graph.radius[n] + (graph.isPaper(n) ? 0 : 4));
  order.sort((a, b) => weight[b] - weight[a] || a - b);
  return order.map((n) => ({ n, text: graph.name[n].length <= LONGEST ? graph.name[n] : `${graph.name[n].slice(0, LONGEST - 1).trimEnd()}…` }));
}
