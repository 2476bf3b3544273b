/** Opens the input named on the command line: a path on the disk, or an address. Node only. */
import { fetchModel } from '../address/fetchModel.ts';
import { isAddress } from '../address/understand.ts';
import { openDropped } from '../archive/dropped.ts';
import { nodeDecompress } from '../archive/formats/decompress.node.ts';
import { type ArchiveLimits, defaultLimits } from '../archive/limits.ts';
import { type OpenedModel, openPath } from '../archive/open.node.ts';

interface InputOptions {
  readonly limits: Partial<ArchiveLimits>;
  /** @param total 0 while it is unknown */
  readonly onProgress: (stage: 'Fetching' | 'Reading', done: number, total: number) => void;
}

/** Opens an input. @throws as `openPath` and `fetchModel` */
export async function openInput(input: string, { limits, onProgress }: InputOptions): Promise<OpenedModel> {
  const onRead = (read: number, total: number) => onProgress('Reading', read, total);
  if (!isAddress(input)) return openPath(input, { limits, onProgress: onRead });
  const { proxiedFetch } = await import('../address/proxied.node.ts');
  const { fetch, close } = proxiedFetch();
  try {
    const { files } = await fetchModel(input, {
      ...{ fetch, limits: { ...defaultLimits, ...limits } },
      onBytes: (loaded, total) => onProgress('Fetching', loaded, total ?? 0),
    });
    const blobs = files.map(({ path, bytes }) => ({ path, blob: new Blob([bytes]) }));
    const opened = await openDropped(blobs, { limits, onProgress: onRead, decompress: nodeDecompress });
    return { ...opened, close: async () => undefined };
  } finally {
    await close();
  }
}
