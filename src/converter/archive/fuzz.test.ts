import { describe, expect, it } from 'vitest';
import { utf8 } from '../testing/bytes.ts';
import { bytesSource } from '../testing/bytesSource.ts';
import { fuzz } from '../testing/fuzz.ts';
import { mutate } from '../testing/mutate/bytes.ts';
import { tarGzOf, tarOf, zipOf } from '../testing/write/pack.ts';
import { nodeDecompress } from './formats/decompress.node.ts';
import { openArchive } from './open.ts';

const files = new Map<string, Uint8Array>([
  ['saved_model.pb', utf8('graph '.repeat(40))],
  ['variables/variables.index', utf8('index')],
  ['variables/variables.data-00000-of-00001', Uint8Array.from({ length: 700 }, (_, i) => (i * i) >> 3)],
]);

const packed: [string, Uint8Array, number][] = [
  ['.tar.gz', await tarGzOf(files), 1500],
  ['.tar', await tarOf(files, 'model/'), 1500],
  ['.zip', zipOf(files), 1500],
  ['.zip, stored', zipOf(files, '', 0), 500],
];

describe('damaged archives', () => {
  it.each(packed)(
    '%s: read or refused with a sentence, never anything else',
    async (name, good, count) => {
      const { read, refused } = await fuzz(name, count, async (random) => {
        const source = bytesSource(`damaged ${name}`, mutate(good, random));
        const model = await openArchive(source, { decompress: nodeDecompress });
        for (const path of model.paths) await model.read(path);
      });
      const sum = [...refused.values()].reduce((total, n) => total + n, 0);
      expect(read + sum).toBe(count);
      // Checksums let little damage through: those of gzip and zip cover the files, those of tar only its headers.
      expect(sum).toBeGreaterThan(count / 10);
    },
    60_000,
  );
});
