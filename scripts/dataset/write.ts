/**
 * A data set on disk: `dataset.json`, `labels.csv` and shards `shard-0000.zip` of stored WebP pictures `000000.webp`.
 * It grows in a folder beside the target and is put in place when it is whole.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { ZscapeError } from '../../src/base/errors.ts';
import type { Labels } from './recipe.ts';

export const imagesPerShard = 1000;

export interface DatasetFacts {
  readonly style: string;
  readonly credit: string;
  readonly size: number;
  readonly count: number;
  readonly seed: number;
}

interface Shard {
  readonly file: string;
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
}

export class DatasetWriter {
  readonly #out: string;
  readonly #part: string;
  readonly #shards: Shard[] = [];

  /** @throws OUTPUT_UNWRITABLE where `out` cannot be made, or holds something that is no data set. */
  static async open(out: string): Promise<DatasetWriter> {
    const there = await readdir(out).catch((): string[] => []);
    if (there.length > 0 && !there.includes('dataset.json')) {
      throw new ZscapeError(
        'OUTPUT_UNWRITABLE',
        `${out} holds other things than a data set; name another --out.`,
      );
    }
    const writer = new DatasetWriter(out);
    await writable(out, async () => {
      await rm(writer.#part, { recursive: true, force: true });
      await mkdir(writer.#part, { recursive: true });
    });
    return writer;
  }

  private constructor(out: string) {
    this.#out = out;
    this.#part = `${out}.part`;
  }

  /** The pictures of the next shard, in order. @throws OUTPUT_UNWRITABLE */
  async addShard(pictures: readonly Uint8Array[]): Promise<void> {
    const index = this.#shards.length;
    const file = `shard-${String(index).padStart(4, '0')}.zip`;
    const first = index * imagesPerShard;
    const entries = pictures.map(
      (bytes, at) => [`${String(first + at).padStart(6, '0')}.webp`, bytes] as const,
    );
    // WebP does not shrink further; a fixed date keeps the shard the same, byte for byte.
    const zip = zipSync(Object.fromEntries(entries), { level: 0, mtime: '1980-01-01T00:00:00' });
    const sha256 = createHash('sha256').update(zip).digest('hex');
    await writable(this.#out, () => writeFile(join(this.#part, file), zip));
    this.#shards.push({ file, count: pictures.length, bytes: zip.length, sha256 });
  }

  /** @returns bytes of all shards. @throws OUTPUT_UNWRITABLE */
  async finish(facts: DatasetFacts, columns: readonly string[], labels: readonly Labels[]): Promise<number> {
    const rows = labels.map((one, index) => [index, ...columns.map((column) => one[column])].join(','));
    const csv = `${[['index', ...columns].join(','), ...rows].join('\n')}\n`;
    const about = { ...facts, shards: this.#shards };
    await writable(this.#out, async () => {
      await writeFile(join(this.#part, 'labels.csv'), csv);
      await writeFile(join(this.#part, 'dataset.json'), `${JSON.stringify(about, null, 2)}\n`);
      await rm(this.#out, { recursive: true, force: true });
      await rename(this.#part, this.#out);
    });
    return this.#shards.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Takes away what was begun. */
  async abandon(): Promise<void> {
    await rm(this.#part, { recursive: true, force: true });
  }
}

async function writable(out: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ZscapeError('OUTPUT_UNWRITABLE', `${out} cannot be written: ${why}.`, { cause: error });
  }
}
