/**
 * The first layer. A VALID convolution of an r x r kernel over one pixel padded by r - 1 sees that pixel once for each
 * output pixel, through the tap counted from the last one, so it is a matrix-vector product. The threads of a workgroup
 * divide the sum over the latent among them.
 */
import { type Kernel, type LayerPlace, quadsOf } from './kernel.ts';
import { emission, quads as quadsText, writeSum } from './wgsl.ts';

/** The threads that share a sum, and a workgroup's quads of output channels. */
const CUTS = 32;
const QUADS = 4;

interface DenseShape {
  latent: number;
  /** Side of the first picture. */
  size: number;
  to: number;
}

export function denseKernel(
  { latent, size, to }: DenseShape,
  place: Pick<LayerPlace, 'storage' | 'slope'>,
): Kernel {
  const deep = quadsOf(latent);
  const groups = Math.ceil(quadsOf(to) / QUADS);
  const threads = CUTS * QUADS;
  const code = `${quadsText(place.storage)}
@group(0) @binding(0) var<storage, read> latents: array<vec4f>;   // [image, quad]
@group(0) @binding(2) var<storage, read> weights: array<Quad>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;      // [quad]
@group(0) @binding(4) var<storage, read_write> result: array<Quad>;  // [image, pixel, quad]
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;  // [image, part, pixel]
const OUT_PIXELS = ${size * size}u;
const QUADS_OUT = ${quadsOf(to)}u;
var<workgroup> area: array<vec4f, ${threads}>;  // [quad, cut]
${emission({ slope: place.slope, head: false })}

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let image = group.z;
  let at = group.x;
  let cut = thread % ${CUTS}u;
  let quad = group.y * ${QUADS}u + thread / ${CUTS}u;
  var sum = vec4f();
  for (var lane = cut; lane < ${deep}u; lane += ${CUTS}u) {
    let v = latents[image * ${deep}u + lane];
    let w = ((at * ${groups * QUADS}u + quad) * ${deep}u + lane) * 4u;
    sum += widen(weights[w]) * v.x + widen(weights[w + 1u]) * v.y + widen(weights[w + 2u]) * v.z + widen(weights[w + 3u]) * v.w;
  }
  area[thread] = sum;
  workgroupBarrier();
  for (var span = ${CUTS / 2}u; span > 0u; span /= 2u) {
    if (cut < span) { area[thread] += area[thread + span]; }
    workgroupBarrier();
  }
  if (cut == 0u) {
    var part = vec4f();
    if (quad < QUADS_OUT) { part = emit(image, at, quad, area[thread]); }
    area[thread] = part;
  }
  workgroupBarrier();
  if (thread == 0u) {
    var part = vec4f();
    for (var q = 0u; q < ${QUADS}u; q++) { part += area[q * ${CUTS}u]; }
    ${writeSum(false, groups, 'group.y', 'at', 'part')}
  }
}`;
  return {
    code,
    workgroups: [size * size, groups],
    threads,
    sharedBytes: 16 * threads,
    parts: groups,
    products: size * size * latent * to,
    packing: {
      quads: size * size * groups * QUADS * deep * 4,
      taps: size * size,
      from: latent,
      to,
      // [pixel, quad, latent]
      decode: `channel = index % ${4 * deep}u;
  quad = (index / ${4 * deep}u) % ${groups * QUADS}u;
  product = index / ${4 * deep * groups * QUADS}u;`,
      index: `(product * ${groups * QUADS}u + quad) * ${4 * deep}u + channel`,
      coefficients: 'reversed',
    },
  };
}
