import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openPath } from '/work/trees/onnx/src/converter/archive/open.node.ts';
import { interpret } from '/work/trees/onnx/src/converter/interpret/interpret.ts';
import { readModel } from '/work/trees/onnx/src/converter/read/onnx/readModel.ts';
import { maxDifference, readNpy } from '/work/trees/onnx/src/converter/testing/npy.ts';

const root = new URL('file:///work/trees/onnx/fixtures/onnx/');
const names = readdirSync(root).filter((n) => existsSync(new URL(`${n}/model.onnx`, root)));
test.each(names)('%s', async (name) => {
  const files = await openPath(fileURLToPath(new URL(`${name}/`, root)));
  const graph = await readModel(files, {});
  const z = readNpy(new URL(`${name}/z.npy`, root));
  const feeds = new Map();
  graph.inputs.forEach((input, i) => {
    const a = i === 0 ? z : readNpy(new URL(`${name}/class.npy`, root));
    feeds.set(input.node, {
      dtype: input.dtype,
      shape: a.shape,
      data: input.dtype === 'int32' ? Int32Array.from(a.data) : a.data,
    });
  });
  const [image] = interpret(graph, feeds);
  const want = readNpy(new URL(`${name}/images.npy`, root));
  console.log(
    name,
    image!.shape.join(),
    maxDifference(image!.data, want.data),
    graph.nodes.size,
    [...graph.nodes.values()].filter((n) => n.op === 'Transpose').length,
  );
  expect(image!.shape).toEqual(want.shape);
});
