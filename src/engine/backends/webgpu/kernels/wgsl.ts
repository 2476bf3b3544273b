/** Parts of WGSL that several kernels share. */
import type { Matrix } from '../schemes.ts';
import { type LayerPlace, type LayerShape, quadsOf, type Storage } from './kernel.ts';

/** A number as a WGSL float literal. */
export function float(value: number): string {
  const text = String(Math.fround(value));
  return /[.e]/.test(text) ? text.replace(/e\+?/, 'e') : `${text}.0`;
}

/** The sum of coefficients times terms, as an expression. Terms whose coefficient is 0 are left out. */
export function combined(coefficients: readonly number[], term: (i: number) => string): string {
  let text = '';
  coefficients.forEach((c, i) => {
    if (c === 0) return;
    const size = Math.abs(c) === 1 ? term(i) : `${float(Math.abs(c))} * ${term(i)}`;
    text += text === '' ? (c < 0 ? `-(${size})` : size) : ` ${c < 0 ? '-' : '+'} ${size}`;
  });
  return text || 'vec4f()';
}

/** The sum over rows y and columns x of rows[y] * columns[x] * term(y, x), as an expression. */
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

/** `Quad`: four stored values, with `widen` and `narrow` to and from vec4f. unpack2x16float is core WGSL. */
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

/** Side of the source picture. */
export const sourceSide = ({ up, size }: LayerShape): number => (up ? size / 2 : size);

/**
 * The bindings of a convolution, and access to its source: `factor(image, y, x)` is one over the pixel's norm, and 0 outside of the
 * picture; `pixel(image, y, x, quad)` is the nearest pixel inside of it.
 */
export function convolutionHead(shape: LayerShape, place: LayerPlace): string {
  const side = sourceSide(shape);
  const last = place.head;
  return `${quads(place.storage)}
@group(0) @binding(0) var<storage, read> source: array<Quad>;     // [image, pixel, quad]
@group(0) @binding(1) var<storage, read> squares: array<f32>;     // [image, part, pixel]
@group(0) @binding(2) var<storage, read> weights: array<Quad>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;      // [quad]
${
  last
    ? '@group(0) @binding(4) var<storage, read> colours: array<vec4f>;  // [3, quad]'
    : '@group(0) @binding(4) var<storage, read_write> result: array<Quad>;  // [image, pixel, quad]'
}
@group(0) @binding(5) var<storage, read_write> sums: array<${last ? 'vec4f' : 'f32'}>;   // [image, part, pixel]
const SIDE: i32 = ${side};
const PIXELS = ${side * side}u;
const QUADS_IN = ${quadsOf(shape.from)}u;
const SIZE = ${shape.size}u;
const OUT_PIXELS = ${shape.size ** 2}u;
const QUADS_OUT = ${quadsOf(shape.to)}u;

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
fn pixel(image: u32, y: i32, x: i32, quad: u32) -> vec4f {
  let at = u32(clamp(y, 0, SIDE - 1) * SIDE + clamp(x, 0, SIDE - 1));
  return widen(source[(image * PIXELS + at) * QUADS_IN + min(quad, QUADS_IN - 1u)]);
}
${emission(place)}`;
}

/**
 * `emit` applies bias and leaky ReLU to four channels of a pixel, and stores them or sends them through the head. It returns what is added
 * up over the pixel's channels: the squares, and with a head the colours before them. Needs QUADS_OUT, OUT_PIXELS, bias, result.
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

/** The statement that writes a pixel's partial sum out of the vec4f that `emit` gave. */
export const writeSum = (head: boolean, parts: number, part: string, at: string, sum: string): string =>
  `sums[(image * ${parts}u + ${part}) * OUT_PIXELS + ${at}] = ${head ? sum : `${sum}.x`};`;

/** A switch over `row`, with a case for each row of a matrix. */
export function switched(matrix: Matrix, row: string, body: (row: readonly number[], i: number) => string) {
  if (matrix.length === 1) return body(matrix[0]!, 0);
  const cases = matrix.map((coefficients, i) => {
    const label = i === matrix.length - 1 ? 'default' : `case ${i}u`;
    return `${label}: { ${body(coefficients, i)} }`;
  });
  return `switch (${row}) {\n${cases.join('\n')}\n}`;
}
