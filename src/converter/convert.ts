/** From a model's files to a bundle in memory. Runs in Node and in a browser's worker alike. */
import { throwIfCancelled, ZscapeError } from '../base/errors.ts';
import type { BundleManifest } from '../bundle/schema.ts';
import type { ModuleFiles } from './archive/files.ts';
import { openCheckpoint } from './checkpoint/checkpoint.ts';
import { assembleBundle, type ConvertedBundle } from './emit/bundle.ts';
import { emitGraphModel } from './emit/model-json.ts';
import { checkSupported } from './emit/supported-ops.ts';
import { attr, type Graph } from './graph/graph.ts';
import type { ConvertHooks, ConvertOptions } from './options.ts';
import { freeze } from './passes/freeze.ts';
import { fuse } from './passes/fuse.ts';
import { canonicalise, trim } from './passes/optimise.ts';
import { keepHeads } from './recognise/heads.ts';
import { recogniseProgan } from './recognise/progan.ts';
import { inferShapes } from './shapes/infer.ts';
import { importGraph } from './sources/tensorflow/import-graph.ts';
import { chooseSignature, readSavedModel } from './sources/tensorflow/saved-model.ts';
import { variableLookup } from './sources/tensorflow/variables.ts';

/**
 * Converts a TensorFlow module.
 * @throws ZscapeError for everything that can be wrong with the files; CANCELLED when the signal fires.
 */
export async function convert(
  files: ModuleFiles,
  options: ConvertOptions,
  hooks: ConvertHooks = {},
): Promise<ConvertedBundle> {
  const { onProgress, signal } = hooks;
  const quantization = options.quantization ?? 'float16';
  onProgress?.('read', 0, 1);
  const chosen = chooseSignature(await readSavedModel(files), options);
  const checkpoint = await openCheckpoint(files, 'variables/variables');
  throwIfCancelled(signal);
  onProgress?.('graph', 0, 1);
  const frozen = freeze(importGraph(chosen), variableLookup(chosen.metaGraph, checkpoint));
  const canonical = canonicalise(frozen);
  const trimmed = trim(canonical);
  const progan = recogniseProgan(trimmed);
  const kept = progan ? keepHeads(canonical, trimmed, progan) : { graph: trimmed, outputs: [] };
  const graph = fuse(kept.graph);
  checkSupported(graph);
  const { latentSize, image } = pictureOf(graph);
  throwIfCancelled(signal);
  const model = await emitGraphModel(graph, {
    quantization,
    onProgress: (done, total) => onProgress?.('weights', done, total),
    signal,
  });
  onProgress?.('hash', 0, 1);
  return assembleBundle(
    {
      id: options.id,
      title: options.title ?? options.id,
      ...(options.description !== undefined && { description: options.description }),
      ...(options.licence && { licence: options.licence }),
      ...(options.source && { source: options.source }),
      latent: { size: latentSize, prior: 'normal', normalised: progan?.generator.latentNorm != null },
      image: { ...image, range: progan?.generator.toRgb.clip ?? rangeOf(graph) },
      generator: progan?.generator ?? {
        family: 'graph',
        input: graph.inputs[0]!.node,
        output: graph.outputs[0]!.ref.node,
      },
      outputs: kept.outputs,
      previewHeads: [],
      quantization,
    },
    model,
  );
}

/**
 * What the page must know of the signature: one latent vector in, one picture out.
 * @throws SIGNATURE_UNUSABLE when it is anything else, saying what it is.
 */
function pictureOf(graph: Graph): {
  latentSize: number;
  image: Omit<BundleManifest['image'], 'range'>;
} {
  const [input, ...more] = graph.inputs;
  const shape = input?.shape;
  const latentSize = shape?.at(-1);
  if (
    input === undefined ||
    more.length > 0 ||
    shape?.length !== 2 ||
    latentSize === undefined ||
    latentSize < 1
  ) {
    const there = graph.inputs.map(
      ({ key, shape: s }) => `"${key}" ${s === null ? 'of unknown shape' : `[${s.join(', ')}]`}`,
    );
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `A generator takes one batch of latent vectors [n, size]; this signature takes ${there.join(', ')}.`,
    );
  }
  const output = graph.outputs[0]!;
  const [, height, width, channels, ...rest] = inferShapes(graph).shape(output.ref) ?? [];
  const sized = height !== undefined && width !== undefined && height > 0 && width > 0;
  if (!sized || (channels !== 1 && channels !== 3) || rest.length > 0) {
    const there = inferShapes(graph).shape(output.ref)?.join(', ') ?? 'a shape that cannot be told';
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `A generator gives pictures [n, height, width, 1 or 3]; output "${output.key}" is [${there}].`,
    );
  }
  return { latentSize, image: { width, height, channels } };
}

/** What the last op says of the range; networks of this kind are trained on [-1, 1] where it says nothing. */
function rangeOf(graph: Graph): [number, number] {
  const last = graph.nodes.get(graph.outputs[0]!.ref.node);
  return last?.op === 'Sigmoid' ||
    (last?.op === '_FusedConv2D' && attr(last, 'fused_ops', 'strings')?.includes('Sigmoid'))
    ? [0, 1]
    : [-1, 1];
}
