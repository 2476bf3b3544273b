/** The slow reference: a 3x3 convolution by its definition, one thread for four channels of a pixel. */
import { type Kernel, type LayerPlace, type LayerShape, quadsOf } from './kernel.ts';
import { convolutionHead, writeSum } from './wgsl.ts';

const THREADS = 64;

export function plainKernel(shape: LayerShape, place: LayerPlace): Kernel {
  const { up, size, from, to } = shape;
  const [deep, wide] = [quadsOf(from), quadsOf(to)];
  const half = up ? ' >> 1u' : '';
  const code = `${convolutionHead(shape, place)}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let image = id.z;
  let at = id.x;
  let quad = id.y;
  if (at >= OUT_PIXELS) { return; }
  var sum = vec4f();
  for (var ky = 0u; ky < 3u; ky++) {
    for (var kx = 0u; kx < 3u; kx++) {
      let oy = i32(at / SIZE + ky) - 1;
      let ox = i32(at % SIZE + kx) - 1;
      if (oy < 0 || ox < 0 || oy >= i32(SIZE) || ox >= i32(SIZE)) { continue; }
      let y = oy${half};
      let x = ox${half};
      let f = factor(image, y, x);
      for (var k = 0u; k < QUADS_IN; k++) {
        let v = f * pixel(image, y, x, k);
        let w = ((ky * 3u + kx) * QUADS_IN + k) * 4u;
        sum += v.x * widen(weights[w * QUADS_OUT + quad]);
        sum += v.y * widen(weights[(w + 1u) * QUADS_OUT + quad]);
        sum += v.z * widen(weights[(w + 2u) * QUADS_OUT + quad]);
        sum += v.w * widen(weights[(w + 3u) * QUADS_OUT + quad]);
      }
    }
  }
  let part = emit(image, at, quad, sum);
  ${writeSum(place.head, wide, 'quad', 'at', 'part')}
}`;
  return {
    code,
    workgroups: [Math.ceil(size ** 2 / THREADS), wide],
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
