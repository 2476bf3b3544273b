import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import type { Shard } from '../../export/batch/shards.ts';
import { ShardZip } from '../../export/batch/shardZip.ts';
import { readNpy } from '../../export/npy.ts';
import { initialNetwork } from '../../store/state/network.ts';
import { makeShard, type ShardTools } from './makeShard.ts';

const shard: Shard = { index: 1, first: 100, count: 90, fileName: 'some-2-of-3.zip' };
const samples = {
  columns: ['file', 'seed'],
  at: (index: number) => ({
    name: `${index}.png`,
    z: Float32Array.of(index, -index),
    row: [`${index}.png`, index],
  }),
};
const folder = {} as FileSystemDirectoryHandle;

/** Tools without a browser: pictures are numbers, encoded after a while in any order, and files are in memory. */
function startTools({ failAt = {} as { render?: number; encode?: number; write?: number } } = {}) {
  const parts: Uint8Array[] = [];
  const seen = { waiting: 0, most: 0, rendered: 0, changes: new Set<unknown>() };
  let zip = new ShardZip((bytes) => parts.push(bytes.slice()), 0);
  const tools: ShardTools = {
    pictures: {
      async render(zs, { signal, changes, onImage }) {
        seen.changes.add(changes);
        for (const [i, z] of zs.entries()) {
          await Promise.resolve();
          if (signal?.aborted) throw new ZscapeError('CANCELLED', 'Cancelled.');
          if (z[0] === failAt.render) throw new ZscapeError('EXPORT_FAILED', 'another model');
          seen.rendered += 1;
          seen.most = Math.max(seen.most, ++seen.waiting);
          onImage(i, { number: z[0] } as unknown as ImageBitmap);
        }
      },
    },
    encoders: {
      async encode(image) {
        const { number } = image as unknown as { number: number };
        for (let turns = (number * 7) % 11; turns > 0; turns--) await Promise.resolve();
        if (number === failAt.encode) throw new ZscapeError('WORKER_UNAVAILABLE', 'broke off');
        return Uint8Array.of(number);
      },
    },
    writer: {
      async begin() {
        parts.length = 0;
        zip = new ShardZip((bytes) => parts.push(bytes.slice()), 0);
      },
      async add(name, bytes) {
        seen.waiting -= 1;
        if (bytes[0] === failAt.write) throw new ZscapeError('STORAGE_FULL', 'no more room');
        zip.addPicture(name, bytes);
      },
      async finish(latents, size, table, changes) {
        zip.finish(latents, size, table, changes);
        return zip.bytes;
      },
    },
  };
  return { tools, seen, file: () => Buffer.concat(parts) };
}

const optionsWith = (signal = new AbortController().signal, pictureBytes = 65_536) => {
  const told: number[] = [];
  return { folder, samples, signal, pictureBytes, told, onPicture: (done: number) => void told.push(done) };
};

describe('a file of a batch', () => {
  it('contains its pictures in order, with their latents and rows, while few wait at a time', async () => {
    const { tools, seen, file } = startTools();
    const options = optionsWith();
    const bytes = await makeShard(shard, tools, options);
    expect(bytes).toBe(file().length);
    const files = unzipSync(file());
    expect(Object.keys(files).slice(0, 3)).toEqual([
      'pictures/100.png',
      'pictures/101.png',
      'pictures/102.png',
    ]);
    expect(Object.keys(files)).toHaveLength(92);
    expect(files['pictures/189.png']).toEqual(Uint8Array.of(189));
    const { data, shape } = readNpy(files['latents.npy']!);
    expect(shape).toEqual([90, 2]);
    expect([...data.subarray(178)]).toEqual([189, -189]);
    expect(new TextDecoder().decode(files['metadata.csv'])).toMatch(
      /^file,seed\r\n100\.png,100\r\n.*189\.png,189\r\n$/s,
    );
    expect(options.told).toEqual(Array.from({ length: 90 }, (_, i) => i + 1));
    expect(seen.most).toBeLessThanOrEqual(64);
  });

  it('uses the changes inside the network from when the batch began, and records them', async () => {
    const z = Float32Array.of(1, 2);
    const network = { ...initialNetwork, maps: [{ layer: '8x8/conv0', map: 3, held: z }] };
    const { tools, seen, file } = startTools();
    await makeShard(shard, tools, { ...optionsWith(), network });
    expect([...seen.changes]).toEqual([network]);
    const text = new TextDecoder().decode(unzipSync(file())['network.json']);
    expect(JSON.parse(text)).toEqual({
      ...network,
      maps: [{ ...network.maps[0], held: Buffer.from(z.buffer).toString('base64') }],
    });
    const plain = startTools();
    await makeShard(shard, plain.tools, { ...optionsWith(), network: initialNetwork });
    expect([...plain.seen.changes]).toEqual([null]);
    expect(unzipSync(plain.file())).not.toHaveProperty('network.json');
  });

  it('lets fewer pictures wait if they are large', async () => {
    const { tools, seen } = startTools();
    await makeShard(shard, tools, optionsWith(undefined, 4_000_000));
    expect(seen.most).toBeLessThanOrEqual(2);
  });

  it.each([
    [{ render: 105 }, 'EXPORT_FAILED'],
    [{ encode: 105 }, 'WORKER_UNAVAILABLE'],
    [{ write: 105 }, 'STORAGE_FULL'],
  ])('fails with the reason, and nothing more is rendered: %j', async (failAt, code) => {
    const { tools, seen } = startTools({ failAt });
    await expect(makeShard(shard, tools, optionsWith())).rejects.toMatchObject({ code });
    expect(seen.rendered).toBeLessThan(90);
  });

  it('is abandoned immediately on request', async () => {
    const { tools, seen } = startTools();
    const abort = new AbortController();
    const options = optionsWith(abort.signal);
    const making = makeShard(shard, tools, {
      ...options,
      onPicture: (done) => {
        if (done === 20) abort.abort();
      },
    });
    await expect(making).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen.rendered).toBeLessThan(90);
  });
});
