/**
 * From a model's files to a bundle in memory, in the order of the folders: read (turns a source into a graph), signature
 * (gives it the inputs and outputs of a bundle), recognise (understands the graph), emit (writes weights and files),
 * measure (learns what only running can tell), and back to emit. Runs both in Node and in a browser's worker.
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
import type { GrownHead } from './read/safetensors/progan.ts';
import { safetensors } from './read/safetensors/source.ts';
import { chooseSource, hasMark } from './read/sources.ts';
import { recogniseGenerator } from './recognise/generator.ts';
import { timerDeadline } from './run/deadline.ts';
import { refuseCostly } from './shapes/estimate.ts';
import { type Arranged, arrange, mayBeEncoder } from './signature/arrange.ts';
import { classNamesIn } from './signature/classNames.ts';

/**
 * Converts a model of any known kind; a bundle is checked and taken unchanged.
 * @throws ZscapeError for anything wrong with the files; MODEL_TOO_LARGE and MODEL_TOO_SLOW before anything runs;
 * VERIFY_FAILED; CANCELLED when the signal fires.
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
  const grown = await grownHeads(found);
  const understood = { files: found, arranged, generator, cost, given, grown };
  const bundle = await narrowed(understood, options, hooks);
  return { ...bundle, warnings: [...arranged.warnings, ...bundle.warnings] };
}

/** Reads the heads that our own trainer keeps; other kinds of files have none. */
async function grownHeads(files: ModuleFiles): Promise<readonly GrownHead[]> {
  if (chooseSource(files.paths) !== safetensors) return [];
  const path = files.paths.find((name) => safetensors.isMark(name))!;
  const { readGrownHeads } = await import('./read/safetensors/progan.ts');
  return readGrownHeads(await files.read(path), path);
}

/** Far more than 768 MB take. A damaged file can make a library read for ever. */
const readSeconds = 240;

/** Reads an archive into a graph with a latent as its input and a picture as its output. */
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
