/** Variables that no restore op mentions, found by the object graph or by their names alone. */
import { fileURLToPath } from 'node:url';
import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { openPath } from '../../archive/open.node.ts';
import { interpret } from '../../interpret/interpret.ts';
import { freeze } from '../../passes/constants/freeze.ts';
import { maxDifference, readNpy } from '../../testing/npy.ts';
import { FunctionDefLibrarySchema } from '../proto/gen/tensorflow/function_pb.ts';
import type { MetaGraphDef } from '../proto/gen/tensorflow/meta_graph_pb.ts';
import { openCheckpoint } from './checkpoint/checkpoint.ts';
import { importGraph } from './importGraph.ts';
import { chooseSignature, readSavedModel } from './savedModel.ts';
import { variableLookup } from './variables.ts';

const fixture = (file: string) => new URL(`../../../../fixtures/dcgan_upsample28/${file}`, import.meta.url);

/** Returns the largest difference from TensorFlow's pictures after `change` has been made to the module. */
async function errorWith(change: (metaGraph: MetaGraphDef) => void): Promise<number> {
  const files = await openPath(fileURLToPath(fixture('module.tar.gz')));
  try {
    const chosen = chooseSignature(await readSavedModel(files), {});
    change(chosen.metaGraph);
    const checkpoint = await openCheckpoint(files, 'variables/variables');
    const graph = freeze(importGraph(chosen), variableLookup(chosen.metaGraph, checkpoint));
    const z = readNpy(fixture('z.npy'));
    const [images] = interpret(graph, new Map([[graph.inputs[0]!.node, { dtype: 'float32', ...z }]]));
    return maxDifference(images!.data, readNpy(fixture('images.npy')).data);
  } finally {
    await files.close();
  }
}

function dropRestoreFunction({ graphDef }: MetaGraphDef): void {
  const library = graphDef!.library!;
  const kept = library.function.filter((f) => !f.nodeDef.some((node) => node.op === 'RestoreV2'));
  expect(kept.length).toBe(library.function.length - 1);
  graphDef!.library = create(FunctionDefLibrarySchema, { function: kept });
}

describe("a Keras module's variables are found", () => {
  test('by its restore function', async () => {
    expect(await errorWith((metaGraph) => delete metaGraph.objectGraphDef)).toBeLessThan(1e-5);
  });

  test('by its object graph', async () => {
    expect(await errorWith(dropRestoreFunction)).toBeLessThan(1e-5);
  });

  test('or not at all, and are then named', async () => {
    const neither = (metaGraph: MetaGraphDef): void => {
      dropRestoreFunction(metaGraph);
      delete metaGraph.objectGraphDef;
      for (const node of metaGraph.graphDef!.node) {
        const name = node.attr.shared_name?.value;
        if (node.op === 'VarHandleOp' && name?.case === 's') name.value = new TextEncoder().encode('nobody');
      }
    };
    await expect(errorWith(neither)).rejects.toThrow(/no value for "sequential\/dense/);
  });
});
