/**
 * A 3x3 convolution by a scheme, for pictures so small that reading the weights is most of the work. A workgroup takes
 * few positions and few output channels. Its threads divide the sum over the input channels among them, and each keeps
 * everything in its registers. So the whole GPU reads weights in parallel, each weight once for each block of positions.
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
import { type Kernel, type LayerPlace, type LayerShape, quadsOf, type Variant } from './kernel.ts';
import { combined2d, convolutionHead, lines, multiplied, sourceSide, writeSum } from './wgsl.ts';

type Split = Variant & { kind: 'split' };

export function splitKernel(shape: LayerShape, place: LayerPlace, variant: Split): Kernel {
  const { quads, threads: cuts } = variant;
  const { back } = place;
  const scheme: Scheme = back ? backward(variant.scheme) : schemes[variant.scheme];
  const { data, output, step } = scheme;
  const [across, down] = variant.block;
  const positions = across * down;
  const side = data.length;
  const products = productsOf(scheme);
  const outputs = outputsOf(scheme);
  const patch = {
    width: (across - 1) * step + pixelsOf(scheme),
    height: (down - 1) * step + pixelsOf(scheme),
  };
  const threads = cuts * quads;
  const deep = quadsOf(shape.from);
  const groups = Math.ceil(quadsOf(shape.to) / quads);
  const places = Math.ceil(sourceSide(shape) / step);
  const blocksAcross = Math.ceil(places / across);
  const merged = isSum(scheme);
  const sum = (product: number, position: number) => `s${merged ? 0 : product}_${position}`;
  const area = outputs ** 2 * threads;

  const transformed = (product: number, position: number) => {
    const [y, x] = [Math.floor(position / across) * step, (position % across) * step];
    return combined2d(
      data[Math.floor(product / side)]!,
      data[product % side]!,
      (py, px) => `x${(y + py) * patch.width + x + px}`,
    );
  };
  const weights = (p: number) =>
    back
      ? lines(4, (i) => `let w${i} = weight(${p}u, min(quad, QUADS_OUT - 1u) * 4u + ${i}u, lane);`)
      : `let w = ((quad * ${products}u + ${p}u) * ${deep}u + lane) * 4u;
let w0 = widen(weights[w]); let w1 = widen(weights[w + 1u]); let w2 = widen(weights[w + 2u]); let w3 = widen(weights[w + 3u]);`;
  const product = (p: number) => `{
${weights(p)}
${lines(positions, (i) => `{ let v = ${transformed(p, i)}; ${multiplied(sum(p, i), back !== undefined)} }`)}
}`;
  const give = (i: number) =>
    lines(outputs ** 2, (o) => {
      const value = merged
        ? sum(0, i)
        : combined2d(output[Math.floor(o / outputs)]!, output[o % outputs]!, (y, x) => sum(y * side + x, i));
      return `area[${o * threads}u + thread] = ${value};`;
    });

  const partSums = `for (var o = thread; o < ${outputs ** 2}u; o += ${threads}u) {
      let at = p + vec2u(o % ${outputs}u, o / ${outputs}u);
      if (at.x < SIZE && at.y < SIZE) {
        var part = vec4f();
        for (var q = 0u; q < ${quads}u; q++) { part += parts[o * ${quads}u + q]; }
        ${writeSum(place.head, groups, 'group.y', 'at.y * SIZE + at.x', 'part')}
      }
    }`;

  const code = `${convolutionHead(shape, place)}
var<workgroup> factors: array<f32, ${patch.width * patch.height}>;
var<workgroup> area: array<vec4f, ${area}>;  // [output pixel, quad, cut]
var<workgroup> parts: array<vec4f, ${outputs ** 2 * quads}>;

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let image = group.z;
  let origin = vec2u((group.x % ${blocksAcross}u) * ${across}u, (group.x / ${blocksAcross}u) * ${down}u);
  let corner = vec2i(origin * ${step}u) - 1;
  let cut = thread % ${cuts}u;
  let member = thread / ${cuts}u;
  let quad = group.y * ${quads}u + member;
  for (var i = thread; i < ${patch.width * patch.height}u; i += ${threads}u) {
    factors[i] = factor(image, corner.y + i32(i / ${patch.width}u), corner.x + i32(i % ${patch.width}u));
  }
${lines(merged ? 1 : products, (p) => lines(positions, (i) => `  var ${sum(p, i)} = vec4f();`))}
${lines(patch.height, (y) => `  let r${y} = image * PIXELS + u32(clamp(corner.y + ${y}, 0, SIDE - 1) * SIDE);`)}
${lines(patch.width, (x) => `  let c${x} = u32(clamp(corner.x + ${x}, 0, SIDE - 1));`)}
  workgroupBarrier();
  for (var lane = cut; lane < ${deep}u; lane += ${cuts}u) {
${lines(patch.width * patch.height, (i) => `    let x${i} = factors[${i}u] * widen(source[(r${Math.floor(i / patch.width)} + c${i % patch.width}) * QUADS_IN + lane]);`)}
${lines(products, product)}
  }
  // For each position, the sums of all threads are added up pairwise; then one thread per quad and pixel writes.
  for (var round = 0u; round < ${positions}u; round++) {
    switch (round) {
${lines(positions, (i) => `      ${i === positions - 1 ? 'default' : `case ${i}u`}: { ${give(i)} }`)}
    }
    workgroupBarrier();
    for (var span = ${cuts / 2}u; span > 0u; span /= 2u) {
      if (cut < span) {
        for (var o = thread; o < ${area}u; o += ${threads}u) { area[o] += area[o + span]; }
      }
      workgroupBarrier();
    }
    let p = (origin + vec2u(round % ${across}u, round / ${across}u)) * ${outputs}u;
    for (var o = cut; o < ${outputs ** 2}u; o += ${cuts}u) {
      let at = p + vec2u(o % ${outputs}u, o / ${outputs}u);
      var part = vec4f();
      if (at.x < SIZE && at.y < SIZE && quad < QUADS_OUT) {
        part = emit(image, at.y * SIZE + at.x, quad, area[o * ${threads}u + member * ${cuts}u]);
      }
      parts[o * ${quads}u + member] = part;
    }
    workgroupBarrier();
    ${back ? '' : partSums}
  }
}`;
  return {
    code,
    workgroups: [blocksAcross * Math.ceil(places / down), groups],
    threads,
    sharedBytes: 4 * patch.width * patch.height + 16 * (area + outputs ** 2 * quads),
    parts: groups,
    products: products * places ** 2 * shape.from * shape.to,
    packing: back ?? {
      quads: groups * quads * products * deep * 4,
      taps: 9,
      from: shape.from,
      to: shape.to,
      // [quad, product, input channel]
      decode: `channel = index % ${4 * deep}u;
  product = (index / ${4 * deep}u) % ${products}u;
  quad = index / ${4 * deep * products}u;`,
      index: `(quad * ${products}u + product) * ${4 * deep}u + channel`,
      coefficients: weightCoefficients(scheme),
    },
  };
}
