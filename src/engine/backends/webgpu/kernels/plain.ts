/** The slow reference: a 3x3 convolution by its definition. One thread computes four channels of four pixels. */
import { type Kernel, type LayerPlace, type LayerShape, quadsOf } from './kernel.ts';
import { convolutionHead, writeSum } from './wgsl.ts';

const THREADS = 64;
/** Pixels of a thread. What it reads of the weights serves all of them. */
const EACH = 4;

export function plainKernel(shape: LayerShape, place: LayerPlace): Kernel {
  const { up, size, from, to } = shape;
  const [deep, wide] = [quadsOf(from), quadsOf(to)];
  const half = up ? ' >> vec2u(1u)' : '';
  const code = `${convolutionHead(shape, place)}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let image = id.z;
  let first = id.x * ${EACH}u;
  let quad = id.y;
  if (first >= OUT_PIXELS) { return; }
  var sums_of: array<vec4f, ${EACH}>;
  var factors: array<f32, ${EACH}>;
  var places: array<vec2i, ${EACH}>;
  for (var tap = 0u; tap < 9u; tap++) {
    for (var i = 0u; i < ${EACH}u; i++) {
      let at = min(first + i, OUT_PIXELS - 1u);
      let o = vec2i(vec2u(at % SIZE + tap % 3u, at / SIZE + tap / 3u)) - 1;
      let outside = any(o < vec2i()) || any(o >= vec2i(i32(SIZE)));
      places[i] = o${half};
      factors[i] = select(factor(image, places[i].y, places[i].x), 0.0, outside);
    }
    for (var k = 0u; k < QUADS_IN; k++) {
      let w = (tap * QUADS_IN + k) * 4u;
      let w0 = widen(weights[w * QUADS_OUT + quad]);
      let w1 = widen(weights[(w + 1u) * QUADS_OUT + quad]);
      let w2 = widen(weights[(w + 2u) * QUADS_OUT + quad]);
      let w3 = widen(weights[(w + 3u) * QUADS_OUT + quad]);
      for (var i = 0u; i < ${EACH}u; i++) {
        let v = factors[i] * pixel(image, places[i].y, places[i].x, k);
        sums_of[i] += v.x * w0 + v.y * w1 + v.z * w2 + v.w * w3;
      }
    }
  }
  for (var i = 0u; i < ${EACH}u; i++) {
    let at = first + i;
    if (at >= OUT_PIXELS) { return; }
    let part = emit(image, at, quad, sums_of[i]);
    ${writeSum(place.head, wide, 'quad', 'at', 'part')}
  }
}`;
  return {
    code,
    workgroups: [Math.ceil(size ** 2 / (EACH * THREADS)), wide],
    threads: THREADS,
    sharedBytes: 0,
    parts: wide,
    products: 9 * size ** 2 * from * to,
    packing: {
      quads: 9 * 4 * deep * wide,
      taps: 9,
      from,
      to,
      decode: `quad = index % ${wide}u;
  channel = (index / ${wide}u) % ${4 * deep}u;
  product = index / ${wide * 4 * deep}u;`,
      coefficients: Array.from({ length: 9 }, (_, p) => Array.from({ length: 9 }, (_, tap) => +(p === tap))),
    },
  };
}
