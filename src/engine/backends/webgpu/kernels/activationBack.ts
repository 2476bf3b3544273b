/**
 * Back through PixelNorm and leaky ReLU: from the gradient of y = a r to that of x, where a = lrelu(x) and r = 1 /
 * sqrt(mean(a^2) + epsilon) over the channels of a pixel. da = r (dy - a r^2 mean(dy a)), and dx = da where a is above 0,
 * otherwise slope da. dx overwrites a. The threads of a pixel divide its channels among them.
 */
import { quadsOf, type Storage } from './kernel.ts';
import { float, lines, quads } from './wgsl.ts';

const THREADS = 64;
/** The most threads per pixel. */
const MOST_LANES = 16;
/** The most workgroups in one dimension of a dispatch, which WebGPU limits to 65535 by default. */
const ROW = 32_768;

export interface ActivationShape {
  /** Side of the picture, and its channels. */
  size: number;
  channels: number;
  slope: number;
  epsilon: number;
}

/** A 1x1 head after the layer: dy is not stored, but computed from the gradient of the picture's values. */
export interface HeadBackShape {
  /** Of the picture. */
  channels: number;
  clip: readonly [number, number] | null;
}

export interface GradientKernel {
  code: string;
  workgroups: readonly [number, number];
  products: number;
}

export function activationBackKernel(
  { size, channels, slope, epsilon }: ActivationShape,
  storage: Storage,
  head?: HeadBackShape,
): GradientKernel {
  const deep = quadsOf(channels);
  const lanes = Math.min(MOST_LANES, 2 ** Math.floor(Math.log2(deep)));
  const together = THREADS / lanes;
  const pixels = size ** 2;
  const groups = Math.ceil(pixels / together);
  const code = `${quads(storage)}
@group(0) @binding(0) var<storage, read_write> kept: array<Quad>;     // [image, pixel, quad]: a, and finally dx
${head ? headBack(head, deep) : given}
const PIXELS = ${pixels}u;
const QUADS = ${deep}u;
var<workgroup> area: array<vec2f, ${THREADS}>;  // a thread's sums of a^2 and of dy a

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let at = (group.y * ${Math.min(groups, ROW)}u + group.x) * ${together}u + thread / ${lanes}u;
  let lane = thread % ${lanes}u;
  let inside = at < PIXELS;
  let place = group.z * PIXELS + min(at, PIXELS - 1u);
  ${head ? 'let colour = colour_of(place);' : ''}
  var sums = vec2f();
  for (var k = lane; k < QUADS; k += ${lanes}u) {
    let a = widen(kept[place * QUADS + k]);
    sums += vec2f(dot(a, a), dot(a, ${head ? 'dy_of(colour, k)' : 'widen(gradient[place * QUADS + k])'}));
  }
  area[thread] = sums;
  workgroupBarrier();
  for (var span = ${lanes / 2}u; span > 0u; span /= 2u) {
    if (lane < span) { area[thread] += area[thread + span]; }
    workgroupBarrier();
  }
  let total = area[thread - lane] * ${float(1 / channels)};
  let square = 1.0 / (total.x + ${float(epsilon)});
  let along = square * total.y;
  let r = sqrt(square);
  if (inside) {
    for (var k = lane; k < QUADS; k += ${lanes}u) {
      let a = widen(kept[place * QUADS + k]);
      let d = r * (${head ? 'dy_of(colour, k)' : 'widen(gradient[place * QUADS + k])'} - a * along);
      kept[place * QUADS + k] = narrow(select(${float(slope)} * d, d, a > vec4f()));
    }
  }
}`;
  return {
    code,
    workgroups: [Math.min(groups, ROW), Math.ceil(groups / ROW)],
    products: head ? pixels * channels * head.channels : 0,
  };
}

const given =
  '@group(0) @binding(1) var<storage, read> gradient: array<Quad>;       // [image, pixel, quad]: dy';

/** Generates the way back through a head. Nothing comes back through a clipped value. */
function headBack({ channels, clip }: HeadBackShape, deep: number): string {
  const [low, high] = clip ?? [0, 0];
  const shown = clip ? ` * select(0.0, 1.0, values[at] > ${float(low)} && values[at] < ${float(high)})` : '';
  return `@group(0) @binding(1) var<storage, read> gradient: array<f32>;        // [image, pixel, channel]: of the picture
@group(0) @binding(2) var<storage, read> colours: array<vec4f>;       // [3, quad]
${clip ? '@group(0) @binding(3) var<storage, read> values: array<f32>;          // [image, pixel, channel]' : ''}
fn value_of(at: u32) -> f32 { return gradient[at]${shown}; }
fn colour_of(pixel: u32) -> array<f32, ${channels}> {
  return array<f32, ${channels}>(${Array.from({ length: channels }, (_, c) => `value_of(pixel * ${channels}u + ${c}u)`).join(', ')});
}
fn dy_of(colour: array<f32, ${channels}>, quad: u32) -> vec4f {
  var sum = vec4f();
${lines(channels, (c) => `  sum += colour[${c}] * colours[${c * deep}u + quad];`)}
  return sum;
}`;
}
