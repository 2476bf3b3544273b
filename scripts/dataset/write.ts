/**
 * A data set on disk: `dataset.json`, `labels.csv` and shards `shard-0000.zip` of stored WebP pictures `000000.webp`.
 * Where factors are numbers, each shard holds those of its pictures as `factors.npy`, in place of `labels.csv`. It is written to a
 * folder beside the target, and moved into place when it is complete.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { ZscapeError } from '../../src/base/errors.ts';
import { float32Npy } from './npy.ts';
import type { Labels } from './recipe.ts';
import type { Image } from './source.ts';

export const imagesPerShard = 1000;

export interface DatasetFacts {
  readonly size: number;
  readonly count: number;
  /** How many of the last pictures are held out. */
  readonly held_out: number;
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
  readonly #columns: readonly string[] | null;
  readonly #labels: Labels[] = [];

  /**
   * @param columns of `labels.csv`, or null where every shard holds its factors
   * @throws OUTPUT_UNWRITABLE where `out` cannot be made, or holds something other than a data set
   */
  static async open(out: string, columns: readonly string[] | null): Promise<DatasetWriter> {
    const there = await readdir(out).catch((): string[] => []);
    if (there.length > 0 && !there.includes('dataset.json')) {
      throw new ZscapeError(
        'OUTPUT_UNWRITABLE',
        `${out} holds something other than a data set; choose another --out.`,
      );
    }
    const writer = new DatasetWriter(out, columns);
    await writable(out, async () => {
      await rm(writer.#part, { recursive: true, force: true });
      await mkdir(writer.#part, { recursive: true });
    });
    return writer;
  }

  private constructor(out: string, columns: readonly string[] | null) {
    this.#out = out;
    this.#columns = columns;
    this.#part = `${out}.part`;
  }

  /** Writes the next shard from its pictures, in order, and what each shows. @throws OUTPUT_UNWRITABLE */
  async addShard(pictures: readonly Uint8Array[], shows: readonly Image['shows'][]): Promise<void> {
    const index = this.#shards.length;
    const file = `shard-${String(index).padStart(4, '0')}.zip`;
    const first = index * imagesPerShard;
    const entries = pictures.map((bytes, at): [string, Uint8Array] => [
      `${String(first + at).padStart(6, '0')}.webp`,
      bytes,
    ]);
    const numbers = shows.filter((one) => one instanceof Float32Array);
    if (this.#columns === null) entries.push(['factors.npy', float32Npy(numbers)]);
    else this.#labels.push(...shows.filter((one): one is Labels => !(one instanceof Float32Array)));
    // WebP does not compress further; a fixed date makes the shard reproducible byte for byte.
    const zip = zipSync(Object.fromEntries(entries), { level: 0, mtime: '1980-01-01T00:00:00' });
    const sha256 = createHash('sha256').update(zip).digest('hex');
    await writable(this.#out, () => writeFile(join(this.#part, file), zip));
    this.#shards.push({ file, count: pictures.length, bytes: zip.length, sha256 });
  }

  /** @returns bytes of all shards. @throws OUTPUT_UNWRITABLE */
  async finish(facts: DatasetFacts): Promise<number> {
    const about = { ...facts, shards: this.#shards };
    await writable(this.#out, async () => {
      if (this.#columns !== null) {
        await writeFile(join(this.#part, 'labels.csv'), table(this.#columns, this.#labels));
      }
      await writeFile(join(this.#part, 'dataset.json'), `${JSON.stringify(about, null, 2)}\n`);
      await rm(this.#out, { recursive: true, force: true });
      await rename(this.#part, this.#out);
    });
    return this.#shards.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Removes the unfinished data set. */
  async abandon(): Promise<void> {
    await rm(this.#part, { recursive: true, force: true });
  }
}

function table(columns: readonly string[], labels: readonly Labels[]): string {
  const rows = labels.map((one, index) => [index, ...columns.map((column) => one[column])].join(','));
  return `${[['index', ...columns].join(','), ...rows].join('\n')}\n`;
}

async function writable(out: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ZscapeError('OUTPUT_UNWRITABLE', `${out} cannot be written: ${why}.`, { cause: error });
  }
}
