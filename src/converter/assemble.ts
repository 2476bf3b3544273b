/** Combines everything known of a model: the graph model, its measurements, and the bundle that holds both. */
import { assembleBundle, type BundleFacts, type BundleFile, type ConvertedBundle } from './emit/bundle.ts';
import { withGrownHeads } from './emit/grownHeads.ts';
import type { GraphModel } from './emit/modelJson.ts';
import { type PreviewHeads, withPreviewHeads } from './emit/previewHeads.ts';
import type { Measurements } from './measure/measure.ts';
import { verify } from './measure/verify.ts';
import type { ConvertHooks, ConvertOptions } from './options.ts';
import { patience, timerDeadline, withDeadline } from './run/deadline.ts';
import { refuseCostly } from './shapes/estimate.ts';
import type { Understood } from './understood.ts';

const previewName = 'preview.png';

/** A bundle with everything it was made from, so that it can be made again with one more fact. */
export interface Draft {
  readonly bundle: ConvertedBundle;
  readonly facts: BundleFacts;
  readonly model: GraphModel;
  readonly others: readonly BundleFile[];
}

/** Assembles the bundle of a model, with whatever has been measured. @throws BUNDLE_INVALID */
export async function assemble(
  understood: Understood,
  bare: GraphModel,
  measurements: Measurements | undefined,
  options: ConvertOptions,
  { onProgress }: ConvertHooks,
): Promise<Draft> {
  const { generator, given, grown } = understood;
  const heads = measurements?.heads ?? [];
  const progan = generator.progan?.generator;
  const growing = progan && grown.length > 0 ? withGrownHeads(bare, progan, grown) : undefined;
  const before = growing?.model ?? bare;
  const previews = progan && heads.length > 0 ? withPreviewHeads(before.json, progan, heads) : undefined;
  const model = previews === undefined ? before : withPreviews(before, previews);
  const known = factsOf(understood, options, model.quantization, measurements, previews);
  const facts = growing ? { ...known, growth: growing.growth } : known;
  const preview = measurements && { path: previewName, bytes: measurements.preview };
  const others = [preview, given?.file].filter((file) => file !== undefined);
  onProgress?.('hash', 0, 1);
  return { facts, model, others, bundle: await assembleBundle(facts, model, others) };
}

function withPreviews(model: GraphModel, { json, shard, parameters }: PreviewHeads): GraphModel {
  return { ...model, json, shards: [...model.shards, shard], parameters: model.parameters + parameters };
}

/** Returns the bundle, compared with its source graph and with the original model if verification was requested. */
export async function verified(
  { files, arranged: { graph }, cost }: Understood,
  { bundle, facts, model, others }: Draft,
  { verify: samples = 0, tolerance, costLimits }: ConvertOptions,
  { onProgress, openRunner, openStock, signal, deadline = timerDeadline }: ConvertHooks,
): Promise<ConvertedBundle> {
  if (samples === 0 || openRunner === undefined) return bundle;
  const original = refuseCostly({ ...graph, outputs: graph.outputs.slice(0, 1) }, costLimits);
  const runner = withDeadline(await openRunner(bundle.files, cost), cost, deadline);
  const stock = await openStock?.(files);
  try {
    const result = await verify(graph, runner, {
      ...{ samples, tolerance, signal, stock },
      manifest: bundle.manifest,
      patience: patience(original),
      onProgress: (done, total) => onProgress?.('verify', done, total),
    });
    return await assembleBundle({ ...facts, verified: result }, model, others);
  } finally {
    runner.dispose();
    stock?.dispose();
  }
}

function factsOf(
  { generator, given }: Understood,
  options: ConvertOptions,
  quantization: BundleFacts['quantization'],
  measurements: Measurements | undefined,
  previews: PreviewHeads | undefined,
): BundleFacts {
  const { graph, progan, classes } = generator;
  const normalised = measurements?.normalised ?? progan?.generator.latentNorm != null;
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
      normalised,
    },
    image: {
      ...generator.image,
      range: options.range ?? measurements?.range ?? generator.range ?? generator.usualRange,
    },
    ...(options.faces && { faces: options.faces }),
    ...(classes && { classes }),
    ...(!normalised && given?.usual !== undefined && { spread: { usual: given.usual } }),
    ...(given && { latents: given.latents }),
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
