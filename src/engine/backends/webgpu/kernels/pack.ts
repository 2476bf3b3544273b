/** Transforms and lays out a layer's weights on the GPU, once. */
import { type Packing, quadBytes, type Storage } from './kernel.ts';
import { float, quads } from './wgsl.ts';

const THREADS = 64;
/** The most workgroups in one dimension of a dispatch, which WebGPU limits to 65535 by default. */
const ROW = 32_768;

interface PackKernel {
  code: string;
  workgroups: readonly [number, number];
  /** Bytes of the packed weights. */
  bytes: number;
}

export function packKernel(packing: Packing, storage: Storage): PackKernel {
  const { taps, from, to, decode, coefficients } = packing;
  const groups = Math.ceil(packing.quads / THREADS);
  const table =
    coefficients === 'reversed'
      ? ''
      : `// A variable, because not every compiler allows constants to be indexed at run time.
var<private> table: array<array<f32, 9>, ${coefficients.length}> = array<array<f32, 9>, ${coefficients.length}>(${coefficients
          .map((row) => `array<f32, 9>(${row.map(float).join(', ')})`)
          .join(',\n')});`;
  const value =
    coefficients === 'reversed'
      ? `return tap(${taps - 1}u - product, channel, out);`
      : `var sum = 0.0;
  for (var t = 0u; t < 9u; t++) {
    let c = table[product][t];
    if (c != 0.0) { sum += c * tap(t, channel, out); }
  }
  return sum;`;
  return {
    code: `${quads(storage)}
@group(0) @binding(0) var<storage, read> kernel: array<f32>;      // [tap, in, out]
@group(0) @binding(1) var<storage, read_write> packed: array<Quad>;
${table}
fn tap(t: u32, channel: u32, out: u32) -> f32 { return kernel[(t * ${from}u + channel) * ${to}u + out]; }
fn value(product: u32, channel: u32, out: u32) -> f32 {
  if (channel >= ${from}u || out >= ${to}u) { return 0.0; }
  ${value}
}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let index = (group.y * ${ROW}u + group.x) * ${THREADS}u + thread;
  if (index >= ${packing.quads}u) { return; }
  var product: u32;
  var channel: u32;
  var quad: u32;
  ${decode}
  packed[index] = narrow(vec4f(value(product, channel, quad * 4u), value(product, channel, quad * 4u + 1u),
    value(product, channel, quad * 4u + 2u), value(product, channel, quad * 4u + 3u)));
}`,
    workgroups: [Math.min(groups, ROW), Math.ceil(groups / ROW)],
    bytes: packing.quads * quadBytes(storage),
  };
}
