/**
 * From a model's files to a bundle in memory, in the order of the folders: read (a source becomes a graph), recognise (the
 * graph is understood), emit (weights and files), measure (what only running tells), and back to emit. Runs in Node and in
 * a browser's worker alike.
 */
import { throwIfCancelled } from '../base/errors.ts';
import { withAnyModelJson } from './archive/anyModelJson.ts';
import type { ModuleFiles } from './archive/files.ts';
import { assembleBundle, type BundleFacts, type BundleFile, type ConvertedBundle } from './emit/bundle.ts';
import { emitGraphModel, type GraphModel } from './emit/modelJson.ts';
import { type PreviewHeads, withPreviewHeads } from './emit/previewHeads.ts';
import type { Graph } from './graph/graph.ts';
import { type Measurements, measure } from './measure/measure.ts';
import { verify } from './measure/verify.ts';
import type { ConvertHooks, ConvertOptions } from './options.ts';
import { fuse } from './passes/fusing/fuse.ts';
import { isBundle, readBundleFiles } from './read/bundle/readBundle.ts';
import { refuseEncoder } from './read/refusals/encoder.ts';
import { chooseSource, hasMark } from './read/sources.ts';
import { type RecognisedGenerator, recogniseGenerator } from './recognise/generator.ts';
import { pictureFirst } from './recognise/pictureOutput.ts';
import { patience, timerDeadline, withDeadline } from './run/deadline.ts';
import { type Cost, refuseCostly } from './shapes/estimate.ts';

/**
 * Converts a model of any kind that is known; a bundle is checked and taken as it is.
 * @throws ZscapeError for everything that can be wrong with the files; MODEL_TOO_LARGE and MODEL_TOO_SLOW before anything
 *   runs; VERIFY_FAILED; CANCELLED when the signal fires.
 */
export async function convert(
  files: ModuleFiles,
  options: ConvertOptions,
  hooks: ConvertHooks = {},
): Promise<ConvertedBundle> {
  hooks.onProgress?.('read', 0, 1);
  if (isBundle(files.paths)) return readBundleFiles(files, options);
  const graph = await readGraph(files, options, hooks);
  const generator = await recognise(graph, hooks);
  const cost = refuseCostly(generator.graph, options.costLimits);
  const model = await emit(generator.graph, options, hooks);
  const measurements = await measure({ generator, model, cost }, options, hooks);
  const bundle = await assemble(generator, model, measurements, options, hooks);
  return verified(graph, bundle, cost, options, hooks);
}

/** Far more than 768 MB take; a damaged file can make a library read on and on. */
const readSeconds = 240;

/** Archive to graph: the picture is its first output. */
async function readGraph(
  files: ModuleFiles,
  options: ConvertOptions,
  { signal, deadline = timerDeadline }: ConvertHooks,
): Promise<Graph> {
  const found = hasMark(files.paths) ? files : await withAnyModelJson('What was given', files);
  const readModel = await chooseSource(found.paths).load();
  const graph = await deadline('Reading the model', readSeconds, () => readModel(found, options, signal));
  throwIfCancelled(signal);
  refuseEncoder(graph);
  return pictureFirst({ ...graph, shapes: {} });
}

/** Far more than the largest generator's graph takes on a slow machine. */
const recogniseSeconds = 120;

function recognise(graph: Graph, { onProgress, deadline = timerDeadline }: ConvertHooks) {
  onProgress?.('graph', 0, 1);
  return deadline('Simplifying the network', recogniseSeconds, async () => recogniseGenerator(graph));
}

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

const previewName = 'preview.png';

/** A bundle, and what it was made of, should it be made again with one more fact. */
interface Draft {
  readonly bundle: ConvertedBundle;
  readonly facts: BundleFacts;
  readonly model: GraphModel;
  readonly others: readonly BundleFile[];
}

async function assemble(
  generator: RecognisedGenerator,
  bare: GraphModel,
  measurements: Measurements | undefined,
  options: ConvertOptions,
  { onProgress }: ConvertHooks,
): Promise<Draft> {
  const heads = measurements?.heads ?? [];
  const previews =
    generator.progan !== undefined && heads.length > 0
      ? withPreviewHeads(bare.json, generator.progan.generator, heads)
      : undefined;
  const model = previews === undefined ? bare : withPreviews(bare, previews);
  const facts = factsOf(generator, options, model.quantization, measurements, previews);
  const others = measurements === undefined ? [] : [{ path: previewName, bytes: measurements.preview }];
  onProgress?.('hash', 0, 1);
  return { facts, model, others, bundle: await assembleBundle(facts, model, others) };
}

function withPreviews(model: GraphModel, { json, shard, parameters }: PreviewHeads): GraphModel {
  return { ...model, json, shards: [...model.shards, shard], parameters: model.parameters + parameters };
}

/** The bundle, compared with the graph that it was made from if that was asked for. */
async function verified(
  graph: Graph,
  { bundle, facts, model, others }: Draft,
  cost: Cost,
  { verify: samples = 0, tolerance, costLimits }: ConvertOptions,
  { onProgress, openRunner, signal, deadline = timerDeadline }: ConvertHooks,
): Promise<ConvertedBundle> {
  if (samples === 0 || openRunner === undefined) return bundle;
  const original = refuseCostly({ ...graph, outputs: graph.outputs.slice(0, 1) }, costLimits);
  const runner = withDeadline(await openRunner(bundle.files, cost), cost, deadline);
  try {
    const result = await verify(graph, runner, {
      ...{ samples, tolerance, signal },
      manifest: bundle.manifest,
      patience: patience(original),
      onProgress: (done, total) => onProgress?.('verify', done, total),
    });
    return await assembleBundle({ ...facts, verified: result }, model, others);
  } finally {
    runner.dispose();
  }
}

function factsOf(
  generator: RecognisedGenerator,
  options: ConvertOptions,
  quantization: BundleFacts['quantization'],
  measurements: Measurements | undefined,
  previews: PreviewHeads | undefined,
): BundleFacts {
  const { graph, progan } = generator;
  return {
    id: options.id,
    title: options.title ?? options.fallbackTitle ?? options.id,
    ...(options.description !== undefined && { description: options.description }),
    ...(options.licence && { licence: options.licence }),
    ...(options.source && { source: options.source }),
    ...(options.address !== undefined && { address: options.address }),
    latent: {
      size: generator.latentSize,
      prior: options.prior ?? 'normal',
      normalised: measurements?.normalised ?? progan?.generator.latentNorm != null,
    },
    image: {
      ...generator.image,
      range: options.range ?? measurements?.range ?? generator.range ?? generator.usualRange,
    },
    generator: progan?.generator ?? {
      family: 'graph',
      input: graph.inputs[0]!.node,
      output: graph.outputs[0]!.ref.node,
    },
    outputs: [...generator.outputs, ...(previews?.outputs ?? [])],
    previewHeads: previews?.previewHeads ?? [],
    quantization,
    ...(measurements && { preview: previewName }),
  };
}
