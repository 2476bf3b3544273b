import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { emitGraphModel } from '../emit/modelJson.ts';
import { bool, float } from '../graph/attributes.ts';
import type { Graph, Ref } from '../graph/graph.ts';
import { interpret } from '../interpret/interpret.ts';
import { arrange } from '../signature/arrange.ts';
import { GraphBuilder } from '../testing/graphBuilder.ts';
import { maxDifference } from '../testing/npy.ts';
import { describedImages, weightsOf } from '../testing/progan/described.ts';
import { recogniseGenerator } from './generator.ts';

interface Shape {
  readonly latent: number;
  readonly first: number;
  readonly widths: readonly number[];
  readonly slope: number;
  readonly channels: 1 | 3;
  readonly normSpelling: 'rsqrt' | 'sqrt' | 'power';
  readonly slopeSpelling: 'op' | 'maximum';
  readonly latentNorm: 'before' | 'after' | 'none';
  readonly start: 'padded' | 'dense';
  readonly end: 'plain' | 'affine' | 'clip' | 'both';
  readonly scaled: boolean;
}

/** Names are meaningless here: every node is named by a number. */
class ProganBuilder {
  readonly #b = new GraphBuilder();
  readonly #shape: Shape;
  #count = 0;

  constructor(shape: Shape) {
    this.#shape = shape;
  }

  build(odd?: 'five' | 'slope' | 'norm'): Graph {
    const { latent, first, widths, channels, latentNorm, start } = this.#shape;
    let x = this.#b.input('7', [-1, latent]);
    if (latentNorm === 'before') x = this.#norm(x, 2);
    if (start === 'padded') x = this.#reshape(x, [-1, 1, 1, latent]);
    if (latentNorm === 'after') x = this.#norm(x, start === 'padded' ? 4 : 2);
    widths.forEach((width, i) => {
      const last = i === widths.length - 1;
      if (i > 0) {
        const side = first * 2 ** i;
        const size = this.#b.integers(this.#name(), [side, side]);
        x = this.#op('ResizeNearestNeighbor', [x, size]);
        x = this.#layer(this.#convolution(x, [3, 3, widths[i - 1]!, width], 'SAME'), width);
      } else {
        x = this.#layer(this.#firstLayer(x, width), width);
      }
      const side = last && odd === 'five' ? 5 : 3;
      const slope = last && odd === 'slope' ? this.#shape.slope / 2 : this.#shape.slope;
      x = this.#layer(
        this.#convolution(x, [side, side, width, width], 'SAME'),
        width,
        slope,
        !(last && odd === 'norm'),
      );
    });
    const rgb = this.#convolution(x, [1, 1, widths.at(-1)!, channels], 'SAME');
    return this.#b.build(this.#end(this.#bias(rgb, channels)));
  }

  #name(): string {
    return `${this.#count++}n`;
  }

  #op(op: string, inputs: Ref[], attrs = {}): Ref {
    return this.#b.node(this.#name(), op, inputs, attrs);
  }

  #scalar(x: number): Ref {
    return this.#b.floats(this.#name(), [], [x]);
  }

  #reshape(x: Ref, shape: number[]): Ref {
    return this.#op('Reshape', [x, this.#b.integers(this.#name(), shape)]);
  }

  #firstLayer(x: Ref, width: number): Ref {
    const { latent, first, start } = this.#shape;
    if (start === 'dense') {
      const product = this.#op('MatMul', [x, this.#b.floats(this.#name(), [latent, first * first * width])]);
      return this.#reshape(product, [-1, first, first, width]);
    }
    const by = first - 1;
    const paddings = this.#b.integers(this.#name(), [0, 0, by, by, by, by, 0, 0], [4, 2]);
    return this.#convolution(this.#op('Pad', [x, paddings]), [first, first, latent, width], 'VALID');
  }

  #convolution(x: Ref, kernel: number[], padding: string): Ref {
    const y = this.#b.convolution(this.#name(), x, this.#b.floats(this.#name(), kernel), padding);
    return this.#shape.scaled ? this.#op('Mul', [this.#scalar(0.3), y]) : y;
  }

  #bias(x: Ref, width: number): Ref {
    return this.#op('AddV2', [x, this.#b.floats(this.#name(), [width])]);
  }

  #layer(x: Ref, width: number, slope = this.#shape.slope, norm = true): Ref {
    const sum = this.#bias(x, width);
    const activated =
      this.#shape.slopeSpelling === 'op'
        ? this.#op('LeakyRelu', [sum], { alpha: float(slope) })
        : this.#op('Maximum', [this.#op('Mul', [this.#scalar(slope), sum]), sum]);
    return norm ? this.#norm(activated, 4) : activated;
  }

  #norm(x: Ref, rank: number): Ref {
    const { normSpelling } = this.#shape;
    const square =
      normSpelling === 'power'
        ? this.#op('Pow', [x, this.#scalar(2)])
        : this.#op(normSpelling === 'sqrt' ? 'Mul' : 'Square', normSpelling === 'sqrt' ? [x, x] : [x]);
    const axis = this.#b.integers(this.#name(), [normSpelling === 'sqrt' ? -1 : rank - 1]);
    const mean = this.#op('Mean', [square, axis], { keep_dims: bool(true) });
    const sum = this.#op('AddV2', [mean, this.#scalar(1e-8)]);
    if (normSpelling === 'sqrt') return this.#op('RealDiv', [x, this.#op('Sqrt', [sum])]);
    return this.#op('Mul', [x, this.#op('Rsqrt', [sum])]);
  }

  #end(x: Ref): Ref {
    const { end } = this.#shape;
    let y = x;
    if (end === 'affine' || end === 'both') {
      y = this.#op('RealDiv', [this.#op('AddV2', [y, this.#scalar(1)]), this.#scalar(2)]);
    }
    if (end === 'clip' || end === 'both') {
      y = this.#op('Maximum', [this.#op('Minimum', [y, this.#scalar(1)]), this.#scalar(0)]);
    }
    return y;
  }
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  latent: fc.integer({ min: 2, max: 9 }),
  first: fc.constantFrom(2, 3, 4),
  widths: fc.array(fc.integer({ min: 2, max: 7 }), { minLength: 1, maxLength: 4 }),
  slope: fc.constantFrom(0.01, 0.1, 0.2, 0.3).map(Math.fround),
  channels: fc.constantFrom<1 | 3>(1, 3),
  normSpelling: fc.constantFrom('rsqrt', 'sqrt', 'power'),
  slopeSpelling: fc.constantFrom('op', 'maximum'),
  latentNorm: fc.constantFrom('before', 'after', 'none'),
  start: fc.constantFrom('padded', 'dense'),
  end: fc.constantFrom('plain', 'affine', 'clip', 'both'),
  scaled: fc.boolean(),
});

describe('a ProGAN generator', () => {
  test('of any size and spelling is recognised, and its description computes the same as its graph', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const graph = new ProganBuilder(shape).build();
        const { graph: canonical, progan, latentSize } = recogniseGenerator(arrange(graph));
        expect(progan).toBeDefined();
        const { generator } = progan!;
        expect(latentSize).toBe(shape.latent);
        expect(generator.blocks.map(({ channels }) => channels)).toEqual(shape.widths);
        expect(generator.blocks.map(({ resolution }) => resolution)).toEqual(
          shape.widths.map((_, i) => shape.first * 2 ** i),
        );
        expect(generator.leakySlope).toBe(shape.slope);
        expect(generator.latentNorm === null).toBe(shape.latentNorm === 'none');
        const { json, shards } = await emitGraphModel(canonical, { quantization: 'none' });
        const random = createRandom(3);
        const z = Float32Array.from({ length: 2 * shape.latent }, () => random.normal());
        const described = describedImages(
          generator,
          weightsOf([{ path: 'model.json', bytes: json }, ...shards]),
          z,
          shape.latent,
        );
        const feeds = new Map([['7', { dtype: 'float32', shape: [2, shape.latent], data: z } as const]]);
        // Where two channels nearly cancel, pixel norm magnifies the rounding of float32; another network would differ by
        // about 1.
        expect(maxDifference(described, interpret(graph, feeds)[0]!.data)).toBeLessThan(2e-2);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['a 5x5 convolution', 'five'],
    ['a layer of another slope', 'slope'],
    ['a layer without pixel norm', 'norm'],
  ] as const)('with %s is not recognised, but stays a graph', (_, odd) => {
    const shape: Shape = {
      latent: 4,
      first: 4,
      widths: [5, 3],
      slope: Math.fround(0.2),
      channels: 3,
      normSpelling: 'rsqrt',
      slopeSpelling: 'op',
      latentNorm: 'after',
      start: 'padded',
      end: 'plain',
      scaled: true,
    };
    expect(recogniseGenerator(arrange(new ProganBuilder(shape).build())).progan).toBeDefined();
    const { progan, image } = recogniseGenerator(arrange(new ProganBuilder(shape).build(odd)));
    expect(progan).toBeUndefined();
    expect(image).toEqual({ width: 8, height: 8, channels: 3 });
  });
});
