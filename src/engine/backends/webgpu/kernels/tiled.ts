/**
 * A 3x3 convolution by a scheme, as matrix products of tiles. A workgroup takes a block of positions and some output
 * channels. For a few input channels at a time it loads transformed pixels and weights into its memory, where every
 * thread reads those of its own 4 positions x 4 channels, for one row of the scheme's products. At the end it combines
 * the rows through that memory, and applies bias, leaky ReLU and the partial sums of pixels.
 */
import {
  backward,
  isSum,
  outputsOf,
  pixelsOf,
  productsOf,
  type Scheme,
  schemes,
  weightCoefficients,
} from '../schemes.ts';
import type { Kernel, LayerPlace, LayerShape, Variant } from './kernel.ts';
import {
  combined,
  convolutionHead,
  float,
  lines,
  multiplied,
  sourceSide,
  switched,
  writeSum,
} from './wgsl.ts';

/** Positions per thread. */
const EACH = 4;

type Tiled = Variant & { kind: 'tiled' };

export function tiledKernel(shape: LayerShape, place: LayerPlace, variant: Tiled): Kernel {
  const { storage, head, back } = place;
  const scheme: Scheme = back ? backward(variant.scheme) : schemes[variant.scheme];
  const { data, output, step } = scheme;
  const [across, down] = variant.block;
  const positions = across * down;
  const rows = data.length;
  const outputs = outputsOf(scheme);
  const seen = pixelsOf(scheme);
  const products = productsOf(scheme);
  const wide = variant.channels / 4; // quads of output channels
  const deep = variant.depth / 4; // quads of input channels at a time
  const groups = positions / EACH;
  const threads = rows * groups * wide;
  const chunks = Math.ceil(shape.from / variant.depth);
  const tiles = Math.ceil(shape.to / variant.channels);
  const places = Math.ceil(sourceSide(shape) / step);
  const blocksAcross = Math.ceil(places / across);
  const patch = { width: (across - 1) * step + seen, height: (down - 1) * step + seen };
  const merged = isSum(scheme);

  const pixelQuads = products * deep * positions;
  const weightQuads = products * variant.depth * wide;
  const rowQuads = rows * outputs * groups * wide;
  const items = outputs ** 2 * groups * wide;
  const exchanged = rowQuads + items;
  const { half } = variant;
  const tileMemory = half ? 'halves' : 'area';
  const area = half ? exchanged : Math.max(pixelQuads + weightQuads, exchanged);
  const V = half ? 'vec4h' : 'vec4f';
  const sums = merged ? 1 : rows; // sums that a thread keeps for each position
  const sum = (column: number, i: number) => `s${merged ? 0 : column}_${i}`;
  const weight = half && storage === 'f16' ? 'bitcast<vec4h>(q)' : `${V}(widen(q))`;

  // One row of a position's transformed pixels, four channels together. Rows differ in the rows of pixels that they add
  // up.
  const terms = Math.max(...data.map((row) => row.filter((c) => c !== 0).length));
  const termsOf = (row: readonly number[]) => {
    const used = row.flatMap((c, y) => (c === 0 ? [] : [{ c, y }]));
    return Array.from({ length: terms }, (_, i) => used[i] ?? { c: 0, y: used[0]!.y });
  };
  const term = (i: number, x: number) =>
    `c${i} * factors[f${i} + ${x}u] * widen(source[(r${i} + x${x}) * QUADS_IN + lane])`;
  const stage = `${lines(terms, (i) => `var y${i} = 0; var c${i} = 0.0;`)}
${switched(data, 'row', (row) =>
  termsOf(row)
    .map(({ c, y }, i) => `y${i} = ${y}; c${i} = ${float(c)};`)
    .join(' '),
)}
${lines(terms, (i) => `let r${i} = image * PIXELS + u32(clamp(y + y${i}, 0, SIDE - 1) * SIDE); let f${i} = at + u32(y${i}) * ${patch.width}u;`)}
${lines(seen, (x) => `let x${x} = u32(clamp(x + ${x}, 0, SIDE - 1));`)}
let lane = min(quad, QUADS_IN - 1u);
${lines(seen, (x) => `let d${x} = ${Array.from({ length: terms }, (_, i) => term(i, x)).join(' + ')};`)}
let to = into + row * ${rows * deep * positions}u;
${lines(rows, (c) => `${tileMemory}[to + ${c * deep * positions}u] = ${V}(${combined(data[c]!, (x) => `d${x}`)});`)}`;

  // On the backward pass a quad of the tile is one of the forward pass, for one of its input channels, so four of a
  // tile's quads are transposed.
  const loaded = back
    ? `let lane = chunk * ${deep}u + (i / ${4 * wide}u) % ${deep}u;
      let channel = (tile * ${wide}u + i % ${wide}u) * 4u + (i / ${wide}u) % 4u;
      let q = weight(i / ${variant.depth * wide}u, min(channel, 4u * QUADS_OUT - 1u), min(lane, QUADS_IN - 1u));
      ${tileMemory}[${pixelQuads}u + i] = ${V}(select(vec4f(), q, lane < QUADS_IN));`
    : `let q = weights[first + i];
      ${tileMemory}[${pixelQuads}u + i] = ${weight};`;

  // The products of one quad of input channels.
  const inner = (column: number) => `{
let w = ${pixelQuads}u + ((row * ${rows}u + ${column}u) * ${variant.depth}u + lane * 4u) * ${wide}u + oq;
let w0 = ${tileMemory}[w];
let w1 = ${tileMemory}[w + ${wide}u];
let w2 = ${tileMemory}[w + ${2 * wide}u];
let w3 = ${tileMemory}[w + ${3 * wide}u];
let p = ((row * ${rows}u + ${column}u) * ${deep}u + lane) * ${positions}u + pq;
${lines(EACH, (i) => {
  const target = `${half ? 'h' : ''}${sum(column, i)}`;
  const pixel = `let v = ${tileMemory}[p + ${i * groups}u];`;
  if (back) return `{ ${pixel} ${multiplied(target, true)} }`;
  return `{ ${pixel}
${target} = fma(w0, ${V}(v.x), ${target}); ${target} = fma(w1, ${V}(v.y), ${target});
${target} = fma(w2, ${V}(v.z), ${target}); ${target} = fma(w3, ${V}(v.w), ${target}); }`;
})}
}`;
  const each = (text: (name: string) => string) => lines(sums, (c) => lines(EACH, (i) => text(sum(c, i))));

  // A thread's sums for its position number i, transformed along the row.
  const give = (i: number) =>
    lines(outputs, (o) => {
      const value = merged ? sum(0, i) : combined(output[o]!, (c) => sum(c, i));
      return `area[((row * ${outputs}u + ${o}u) * ${groups}u + pq) * ${wide}u + oq] = ${value};`;
    });

  const partSums = `for (var item = thread; item < ${items / wide}u; item += ${threads}u) {
      let place = place_of(item * ${wide}u, round * ${groups}u, origin);
      if (place.x < SIZE && place.y < SIZE) {
        var part = vec4f();
        for (var i = 0u; i < ${wide}u; i++) { part += area[${rowQuads}u + item * ${wide}u + i]; }
        ${writeSum(head, tiles, 'tile', 'place.y * SIZE + place.x', 'part')}
      }
    }`;

  const code = `${half ? 'enable f16;\n' : ''}${convolutionHead(shape, place)}
var<workgroup> factors: array<f32, ${patch.width * patch.height}>;
var<workgroup> area: array<vec4f, ${area}>;  // transformed pixels and weights; later the rows exchanged by threads
${half ? `var<workgroup> halves: array<vec4h, ${pixelQuads + weightQuads}>;` : ''}

fn stage(image: u32, row: u32, at: u32, y: i32, x: i32, quad: u32, into: u32) {
${stage}
}
// Output pixel (x, y) of an item: [group, output pixel, quad] of the positions starting at \`first\`.
fn place_of(item: u32, first: u32, origin: vec2u) -> vec2u {
  let o = (item / ${wide}u) % ${outputs ** 2}u;
  let position = first + item / ${wide * outputs ** 2}u;
  let p = origin + vec2u(position % ${across}u, position / ${across}u);
  return p * ${outputs}u + vec2u(o % ${outputs}u, o / ${outputs}u);
}
fn rows_of(item: u32) -> vec4f {
  let o = (item / ${wide}u) % ${outputs ** 2}u;
  let at = ((o % ${outputs}u) * ${groups}u + item / ${wide * outputs ** 2}u) * ${wide}u + item % ${wide}u;
  var sum: vec4f;
  ${switched(output, `o / ${outputs}u`, (row) => `sum = ${combined(row, (r) => `area[at + ${r * outputs * groups * wide}u]`)};`)}
  return sum;
}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let image = group.z;
  let tile = group.y;
  let origin = vec2u((group.x % ${blocksAcross}u) * ${across}u, (group.x / ${blocksAcross}u) * ${down}u);
  let corner = vec2i(origin * ${step}u) - 1;
  for (var i = thread; i < ${patch.width * patch.height}u; i += ${threads}u) {
    factors[i] = factor(image, corner.y + i32(i / ${patch.width}u), corner.x + i32(i % ${patch.width}u));
  }
  let oq = thread % ${wide}u;
  let pq = (thread / ${wide}u) % ${groups}u;
  let row = thread / ${wide * groups}u;
${each((name) => `  var ${name} = vec4f();`)}
  workgroupBarrier();
  for (var chunk = 0u; chunk < ${chunks}u; chunk++) {
    for (var item = thread; item < ${positions * rows * deep}u; item += ${threads}u) {
      let position = item % ${positions}u;
      let lane = item / ${positions * rows}u;
      let p = vec2u(position % ${across}u, position / ${across}u) * ${step}u;
      stage(image, (item / ${positions}u) % ${rows}u, p.y * ${patch.width}u + p.x,
        corner.y + i32(p.y), corner.x + i32(p.x), chunk * ${deep}u + lane, lane * ${positions}u + position);
    }
    ${back ? '' : `let first = (tile * ${chunks}u + chunk) * ${weightQuads}u;`}
    for (var i = thread; i < ${weightQuads}u; i += ${threads}u) {
      ${loaded}
    }
    workgroupBarrier();
${half ? each((name) => `    var h${name} = vec4h();`) : ''}
    for (var lane = 0u; lane < ${deep}u; lane++) {
${lines(rows, inner)}
    }
${half ? each((name) => `    ${name} += vec4f(h${name});`) : ''}
    workgroupBarrier();
  }
  for (var round = 0u; round < ${EACH}u; round++) {
    switch (round) {
${lines(EACH, (i) => `      ${i === EACH - 1 ? 'default' : `case ${i}u`}: { ${give(i)} }`)}
    }
    workgroupBarrier();
    for (var item = thread; item < ${items}u; item += ${threads}u) {
      let place = place_of(item, round * ${groups}u, origin);
      let quad = tile * ${wide}u + item % ${wide}u;
      var part = vec4f();
      if (place.x < SIZE && place.y < SIZE && quad < QUADS_OUT) {
        part = emit(image, place.y * SIZE + place.x, quad, rows_of(item));
      }
      area[${rowQuads}u + item] = part;
    }
    workgroupBarrier();
    ${back ? '' : partSums}
  }
}`;
  return {
    code,
    workgroups: [blocksAcross * Math.ceil(places / down), tiles],
    threads,
    sharedBytes: 4 * patch.width * patch.height + 16 * area + (half ? 8 * (pixelQuads + weightQuads) : 0),
    parts: tiles,
    products: products * places ** 2 * shape.from * shape.to,
    packing: back ?? {
      quads: tiles * chunks * weightQuads,
      taps: 9,
      from: shape.from,
      to: shape.to,
      // [tile, chunk, product, input channel of the chunk, quad of the tile]
      decode: `let inside = index % ${weightQuads}u;
  let block = index / ${weightQuads}u;
  quad = (block / ${chunks}u) * ${wide}u + inside % ${wide}u;
  channel = (block % ${chunks}u) * ${variant.depth}u + (inside / ${wide}u) % ${variant.depth}u;
  product = inside / ${wide * variant.depth}u;`,
      index: `((quad / ${wide}u) * ${chunks}u + channel / ${variant.depth}u) * ${weightQuads}u + (product * ${variant.depth}u + channel % ${variant.depth}u) * ${wide}u + quad % ${wide}u`,
      coefficients: weightCoefficients(scheme),
    },
  };
}
