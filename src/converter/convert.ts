/** From a model's files to a bundle in memory. Runs in Node and in a browser's worker alike. */
import { throwIfCancelled } from '../base/errors.ts';
import type { ModuleFiles } from './archive/files.ts';
import { type Calibration, calibrate, type Effort, samplesOf } from './calibrate/calibrate.ts';
import { assembleBundle, type BundleFacts, type BundleFile, type ConvertedBundle } from './emit/bundle.ts';
import { macsOf } from './emit/cost.ts';
import { emitGraphModel, type GraphModel } from './emit/model-json.ts';
import type { Graph } from './graph/graph.ts';
import type { ConvertHooks, ConvertOptions } from './options.ts';
import { fuse } from './passes/fuse.ts';
import { addPreviewHeads } from './recognise/preview-nodes.ts';
import { manifestPath, readBundleFiles } from './sources/bundle.ts';
import { loadModel } from './sources/load.ts';
import { type Understood, understand } from './understand.ts';
import { verify } from './verify/verify.ts';

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
  let previews: ReturnType<typeof addPreviewHeads> | undefined;
  if (known.progan !== undefined && measured !== undefined && measured.heads.length > 0) {
    previews = addPreviewHeads(known.graph, known.progan, measured.heads);
    model = await emit(previews.graph, options, hooks);
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

const usualBudget = 3e11;

/** As much as the budget allows and as there is to find out. Who wants pictures compared has time for eight more. */
function effortFor(known: Understood, options: ConvertOptions): Effort {
  const { calibration, budget = usualBudget, verify, findRange } = options;
  if (calibration !== undefined) return calibration;
  const macs = macsOf(known.graph);
  if (macs * samplesOf.full <= budget) return 'full';
  if (verify) return 'light';
  return findRange && known.range === undefined ? 'quick' : 'none';
}

async function measure(
  known: Understood,
  model: GraphModel,
  options: ConvertOptions,
  { onProgress, openRunner, signal }: ConvertHooks,
): Promise<Calibration | undefined> {
  const effort = openRunner === undefined ? 'none' : effortFor(known, options);
  if (openRunner === undefined || effort === 'none') return undefined;
  onProgress?.('calibrate', 0, 1);
  const files = [{ path: 'model.json', bytes: model.json }, ...model.shards];
  // Where TF.js cannot run at all, a bundle without measurements is better than none.
  const runner = await openRunner(files).catch(() => undefined);
  throwIfCancelled(signal);
  if (runner === undefined) return undefined;
  try {
    return await calibrate(runner, {
      latentSize: known.latentSize,
      image: known.image,
      output: known.graph.outputs[0]!.ref.node,
      prior: options.prior ?? 'normal',
      range: options.range ?? known.range,
      effort,
      usualRange: known.usualRange,
      progan: known.progan,
      onProgress: (done, total) => onProgress?.('calibrate', done, total),
      signal,
    });
  } finally {
    runner.dispose();
  }
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
  measured: Calibration | undefined,
  previews: ReturnType<typeof addPreviewHeads> | undefined,
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
