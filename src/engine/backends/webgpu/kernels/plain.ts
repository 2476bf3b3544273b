/** The slow reference: a direct 3x3 convolution, or its backward pass. One thread computes four channels of four pixels. */
import { type Kernel, type LayerPlace, type LayerShape, quadsOf } from './kernel.ts';
import { convolutionHead, multiplied, writeSum } from './wgsl.ts';

const THREADS = 64;
/** Pixels per thread. Each weight that it reads serves all of them. */
const EACH = 4;

export function plainKernel(shape: LayerShape, place: LayerPlace): Kernel {
  const { up, down, size, from, to } = shape;
  const [deep, wide] = [quadsOf(from), quadsOf(to)];
  const half = up ? ' >> vec2u(1u)' : '';
  const { back } = place;
  // Back through a doubling: an output pixel had four copies in the source; each is seen by its nine taps, turned.
  const children = down ? 4 : 1;
  const seen = down
    ? '(2u * vec2u(at % SIZE, at / SIZE) + vec2u(child % 2u, child / 2u))'
    : 'vec2u(at % SIZE, at / SIZE)';
  const side = down ? '2u * SIZE' : 'SIZE';
  const weights = back
    ? [0, 1, 2, 3].map((i) => `let w${i} = weight(8u - tap, quad * 4u + ${i}u, k);`)
    : [
        'let w = (tap * QUADS_IN + k) * 4u;',
        'let w0 = widen(weights[w * QUADS_OUT + quad]);',
        ...[1, 2, 3].map((i) => `let w${i} = widen(weights[(w + ${i}u) * QUADS_OUT + quad]);`),
      ];
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
  for (var round = 0u; round < ${9 * children}u; round++) {
    let tap = round % 9u;
    let child = round / 9u;
    for (var i = 0u; i < ${EACH}u; i++) {
      let at = min(first + i, OUT_PIXELS - 1u);
      let o = vec2i(${seen} + vec2u(tap % 3u, tap / 3u)) - 1;
      let outside = any(o < vec2i()) || any(o >= vec2i(i32(${side})));
      places[i] = o${half};
      factors[i] = select(factor(image, places[i].y, places[i].x), 0.0, outside);
    }
    for (var k = 0u; k < QUADS_IN; k++) {
      ${weights.join('\n      ')}
      for (var i = 0u; i < ${EACH}u; i++) {
        let v = factors[i] * pixel(image, places[i].y, places[i].x, k);
        ${multiplied('sums_of[i]', back !== undefined)}
      }
    }
  }
  for (var i = 0u; i < ${EACH}u; i++) {
    let at = first + i;
    if (at >= OUT_PIXELS) { return; }
    let part = emit(image, at, quad, sums_of[i]);
    ${back ? '' : writeSum(place.head, wide, 'quad', 'at', 'part')}
  }
}`;
  return {
    code,
    workgroups: [Math.ceil(size ** 2 / (EACH * THREADS)), wide],
    threads: THREADS,
    sharedBytes: 0,
    parts: wide,
    products: 9 * children * size ** 2 * from * to,
    packing: back ?? {
      quads: 9 * 4 * deep * wide,
      taps: 9,
      from,
      to,
      decode: `quad = index % ${wide}u;
  channel = (index / ${wide}u) % ${4 * deep}u;
  product = index / ${wide * 4 * deep}u;`,
      index: `(product * ${4 * deep}u + channel) * ${wide}u + quad`,
      coefficients: Array.from({ length: 9 }, (_, p) => Array.from({ length: 9 }, (_, tap) => +(p === tap))),
    },
  };
}
