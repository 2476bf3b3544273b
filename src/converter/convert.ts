/** From a model's files to a bundle in memory. Runs in Node and in a browser's worker alike. */
import { throwIfCancelled } from '../base/errors.ts';
import type { ModuleFiles } from './archive/files.ts';
import { assembleBundle, type BundleFacts, type BundleFile, type ConvertedBundle } from './emit/bundle.ts';
import { emitGraphModel, type GraphModel } from './emit/modelJson.ts';
import { type PreviewHeads, withPreviewHeads } from './emit/previewHeads.ts';
import type { Graph } from './graph/graph.ts';
import { type Measured, measure } from './measure/measure.ts';
import { verify } from './measure/verify.ts';
import type { ConvertHooks, ConvertOptions } from './options.ts';
import { fuse } from './passes/fusing/fuse.ts';
import { manifestPath, readBundleFiles } from './read/bundle/readBundle.ts';
import { loadModel } from './read/sources.ts';
import { type Understood, understand } from './recognise/generator.ts';

/**
 * Converts a model of any kind that is known.
 * @throws ZscapeError for everything that can be wrong with the files; VERIFY_FAILED; CANCELLED when the signal fires.
 */
export async function convert(
  files: ModuleFiles,
  options: ConvertOptions,
  hooks: ConvertHooks = {},
): Promise<ConvertedBundle> {
  const { onProgress, signal } = hooks;
  onProgress?.('read', 0, 1);
  if (files.paths.includes(manifestPath)) return readBundleFiles(files, options);
  const frozen = await loadModel(files, options, signal);
  throwIfCancelled(signal);
  onProgress?.('graph', 0, 1);
  const known = understand(frozen);
  let model = await emit(known.graph, options, hooks);
  const measured = await measure(known, model, options, hooks);
  let previews: PreviewHeads | undefined;
  if (known.progan !== undefined && measured !== undefined && measured.heads.length > 0) {
    previews = withPreviewHeads(model.json, known.progan.generator, measured.heads);
    const { json, shard, parameters } = previews;
    model = { json, shards: [...model.shards, shard], parameters: model.parameters + parameters };
  }
  const facts = factsOf(known, options, measured, previews);
  const others: BundleFile[] = measured === undefined ? [] : [{ path: previewName, bytes: measured.preview }];
  onProgress?.('hash', 0, 1);
  const bundle = await assembleBundle(facts, model, others);
  const verified = await compare(frozen, bundle, options, hooks);
  return verified === undefined ? bundle : assembleBundle({ ...facts, verified }, model, others);
}

const previewName = 'preview.png';

function emit(
  graph: Graph,
  options: ConvertOptions,
  { onProgress, signal }: ConvertHooks,
): Promise<GraphModel> {
  return emitGraphModel(fuse(graph), {
    quantization: options.quantization ?? 'float16',
    onProgress: (done, total) => onProgress?.('weights', done, total),
    signal,
  });
}

async function compare(
  frozen: Graph,
  bundle: ConvertedBundle,
  { verify: samples = 0, tolerance }: ConvertOptions,
  { onProgress, openRunner, signal }: ConvertHooks,
) {
  if (samples === 0 || openRunner === undefined) return undefined;
  const runner = await openRunner(bundle.files);
  try {
    return await verify(frozen, runner, {
      samples,
      manifest: bundle.manifest,
      tolerance,
      onProgress: (done, total) => onProgress?.('verify', done, total),
      signal,
    });
  } finally {
    runner.dispose();
  }
}

function factsOf(
  known: Understood,
  options: ConvertOptions,
  measured: Measured | undefined,
  previews: PreviewHeads | undefined,
): BundleFacts {
  const { graph, progan } = known;
  return {
    id: options.id,
    title: options.title ?? options.fallbackTitle ?? options.id,
    ...(options.description !== undefined && { description: options.description }),
    ...(options.licence && { licence: options.licence }),
    ...(options.source && { source: options.source }),
    latent: {
      size: known.latentSize,
      prior: options.prior ?? 'normal',
      normalised: measured?.normalised ?? progan?.generator.latentNorm != null,
    },
    image: { ...known.image, range: options.range ?? measured?.range ?? known.range ?? known.usualRange },
    generator: progan?.generator ?? {
      family: 'graph',
      input: graph.inputs[0]!.node,
      output: graph.outputs[0]!.ref.node,
    },
    outputs: [...known.outputs, ...(previews?.outputs ?? [])],
    previewHeads: previews?.previewHeads ?? [],
    quantization: options.quantization ?? 'float16',
    ...(measured && { preview: previewName }),
  };
}
