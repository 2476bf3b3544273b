/** Fetches the files of a published variant as the page does, each checked against its hash. */
import { join } from 'node:path';
import { EnvHttpProxyAgent, fetch as fetchThrough } from 'undici';
import { ZscapeError } from '../../src/base/errors.ts';
import {
  isModelJson,
  mostListBytes,
  parseFileList,
  type VariantName,
} from '../../src/bundle/published/fileList.ts';
import { fromSource, type PublishedModel } from '../../src/bundle/published/publishedModel.ts';
import { fetchFile } from '../../src/download/fetchFile.ts';
import { fetchFiles } from '../../src/download/fetchFiles.ts';
import { FolderFiles } from './folder.ts';

export interface PublishedRequest {
  readonly model: PublishedModel;
  readonly variant: VariantName;
  /** Address of a folder with a `files.json`, used instead of the table's addresses; it ends in a slash. */
  readonly source: string | null;
  /** Where downloads are kept. */
  readonly keep: string;
  readonly signal: AbortSignal;
  readonly onBytes: (loaded: number, total: number) => void;
}

/**
 * @returns the folder with model.json and its shards, and what is known of them
 * @throws what `fetchFiles` throws; SOURCE_INVALID
 */
export async function fetchPublished(
  request: PublishedRequest,
): Promise<{ folder: string; model: PublishedModel }> {
  const { variant, source, keep, signal, onBytes } = request;
  const agent = new EnvHttpProxyAgent();
  const fetch = ((address: string, init?: RequestInit) =>
    fetchThrough(address, { ...(init as object), dispatcher: agent })) as unknown as typeof globalThis.fetch;
  try {
    let { model } = request;
    if (source !== null) {
      const url = new URL('files.json', source).href;
      const { bytes } = await fetchFile(url, { maxBytes: mostListBytes, signal, fetch });
      model = fromSource(model, source, parseFileList(new TextDecoder().decode(bytes), url), variant);
    }
    const files = model.variants[variant];
    if (!files)
      throw new ZscapeError(
        'SOURCE_INVALID',
        `${model.host} does not have ${model.title} as ${variant}. Try the other --variant.`,
      );
    const folder = join(keep, `${model.id}-${variant}`);
    const root = files.find(isModelJson)!.path.replace(/[^/]*$/, '');
    const kept = new FolderFiles(folder, root);
    await fetchFiles(files, { addresses: model.addresses, kept, signal, onBytes, fetch });
    return { folder, model };
  } finally {
    await agent.destroy();
  }
}
