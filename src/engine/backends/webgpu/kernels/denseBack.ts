/**
 * Back through the first layer, using its packed weights: each quad of them, for one number of the latent, times the
 * gradients of four channels. The sums of each pixel stay separate, to be added by the reader.
 */
import type { GradientKernel } from './activationBack.ts';
import { type Packing, quadsOf, type Storage } from './kernel.ts';
import { quads } from './wgsl.ts';

/** Numbers of the latent that a workgroup computes in parallel, and the threads that share the sum of one. */
const ACROSS = 32;
const CUTS = 4;

interface DenseBackShape {
  latent: number;
  /** Side of the first picture, and its channels. */
  size: number;
  to: number;
}

export function denseBackKernel(
  { latent, size, to }: DenseBackShape,
  storage: Storage,
  packing: Packing,
): GradientKernel {
  const threads = ACROSS * CUTS;
  const code = `${quads(storage)}
@group(0) @binding(0) var<storage, read> gradient: array<Quad>;   // [image, pixel, quad]
@group(0) @binding(1) var<storage, read> weights: array<Quad>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;  // [image, pixel, latent]
const QUADS = ${quadsOf(to)}u;
const LATENT = ${latent}u;
var<workgroup> area: array<f32, ${threads}>;  // [cut, latent]

fn weight(product: u32, channel: u32, quad: u32) -> vec4f {
  return widen(weights[${packing.index}]);
}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let at = group.y;
  let place = group.z * ${size ** 2}u + at;
  let channel = group.x * ${ACROSS}u + thread % ${ACROSS}u;
  let cut = thread / ${ACROSS}u;
  var sum = 0.0;
  for (var quad = cut; quad < QUADS; quad += ${CUTS}u) {
    sum += dot(weight(at, min(channel, LATENT - 1u), quad), widen(gradient[place * QUADS + quad]));
  }
  area[thread] = sum;
  workgroupBarrier();
  if (cut == 0u && channel < LATENT) {
    sums[place * LATENT + channel] = ${Array.from({ length: CUTS }, (_, i) => `area[thread + ${i * ACROSS}u]`).join(' + ')};
  }
}`;
  return {
    code,
    workgroups: [Math.ceil(latent / ACROSS), size ** 2],
    products: size ** 2 * latent * to,
  };
}
