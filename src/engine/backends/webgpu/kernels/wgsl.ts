/** WGSL shared by several kernels. */
import type { Matrix } from '../schemes.ts';
import { type LayerPlace, type LayerShape, type Packing, quadsOf, type Storage } from './kernel.ts';

/** Formats a number as a WGSL float literal. */
export function float(value: number): string {
  const text = String(Math.fround(value));
  return /[.e]/.test(text) ? text.replace(/e\+?/, 'e') : `${text}.0`;
}

/** Returns the sum of coefficients times terms, as an expression. Terms whose coefficient is 0 are omitted. */
export function combined(coefficients: readonly number[], term: (i: number) => string): string {
  let text = '';
  coefficients.forEach((c, i) => {
    if (c === 0) return;
    const size = Math.abs(c) === 1 ? term(i) : `${float(Math.abs(c))} * ${term(i)}`;
    text += text === '' ? (c < 0 ? `-(${size})` : size) : ` ${c < 0 ? '-' : '+'} ${size}`;
  });
  return text || 'vec4f()';
}

/** Returns the sum over rows y and columns x of rows[y] * columns[x] * term(y, x), as an expression. */
export function combined2d(
  rows: readonly number[],
  columns: readonly number[],
  term: (y: number, x: number) => string,
): string {
  const coefficients = rows.flatMap((a) => columns.map((b) => a * b));
  return combined(coefficients, (i) => term(Math.floor(i / columns.length), i % columns.length));
}

export const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Declares `Quad`: four stored values, with `widen` and `narrow` to and from vec4f. unpack2x16float is core WGSL. */
export function quads(storage: Storage): string {
  return storage === 'f32'
    ? `alias Quad = vec4f;
fn widen(q: Quad) -> vec4f { return q; }
fn narrow(v: vec4f) -> Quad { return v; }`
    : `alias Quad = vec2u;
fn widen(q: Quad) -> vec4f { return vec4f(unpack2x16float(q.x), unpack2x16float(q.y)); }
fn narrow(v: vec4f) -> Quad {
  let c = clamp(v, vec4f(-65504.0), vec4f(65504.0));
  return vec2u(pack2x16float(c.xy), pack2x16float(c.zw));
}`;
}

/** Returns the side of the source picture. */
export const sourceSide = ({ up, down, size }: LayerShape): number =>
  up ? size / 2 : down ? 2 * size : size;

/**
 * Declares the bindings of a convolution, and access to its source: `factor(image, y, x)` is one over the pixel's norm,
 * and 0 outside the picture; `pixel(image, y, x, quad)` is the nearest pixel inside it.
 */
export function convolutionHead(shape: LayerShape, place: LayerPlace): string {
  const side = sourceSide(shape);
  const last = place.head;
  const { back } = place;
  const squares = '@group(0) @binding(1) var<storage, read> squares: array<f32>;     // [image, part, pixel]';
  const bias = '@group(0) @binding(3) var<storage, read> bias: array<vec4f>;      // [quad]';
  const sums = `@group(0) @binding(5) var<storage, read_write> sums: array<${last ? 'vec4f' : 'f32'}>;   // [image, part, pixel]`;
  return `${quads(place.storage)}
@group(0) @binding(0) var<storage, read> source: array<Quad>;     // [image, pixel, quad]
${back ? '' : squares}
@group(0) @binding(2) var<storage, read> weights: array<Quad>;
${back ? '' : bias}
${
  last
    ? '@group(0) @binding(4) var<storage, read> colours: array<vec4f>;  // [3, quad]'
    : '@group(0) @binding(4) var<storage, read_write> result: array<Quad>;  // [image, pixel, quad]'
}
${back ? '' : sums}
const SIDE: i32 = ${side};
const PIXELS = ${side * side}u;
const QUADS_IN = ${quadsOf(shape.from)}u;
const SIZE = ${shape.size}u;
const OUT_PIXELS = ${shape.size ** 2}u;
const QUADS_OUT = ${quadsOf(shape.to)}u;

fn pixel(image: u32, y: i32, x: i32, quad: u32) -> vec4f {
  let at = u32(clamp(y, 0, SIDE - 1) * SIDE + clamp(x, 0, SIDE - 1));
  return widen(source[(image * PIXELS + at) * QUADS_IN + min(quad, QUADS_IN - 1u)]);
}
${back ? backwardParts(back) : forwardParts(shape, place)}`;
}

const forwardParts = (shape: LayerShape, place: LayerPlace): string => `
fn factor(image: u32, y: i32, x: i32) -> f32 {
  if (y < 0 || x < 0 || y >= SIDE || x >= SIDE) { return 0.0; }
  var sum = 0.0;
  var at = image * ${place.sourceParts}u * PIXELS + u32(y * SIDE + x);
  for (var part = 0u; part < ${place.sourceParts}u; part++) {
    sum += squares[at];
    at += PIXELS;
  }
  return inverseSqrt(sum * ${float(1 / shape.from)} + ${float(place.epsilon)});
}
${emission(place)}`;

/**
 * The parts that differ on the backward pass. `weight` is a quad of the forward pass: the contributions of one of its
 * input channels to four of its output channels. These are the backward pass's outputs and inputs.
 */
const backwardParts = (packing: Packing): string => `
fn factor(image: u32, y: i32, x: i32) -> f32 {
  return select(1.0, 0.0, y < 0 || x < 0 || y >= SIDE || x >= SIDE);
}
fn weight(product: u32, channel: u32, quad: u32) -> vec4f {
  return widen(weights[${packing.index}]);
}
fn emit(image: u32, at: u32, quad: u32, sum: vec4f) -> vec4f {
  result[(image * OUT_PIXELS + at) * QUADS_OUT + quad] = narrow(sum);
  return vec4f();
}`;

/**
 * Returns the statement that adds to `sum` the product of the four quads `w0` to `w3` and the pixel `v`: of a matrix, or
 * of its transpose.
 */
export const multiplied = (sum: string, back: boolean): string =>
  back
    ? `${sum} += vec4f(dot(w0, v), dot(w1, v), dot(w2, v), dot(w3, v));`
    : `${sum} += w0 * v.x + w1 * v.y + w2 * v.z + w3 * v.w;`;

/**
 * Declares `emit`, which applies bias and leaky ReLU to four channels of a pixel, and stores them or sends them through
 * the head. It returns the terms to be summed over the pixel's channels: the squares, preceded by the colours if there is
 * a head. Needs QUADS_OUT, OUT_PIXELS, bias, result.
 */
export function emission({ slope, head }: Pick<LayerPlace, 'slope' | 'head'>): string {
  return `fn emit(image: u32, at: u32, quad: u32, sum: vec4f) -> vec4f {
  let v = sum + bias[quad];
  let y = select(v, ${float(slope)} * v, v < vec4f());
  ${
    head
      ? `return vec4f(dot(y, colours[quad]), dot(y, colours[QUADS_OUT + quad]), dot(y, colours[2u * QUADS_OUT + quad]), dot(y, y));`
      : `result[(image * OUT_PIXELS + at) * QUADS_OUT + quad] = narrow(y);
  return vec4f(dot(y, y), 0.0, 0.0, 0.0);`
  }
}`;
}

/** Returns the statement that writes a pixel's partial sum from the vec4f that `emit` returned. */
export const writeSum = (head: boolean, parts: number, part: string, at: string, sum: string): string =>
  `sums[(image * ${parts}u + ${part}) * OUT_PIXELS + ${at}] = ${head ? sum : `${sum}.x`};`;

/** Returns a switch over `row`, with a case for each row of a matrix. */
export function switched(matrix: Matrix, row: string, body: (row: readonly number[], i: number) => string) {
  if (matrix.length === 1) return body(matrix[0]!, 0);
  const cases = matrix.map((coefficients, i) => {
    const label = i === matrix.length - 1 ? 'default' : `case ${i}u`;
    return `${label}: { ${body(coefficients, i)} }`;
  });
  return `switch (${row}) {\n${cases.join('\n')}\n}`;
}
