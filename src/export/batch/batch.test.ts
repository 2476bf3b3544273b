import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readNpy } from '../npy.ts';
import { distinctNames, writeCsv } from './metadata.ts';
import { batchStem, pictureName, shardsOf } from './shards.ts';
import { ShardZip } from './shardZip.ts';

describe('the files of a batch', () => {
  it('contain every sample once, in order', () => {
    for (const [samples, perFile] of [
      [1, 10],
      [10, 10],
      [11, 10],
      [100_000, 1000],
      [12_345, 999],
    ] as const) {
      const shards = shardsOf(samples, perFile, 'x');
      let next = 0;
      for (const { first, count } of shards) {
        expect(first).toBe(next);
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(perFile);
        next += count;
      }
      expect(next).toBe(samples);
      expect(new Set(shards.map(({ fileName }) => fileName)).size).toBe(shards.length);
    }
  });

  it('are numbered if there are several, so that sorting them by name gives their order', () => {
    expect(shardsOf(5, 10, 'a-b').map(({ fileName }) => fileName)).toEqual(['a-b.zip']);
    const names = shardsOf(120, 10, 'a-b').map(({ fileName }) => fileName);
    expect(names[0]).toBe('a-b-01-of-12.zip');
    expect([...names].sort()).toEqual(names);
    expect(batchStem('avatars-128', 'seeds-0-to-9')).toBe('avatars-128-seeds-0-to-9');
    expect(batchStem('m', 'along-Öl / <b>')).toMatch(/^[A-Za-z0-9._-]+$/);
    expect(pictureName('seed', 7, 9999, 'png')).toBe('seed-0007.png');
    expect(pictureName('sample', 12, 99, 'jpeg')).toBe('sample-12.jpg');
  });
});

describe('the table of a batch', () => {
  it('quotes cells that need it, and defuses formulas', () => {
    const text = writeCsv(
      ['seed', 'a,"b"', '=1+1'],
      [
        [1, 'x\ny', null],
        [2.5, '', '@x'],
      ],
    );
    expect(text).toBe(`seed,"a,""b""",'=1+1\r\n1,"x\ny",\r\n2.5,,'@x\r\n`);
    expect(() => writeCsv(['a'], [[1, 2]])).toThrow(RangeError);
  });

  it('has no two columns of the same name', () => {
    expect(distinctNames(['Smile', 'Age', 'Smile', 'Smile 2'])).toEqual([
      'Smile',
      'Age',
      'Smile 2',
      'Smile 2 2',
    ]);
  });
});

describe('one file of a batch', () => {
  it('is a complete archive of pictures, latents and table', () => {
    const parts: Uint8Array[] = [];
    const zip = new ShardZip((bytes) => parts.push(bytes.slice()), Date.UTC(2026, 0, 1));
    zip.addPicture('seed-0.png', Uint8Array.of(1, 2, 3));
    zip.addPicture('seed-1.png', new Uint8Array(70_000).fill(7));
    zip.finish(Float32Array.of(1, 2, 3, 4), 2, 'file,seed\r\n');
    const whole = Buffer.concat(parts);
    expect(zip.bytes).toBe(whole.length);
    const files = unzipSync(whole);
    expect(Object.keys(files)).toEqual([
      'pictures/seed-0.png',
      'pictures/seed-1.png',
      'latents.npy',
      'metadata.csv',
    ]);
    expect(Buffer.from(files['pictures/seed-1.png']!).equals(Buffer.alloc(70_000, 7))).toBe(true);
    const { data, shape } = readNpy(files['latents.npy']!);
    expect([shape, [...data]]).toEqual([
      [2, 2],
      [1, 2, 3, 4],
    ]);
    expect(new TextDecoder().decode(files['metadata.csv'])).toBe('file,seed\r\n');
  });
});
