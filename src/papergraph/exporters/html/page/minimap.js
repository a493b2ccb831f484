/** The whole drawing in small, with the part that is in the window; it shows once that is a small part. */

import { el } from "./dom.js";
import { boundsOf } from "./place.js";

const [WIDTH, HEIGHT] = [176, 120];
const MOST_DOTS = 6000;

export class Minimap {
  /** `go` is called with the point of the layout that the reader pressed. */
  constructor(graph, go) {
    this.graph = graph;
    this.dots = document.createElement("canvas");
    this.canvas = el("canvas", { class: "minimap", "aria-hidden": "true", hidden: true });
    const press = (event) => {
      if (event.buttons === 0 || !this.box) return;
      const at = this.canvas.getBoundingClientRect();
      go({ x: this.box.left + (event.clientX - at.left - this.left) / this.k, y: this.box.top + (event.clientY - at.top - this.top) / this.k });
    };
    this.canvas.addEventListener("pointerdown", press);
    this.canvas.addEventListener("pointermove", press);
  }

  /** Draw the nodes that are shown anew. */
  update(shown, place) {
    const { graph } = this;
    this.box = boundsOf(shown, place);
    this.k = Math.min((WIDTH - 12) / Math.max(this.box.right - this.box.left, 1), (HEIGHT - 12) / Math.max(this.box.bottom - this.box.top, 1));
    this.left = (WIDTH - (this.box.right - this.box.left) * this.k) / 2;
    this.top = (HEIGHT - (this.box.bottom - this.box.top) * this.k) / 2;
    this.ratio = window.devicePixelRatio || 1;
    for (const canvas of [this.dots, this.canvas]) [canvas.width, canvas.height] = [WIDTH * this.ratio, HEIGHT * this.ratio];
    const context = this.dots.getContext("2d");
    context.scale(this.ratio, this.ratio);
    const style = getComputedStyle(document.documentElement);
    const colors = Object.fromEntries([...new Set(graph.kind)].map((kind) => [kind, style.getPropertyValue(`--k-${kind}`)]));
    this.frame = style.getPropertyValue("--ink");
    const step = Math.ceil(shown.length / MOST_DOTS);
    context.globalAlpha = 0.6;
    for (let i = 0; i < shown.length; i += step) {
      const at = place(shown[i]);
      context.fillStyle = colors[graph.kind[shown[i]]];
      context.fillRect(this.left + (at.x - this.box.left) * this.k - 0.75, this.top + (at.y - this.box.top) * this.k - 0.75, 1.5, 1.5);
    }
  }

  /** Frame the part that is in the window. */
  show(view) {
    if (!this.box) return;
    const { left, right, top, bottom } = this.box;
    const inside = Math.max(0, Math.min(view.right, right) - Math.max(view.left, left)) * Math.max(0, Math.min(view.bottom, bottom) - Math.max(view.top, top));
    this.canvas.hidden = !(right > left && bottom > top) || inside > 0.6 * (right - left) * (bottom - top);
    if (this.canvas.hidden) return;
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.dots, 0, 0);
    context.scale(this.ratio, this.ratio);
    context.strokeStyle = this.frame;
    context.lineWidth = 1.5;
    const [x, y] = [this.left + (view.left - left) * this.k, this.top + (view.top - top) * this.k];
    context.strokeRect(Math.max(1, x), Math.max(1, y), Math.min(WIDTH - 1, x + (view.right - view.left) * this.k) - Math.max(1, x), Math.min(HEIGHT - 1, y + (view.bottom - view.top) * this.k) - Math.max(1, y));
  }
}
