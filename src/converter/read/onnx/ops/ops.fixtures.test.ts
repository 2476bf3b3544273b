/**
 * Every op in models of one node or a few, compared with ONNX Runtime's results: in the interpreter and, for some, in
 * TF.js.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { memoryFiles } from '../../../archive/files.ts';
import type { Graph } from '../../../graph/graph.ts';
import type { Value } from '../../../graph/value.ts';
import { interpret } from '../../../interpret/interpret.ts';
import { chooseBackend } from '../../../run/tfjs.ts';
import { maxDifference } from '../../../testing/npy.ts';
import { runSimplified } from '../../../testing/runGraph.ts';
import { readModel } from '../readModel.ts';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly input: { readonly shape: number[]; readonly data: number[] };
  readonly output: { readonly shape: number[]; readonly data: number[] };
}

const url = new URL('../../../../../fixtures/onnx/cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(url, 'utf8')) as Case[];

async function graphOf({ model }: Case): Promise<Graph> {
  const bytes = Uint8Array.from(Buffer.from(model, 'base64'));
  return readModel(memoryFiles(new Map([['model.onnx', bytes]])), {});
}

function feedsOf(graph: Graph, { input }: Case): Map<string, Value> {
  const value: Value = { dtype: 'float32', shape: input.shape, data: Float32Array.from(input.data) };
  return new Map([[graph.inputs[0]!.node, value]]);
}

/** Returns ONNX Runtime's result, with its channels last if the converter treats it as a picture. */
function wanted({ output }: Case, shape: readonly number[]): readonly number[] {
  if (shape.join() === output.shape.join()) return output.data;
  const [n, c, h, w] = output.shape as [number, number, number, number];
  expect(shape).toEqual([n, h, w, c]);
  return Array.from(output.data, (_, i) => {
    const [k, x, y, image] = [
      i % c,
      Math.floor(i / c) % w,
      Math.floor(i / (c * w)) % h,
      Math.floor(i / (c * w * h)),
    ];
    return output.data[((image * c + k) * h + y) * w + x]!;
  });
}

beforeAll(async () => void (await chooseBackend()));

describe.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
  test("gives ONNX Runtime's numbers", async () => {
    const graph = await graphOf(one);
    const [result] = interpret(graph, feedsOf(graph, one));
    const most = one.output.data.reduce((high, x) => Math.max(high, Math.abs(x)), 1);
    expect(maxDifference(result!.data, wanted(one, result!.shape)) / most).toBeLessThan(2e-6);
  });

  test('gives them simplified and in TF.js', async () => {
    const graph = await graphOf(one);
    const result = await runSimplified(graph, feedsOf(graph, one));
    const most = one.output.data.reduce((high, x) => Math.max(high, Math.abs(x)), 1);
    expect(maxDifference(result.data, wanted(one, result.shape)) / most).toBeLessThan(1e-5);
  });
});
