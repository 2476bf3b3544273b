/** Every op that may be emitted: the interpreter, the shape rules and stock TF.js against TensorFlow's own results. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { supportedOps } from '../emit/supportedOps.ts';
import type { Attributes } from '../graph/attributes.ts';
import { withDefaults } from '../graph/defaults.ts';
import { constantOf, constNode, type Graph, type GraphNode, ref } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import { toValue } from '../graph/value.ts';
import { legalise } from '../passes/fusing/legalise.ts';
import { chooseBackend } from '../run/tfjs.ts';
import { ruleOf } from '../shapes/rules.ts';
import { maxDifference } from '../testing/npy.ts';
import { runGraph } from '../testing/runGraph.ts';
import { interpret } from './interpret.ts';

interface Case {
  readonly op: string;
  readonly attrs: Attributes;
  readonly inputs: readonly Recorded[];
  readonly outputs: readonly Recorded[];
}

interface Recorded {
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/ops/cases.json', import.meta.url), 'utf8'),
);

function tensor({ dtype, shape, data }: Recorded): Tensor {
  const make = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return { dtype, shape, data: make.from(data) };
}

function graphOf({ op, attrs, inputs, outputs }: Case): Graph {
  const nodes = new Map<string, GraphNode>();
  for (const [i, input] of inputs.entries())
    nodes.set(`in${i}`, constNode(`in${i}`, constantOf(tensor(input))));
  nodes.set('y', withDefaults({ name: 'y', op, attrs, inputs: inputs.map((_, i) => ref(`in${i}`)) }));
  return { nodes, inputs: [], outputs: outputs.map((_, i) => ({ key: `y${i}`, ref: ref('y', i) })) };
}

const named = cases.map((one, i): [string, Case] => [
  `${i} ${one.op} of ${one.inputs.map(({ shape }) => `[${shape.join(',')}]`).join(' ')}`,
  one,
]);

describe.each(named)('%s', (_, one) => {
  test('the interpreter computes what TensorFlow does', () => {
    const results = interpret(graphOf(one), new Map());
    one.outputs.forEach((wanted, i) => {
      expect(results[i]!.shape).toEqual(wanted.shape);
      expect(results[i]!.dtype).toBe(wanted.dtype);
      expect(maxDifference(results[i]!.data, wanted.data)).toBeLessThan(2e-6 * scaleOf(wanted));
    });
  });

  test('its shape is known in advance', () => {
    const node = graphOf(one).nodes.get('y')!;
    const inputs = one.inputs.map((input) => ({
      shape: input.shape,
      values: input.data.length <= 64 ? Array.from(toValue(tensor(input)).data) : undefined,
    }));
    const shapes = ruleOf(one.op)!(inputs, node)!;
    expect(shapes.slice(0, one.outputs.length)).toEqual(one.outputs.map(({ shape }) => shape));
  });
});

describe('stock TF.js', () => {
  beforeAll(async () => {
    await chooseBackend();
  });

  // Div of integers is refused, since TF.js rounds it differently.
  test.each(named.filter(([, { op }]) => op !== 'Div'))('%s', async (_, one) => {
    const results = await runGraph(legalise(graphOf(one)));
    one.outputs.forEach((wanted, i) => {
      expect(results[i]!.shape).toEqual(wanted.shape);
      expect(maxDifference(results[i]!.data, wanted.data)).toBeLessThan(1e-5 * scaleOf(wanted));
    });
  });
});

test('every op that may be emitted is among the cases', () => {
  const tried = new Set(cases.map(({ op }) => op));
  // The same kernels under older and newer names, and ops covered by other tests.
  const elsewhere = ['Const', 'Placeholder', 'StopGradient', 'Snapshot', 'Add', 'BatchMatMul', 'Prelu'];
  const fused = ['_FusedConv2D', '_FusedMatMul', 'FusedBatchNorm', 'FusedBatchNormV2'];
  expect(
    [...supportedOps].filter((op) => !tried.has(op) && !elsewhere.includes(op) && !fused.includes(op)),
  ).toEqual([]);
});

function scaleOf({ data }: Recorded): number {
  return data.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
}
