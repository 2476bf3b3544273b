/** Checks the backward kernels without a device: their work, their bindings, and where they read weights. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../progan/testing/reference.ts';
import { planKernels } from '../kernelPlan.ts';
import type { Storage } from '../kernels/kernel.ts';
import { layoutBundle, progan128 } from '../testing/layouts.ts';
import { Recorder } from '../testing/recorder.ts';
import { abilitiesOf, candidates, fits, usual } from '../variants.ts';
import { planGradient } from './plan.ts';

const abilities = abilitiesOf(new Recorder().device, false);

describe('the backward kernels', () => {
  it('multiply as often as the forward ones, in the full progan-128', () => {
    const progan = planOf(layoutBundle(progan128));
    const kernels = planKernels(progan, 'f16', (shape) => usual(shape, abilities, 'f16'));
    const { back, dense, heads, forward } = planGradient(progan, kernels, abilities);
    const sum = (all: { products: number }[]) => all.reduce((total, { products }) => total + products, 0);
    const head = heads.at(-1)!;
    const there = sum([...forward, head.show]);
    const here = sum([...back.map(({ convolution }) => convolution), dense, head.back]);
    expect(there).toBe(kernels.products);
    expect(here).toBe(kernels.products);
  });

  const shapes = fc.record({
    channels: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 4 }),
    latent: fc.integer({ min: 1, max: 70 }),
    storage: fc.constantFrom<Storage>('f16', 'f32'),
    way: fc.nat(),
  });

  it('fit the device, cover every pixel and channel, and name no binding twice, for any channels and any forward variant', () => {
    fc.assert(
      fc.property(shapes, ({ channels, latent, storage, way }) => {
        const progan = planOf(layoutBundle(channels, { latent }));
        const kernels = planKernels(progan, storage, (shape) => {
          const all = candidates(shape, abilities, storage);
          return all[way % all.length]!;
        });
        const { back, dense, heads } = planGradient(progan, kernels, abilities);
        back.forEach(({ convolution, activation }, i) => {
          expect(fits(convolution, abilities)).toBe(true);
          expect(convolution.packing).toBe(kernels.layers[i + 1]!.kernel.packing);
          const { size, to } = kernels.layers[i]!.layer;
          expect(convolution.code).toContain(`const SIZE = ${size}u;`);
          expect(convolution.code).toContain(`const QUADS_OUT = ${Math.ceil(to / 4)}u;`);
          expect(activation.code).toContain(`const PIXELS = ${size * size}u;`);
        });
        for (const { code, workgroups } of [
          ...back.flatMap(({ convolution, activation }) => [convolution, activation]),
          ...heads.map((head) => head.back),
          dense,
        ]) {
          const bindings = [...code.matchAll(/@binding\((\d)\)/g)].map(([, number]) => number);
          expect(new Set(bindings).size).toBe(bindings.length);
          expect(code).not.toMatch(/undefined|NaN|\[object/);
          expect(Math.max(...workgroups)).toBeLessThanOrEqual(abilities.workgroups);
          expect(Math.min(...workgroups)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('find each weight where the forward pass has packed it', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), ({ channels, latent, storage, way }, seed) => {
        const progan = planOf(layoutBundle(channels, { latent }));
        const { layers } = planKernels(progan, storage, (shape) => {
          const all = [...candidates(shape, abilities, storage), { kind: 'plain' } as const];
          return all[way % all.length]!;
        });
        for (const { kernel } of layers) {
          const { packing } = kernel;
          const index = seed % packing.quads;
          expect(packed(packing.index, placeOf(packing.decode, index))).toBe(index);
        }
      }),
      { numRuns: 60 },
    );
  });
});

interface Place {
  product: number;
  channel: number;
  quad: number;
}

/**
 * Translates WGSL integer arithmetic to JavaScript: the code of packings contains only sums, products, quotients and
 * remainders.
 */
function inScript(text: string): string {
  const whole = text.replace(/(\d)u\b/g, '$1');
  let from = whole;
  // Innermost first: a quotient of names, numbers and brackets is rounded down.
  const quotient = /(\w+|\([^()]*\)) \/ (\d+)/;
  while (quotient.test(from)) from = from.replace(quotient, '__floor($1, $2)');
  return from;
}
const floor = (a: number, b: number) => Math.floor(a / b);

function placeOf(decode: string, index: number): Place {
  const body = inScript(decode).replace(/let /g, 'var ');
  // The code is our own, and a test has no other way to run it without a GPU.
  const run = new Function(
    '__floor',
    'index',
    `var product, channel, quad; ${body} return { product, channel, quad };`,
  );
  return run(floor, index);
}

const packed = (index: string, { product, channel, quad }: Place): number =>
  new Function('__floor', 'product', 'channel', 'quad', `return ${inScript(index)};`)(
    floor,
    product,
    channel,
    quad,
  );
