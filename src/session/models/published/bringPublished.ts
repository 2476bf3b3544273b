/**
 * Brings a published model to this device: its files are fetched, converted and kept. Loaded with the first request for
 * one.
 */
import { ZscapeError } from '../../../base/errors.ts';
import { clearDownloads } from '../../../bundle/device/downloads.ts';
import { isModelJson, type VariantName } from '../../../bundle/published/fileList.ts';
import { bytesOf, fromSource, type PublishedModel } from '../../../bundle/published/publishedModel.ts';
import { publishedModels } from '../../../bundle/published/publishedModels.ts';
import { convertInPage } from '../../../converter/page/client.ts';
import { Pace } from '../../../download/pace.ts';
import type { ModelGetting } from '../../../store/state/state.ts';
import { type Fetching, startFetching } from './fetchInPage.ts';

interface BringOptions {
  /** The folder that replaces the hosts of published models, with a slash at its end; null to use those hosts. */
  source: string | null;
  signal: AbortSignal;
  onProgress: (progress: Omit<ModelGetting, 'id'>) => void;
}

/** Tells whether there is a published model with that id. */
export const isPublished = (id: string): boolean => findPublished(id) !== undefined;

/**
 * Fetches a model, converts and keeps it.
 * @returns the converter's notes about it, as sentences that begin with the model's title
 * @throws any error of `fetchFiles` and of the converter; MODEL_UNKNOWN; SOURCE_INVALID; STORAGE_*; CANCELLED. Files that
 * have arrived stay for the next try.
 */
export async function bringPublished(
  id: string,
  variant: VariantName,
  { source: from, signal, onProgress }: BringOptions,
): Promise<string[]> {
  const { model, files } = await fetchPublished(id, variant, { source: from, signal, onProgress });
  const { title, description, licence, source, prior, faces } = model;
  const warnings: string[] = [];
  await convertInPage(files, {
    ...{ taken: [], signal, onProgress },
    onWarning: (words) => warnings.push(`${title}: ${words}`),
    about: { id, title, description, licence, source, prior, faces, quantization: 'as-it-came' },
  });
  await clearDownloads(id);
  return warnings;
}

/** Fetches the files. The fetching worker ends before the model is converted, so its memory is free by then. */
async function fetchPublished(
  id: string,
  variant: VariantName,
  { source, signal, onProgress }: BringOptions,
) {
  const pace = new Pace();
  const onBytes = (loaded: number, total: number) =>
    onProgress({ stage: 'fetch', done: loaded, total, ...pace.now(performance.now(), loaded, total) });
  const fetching = startFetching({ signal, onBytes });
  try {
    const model = await modelFrom(id, variant, source, fetching);
    const { title, addresses, host } = model;
    const files = model.variants[variant];
    if (!files)
      throw new ZscapeError(
        'SOURCE_INVALID',
        `${host} does not have ${title} in that size. Choose the other size.`,
      );
    onBytes(0, bytesOf(files));
    const blobs = await fetching.files({ id, title, files, addresses });
    // Relative to the folder that contains model.json.
    const root = files.find(isModelJson)!.path.replace(/[^/]*$/, '');
    const named = files.map(({ path }, i) => ({
      path: `${id}/${path.slice(path.startsWith(root) ? root.length : 0)}`,
      blob: blobs[i]!,
    }));
    return { model, files: named };
  } finally {
    fetching.end();
  }
}

/** Returns the table's entry, or its replacement at another source. */
async function modelFrom(
  id: string,
  variant: VariantName,
  source: string | null,
  fetching: Pick<Fetching, 'list'>,
): Promise<PublishedModel> {
  const model = findPublished(id);
  if (!model) throw new ZscapeError('MODEL_UNKNOWN', `This page knows of no published model “${id}”.`);
  return source === null ? model : fromSource(model, source, await fetching.list(source), variant);
}

const findPublished = (id: string): PublishedModel | undefined =>
  publishedModels.find((model) => model.id === id);
