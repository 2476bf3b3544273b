/**
 * From a model's files to a bundle in memory, in the order of the folders: read (a source becomes a graph), signature (its inputs
 * and outputs are those of a bundle), recognise (the graph is understood), emit (weights and files), measure (what only running
 * tells), and back to emit. Runs in Node and in a browser's worker alike.
 */
import { throwIfCancelled } from '../base/errors.ts';
import { withAnyModelJson } from './archive/anyModelJson.ts';
import type { ModuleFiles } from './archive/files.ts';
import type { ConvertedBundle } from './emit/bundle.ts';
import { givenLatents } from './latents/givenLatents.ts';
import { narrowed } from './narrow.ts';
import type { ConvertHooks, ConvertOptions } from './options.ts';
import { isBundle, readBundleFiles } from './read/bundle/readBundle.ts';
import { refuseEncoder } from './read/refusals/encoder.ts';
import { chooseSource, hasMark } from './read/sources.ts';
import { recogniseGenerator } from './recognise/generator.ts';
import { timerDeadline } from './run/deadline.ts';
import { refuseCostly } from './shapes/estimate.ts';
import { type Arranged, arrange, mayBeEncoder } from './signature/arrange.ts';
import { classNamesIn } from './signature/classNames.ts';

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
  const found = hasMark(files.paths) ? files : await withAnyModelJson('What was given', files);
  const arranged = await readArranged(found, options, hooks);
  const generator = await recognise(arranged, hooks);
  const cost = refuseCostly(generator.graph, options.costLimits);
  const given = await givenLatents(files, generator.latentSize);
  const bundle = await narrowed({ files: found, arranged, generator, cost, given }, options, hooks);
  return { ...bundle, warnings: [...arranged.warnings, ...bundle.warnings] };
}

/** Far more than 768 MB take; a damaged file can make a library read on and on. */
const readSeconds = 240;

/** Archive to graph, with a latent in and a picture out. */
async function readArranged(
  files: ModuleFiles,
  options: ConvertOptions,
  { signal, deadline = timerDeadline }: ConvertHooks,
): Promise<Arranged> {
  const readModel = await chooseSource(files.paths).load();
  const graph = await deadline('Reading the model', readSeconds, () => readModel(files, options, signal));
  throwIfCancelled(signal);
  if (mayBeEncoder(graph, options)) refuseEncoder(graph);
  const arranged = arrange(graph, options);
  const { classes } = arranged;
  if (classes === undefined || classes.names !== undefined) return arranged;
  const names = await classNamesIn(files, classes.count);
  return names === undefined ? arranged : { ...arranged, classes: { ...classes, names } };
}

/** Far more than the largest generator's graph takes on a slow machine. */
const recogniseSeconds = 120;

function recognise(arranged: Arranged, { onProgress, deadline = timerDeadline }: ConvertHooks) {
  onProgress?.('graph', 0, 1);
  return deadline('Simplifying the network', recogniseSeconds, async () => recogniseGenerator(arranged));
}
