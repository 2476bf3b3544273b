/** Turns the last pixels into the picture's values: float32 [image][height, width, channels], images `stride` floats apart. */
import { quadsOf, type Storage } from './kernel.ts';
import { float, quads } from './wgsl.ts';

const THREADS = 64;

export interface HeadShape {
  size: number;
  /** Channels of the pixels, and of the picture. */
  from: number;
  channels: number;
  /** Partial sums of each pixel. */
  parts: number;
  epsilon: number;
  clip: readonly [number, number] | null;
  /** Floats from one image's values to the next. */
  stride: number;
}

export interface HeadKernel {
  code: string;
  workgroups: readonly [number, number];
  products: number;
}

const finish = ({ size, channels, clip, stride }: HeadShape): string => {
  const shown = clip ? `clamp(value, vec3f(${float(clip[0])}), vec3f(${float(clip[1])}))` : 'value';
  const write = (c: number, name: string) => `values[to + ${c}u] = shown.${name};`;
  return `let shown = ${shown};
  let to = id.z * ${stride}u + id.x * ${channels}u;
  ${write(0, 'x')}
  ${channels === 3 ? `${write(1, 'y')}\n  ${write(2, 'z')}` : ''}
}
const PIXELS = ${size * size}u;`;
};

/** Adds up the parts (r, g, b, squares) that the last convolution produced for each pixel. */
export function finishKernel(shape: HeadShape): HeadKernel {
  return {
    code: `@group(0) @binding(0) var<storage, read> sums: array<vec4f>;      // [image, part, pixel]
@group(0) @binding(1) var<storage, read> bias: array<vec4f>;      // [1]
@group(0) @binding(2) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= PIXELS) { return; }
  var sum = vec4f();
  for (var part = 0u; part < ${shape.parts}u; part++) {
    sum += sums[(id.z * ${shape.parts}u + part) * PIXELS + id.x];
  }
  let value = sum.xyz * inverseSqrt(sum.w * ${float(1 / shape.from)} + ${float(shape.epsilon)}) + bias[0].xyz;
  ${finish(shape)}`,
    workgroups: [Math.ceil(shape.size ** 2 / THREADS), 1],
    products: 0,
  };
}

/** Generates a 1x1 head over stored pixels, for pictures of lower resolutions. */
export function headKernel(shape: HeadShape, storage: Storage): HeadKernel {
  const deep = quadsOf(shape.from);
  return {
    code: `${quads(storage)}
@group(0) @binding(0) var<storage, read> source: array<Quad>;     // [image, pixel, quad]
@group(0) @binding(1) var<storage, read> squares: array<f32>;     // [image, part, pixel]
@group(0) @binding(2) var<storage, read> colours: array<vec4f>;   // [3, quad]
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;      // [1]
@group(0) @binding(4) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= PIXELS) { return; }
  var square = 0.0;
  for (var part = 0u; part < ${shape.parts}u; part++) {
    square += squares[(id.z * ${shape.parts}u + part) * PIXELS + id.x];
  }
  var sum = vec3f();
  for (var k = 0u; k < ${deep}u; k++) {
    let v = widen(source[(id.z * PIXELS + id.x) * ${deep}u + k]);
    sum += vec3f(dot(v, colours[k]), dot(v, colours[${deep}u + k]), dot(v, colours[${2 * deep}u + k]));
  }
  let value = sum * inverseSqrt(square * ${float(1 / shape.from)} + ${float(shape.epsilon)}) + bias[0].xyz;
  ${finish(shape)}`,
    workgroups: [Math.ceil(shape.size ** 2 / THREADS), 1],
    products: shape.size ** 2 * shape.from * shape.channels,
  };
}
