/** What the page needs of sigma.js and graphology, and a program that draws each kind of node in its own shape. */

import { MultiGraph } from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram, NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";

/** The number that the shader knows a shape by. */
export const SHAPES = { dot: 0, square: 1, hexagon: 2, triangle: 3, triangleDown: 4, diamond: 5, star: 6, ring: 7, bar: 8 };

// A point and not two triangles: drawn by software, instanced triangles take some twenty times as long.
const VERTEX = `
attribute vec2 a_position;
attribute float a_size;
attribute float a_least;
attribute float a_shape;
attribute vec4 a_color;
attribute vec4 a_id;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
varying vec4 v_color;
varying float v_shape;
varying float v_pixel;
const float bias = 255.0 / 254.0;
void main() {
  // The radius in pixels: it follows the zoom, but stays large enough to be seen and grows slowly when near.
  float pixels = max(a_size / u_sizeRatio, a_least);
  pixels = min(pixels, 16.0) + max(pixels - 16.0, 0.0) * 0.35;
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  // The star and the triangle reach beyond their radius.
  gl_PointSize = pixels * 2.6 * u_pixelRatio;
  v_shape = a_shape;
  v_pixel = 1.0 / max(pixels * u_pixelRatio, 0.001);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

// Distances to the border of each shape, negative inside, for a radius of one (after Inigo Quilez, 2D distance functions).
const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_shape;
varying float v_pixel;
float polygon(vec2 p, float sides, float radius) {
  float angle = atan(p.x, p.y);
  float part = 6.28318530718 / sides;
  return cos(floor(0.5 + angle / part) * part - angle) * length(p) - radius;
}
float star(vec2 p) {
  float part = 6.28318530718 / 5.0;
  float angle = mod(atan(p.x, p.y) + part / 2.0, part) - part / 2.0;
  vec2 q = length(p) * vec2(cos(angle), abs(sin(angle)));
  vec2 tip = vec2(1.2, 0.0);
  vec2 dent = 0.54 * vec2(cos(part / 2.0), sin(part / 2.0));
  vec2 along = normalize(dent - tip);
  vec2 normal = vec2(along.y, -along.x);
  return dot(q - tip, normal);
}
void main(void) {
  vec2 point = vec2(gl_PointCoord.x * 2.0 - 1.0, 1.0 - gl_PointCoord.y * 2.0) * 1.3;
  float d;
  if (v_shape < 0.5) d = length(point) - 0.9;
  else if (v_shape < 1.5) d = max(abs(point.x), abs(point.y)) - 0.82;
  else if (v_shape < 2.5) d = polygon(vec2(point.y, point.x), 6.0, 0.85);
  else if (v_shape < 3.5) d = polygon(vec2(point.x, -point.y - 0.25), 3.0, 0.55);
  else if (v_shape < 4.5) d = polygon(vec2(point.x, point.y - 0.25), 3.0, 0.55);
  else if (v_shape < 5.5) d = (abs(point.x) + abs(point.y) - 1.15) * 0.7071;
  else if (v_shape < 6.5) d = star(point);
  else if (v_shape < 7.5) d = abs(length(point) - 0.7) - 0.2;
  else d = max(abs(point.x) - 1.0, abs(point.y) - 0.5);
  #ifdef PICKING_MODE
  gl_FragColor = d > 0.0 ? vec4(0.0) : v_color;
  #else
  gl_FragColor = mix(v_color, vec4(0.0), clamp(d / v_pixel + 0.5, 0.0, 1.0));
  #endif
}`;

const { FLOAT, POINTS, UNSIGNED_BYTE } = WebGLRenderingContext;

/** What the shader makes of a radius: `size` pixels by the zoom, at least `least`. */
export function shownRadius(size, least) {
  const pixels = Math.max(size, least);
  return Math.min(pixels, 16) + Math.max(pixels - 16, 0) * 0.35;
}

/** A node program of sigma.js; a node's `shape` is one of `SHAPES`, `least` its smallest radius in pixels. */
export class ShapeProgram extends NodeProgram {
  getDefinition() {
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: POINTS,
      UNIFORMS: ["u_sizeRatio", "u_pixelRatio", "u_matrix"],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_least", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  processVisibleItem(id, at, data) {
    const { array } = this;
    array[at++] = data.x;
    array[at++] = data.y;
    array[at++] = data.size;
    array[at++] = data.least;
    array[at++] = data.shape;
    array[at++] = floatColor(data.color);
    array[at++] = id;
  }

  setUniforms({ pixelRatio, sizeRatio, matrix }, { gl, uniformLocations }) {
    gl.uniform1f(uniformLocations.u_pixelRatio, pixelRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
  }
}

export { EdgeLineProgram, EdgeRectangleProgram, MultiGraph, Sigma };
