import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../../../../base/errors.ts';
import type { Random } from '../../../../base/random.ts';
import { memoryFiles } from '../../../archive/files.ts';
import { fuzz } from '../../../testing/fuzz.ts';
import { mutate } from '../../../testing/mutate/bytes.ts';
import { proganWeights } from '../../../testing/progan/weights.ts';
import { writeCheckpoint } from '../../../testing/write/checkpoint.ts';
import { writeTable } from '../../../testing/write/table.ts';
import { openCheckpoint } from './checkpoint.ts';
import { unsnappy } from './snappy.ts';
import { readTable } from './table.ts';

const prefix = 'variables/variables';
const index = `${prefix}.index`;
const weights = proganWeights({ latent: 3, channels: [4, 2] }, 1);
const written = [
  writeCheckpoint(prefix, weights, { blockBytes: 200 }),
  writeCheckpoint(prefix, weights, {
    blockBytes: 150,
    compression: 'snappy',
    shards: 2,
    partsOf: (name) => (name.endsWith('kernel') ? 2 : undefined),
  }),
];

async function readAll(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const checkpoint = await openCheckpoint(memoryFiles(files), prefix);
  for (const name of checkpoint.names) {
    if (checkpoint.describe(name)!.dtype === 'string') checkpoint.strings(name);
    else checkpoint.tensor(name);
  }
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)]!;
}

describe('damaged checkpoints', () => {
  it('whose files are mutated: every change is detected', async () => {
    const { read } = await fuzz('checkpoint files', 1500, async (random) => {
      const files = new Map(pick(written, random));
      const path = pick([...files.keys()], random);
      const good = files.get(path)!;
      const bad = mutate(good, random);
      files.set(path, bad);
      await readAll(files);
      // Checksums cover everything except bytes after the tensors, and those of an empty block.
      if (path === index) readTable(bad, path);
    });
    expect(read).toBeLessThan(300);
  }, 60_000);

  it('whose index is mutated below its checksums: names, types, shapes, offsets, parts', async () => {
    const tables = written.map((files) => readTable(files.get(index)!, index));
    await fuzz('index entries', 3000, async (random) => {
      const which = random.below(written.length);
      const entries = tables[which]!.map(({ key, value }): [string, Uint8Array] => [key, value]);
      for (let n = 1 + random.below(3); n > 0; n--) {
        const at = random.below(entries.length);
        const [key, value] = entries[at]!;
        const kind = random.below(8);
        if (kind === 0) entries.splice(at, 1);
        else if (kind === 1) entries[at] = [text(mutate(bytes(key), random)), value];
        else if (kind === 2) entries[at] = [key, pick(entries, random)[1]];
        else entries[at] = [key, mutate(value, random)];
        if (entries.length === 0) break;
      }
      const compression = pick(['none', 'snappy'] as const, random);
      const files = new Map(written[which]!);
      files.set(index, writeTable(entries, { compression, blockBytes: 100 }));
      await readAll(files);
    });
  }, 60_000);

  it('whose Snappy blocks are mutated', async () => {
    const packed = written[1]!.get(index)!;
    await fuzz('Snappy', 1500, async (random) => {
      const at = random.below(packed.length - 60);
      const block = mutate(packed.subarray(at, at + 60), random);
      const unpacked = unsnappy(block, (what) => new ZscapeError('CHECKPOINT_CORRUPT', `A block: ${what}.`));
      expect(unpacked.length).toBeLessThanOrEqual(22 * block.length);
    });
  }, 60_000);
});

function bytes(key: string): Uint8Array {
  return Uint8Array.from(key, (char) => char.charCodeAt(0));
}

function text(key: Uint8Array): string {
  return String.fromCharCode(...key);
}
