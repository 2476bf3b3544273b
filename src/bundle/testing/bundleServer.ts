/** A bundle on its own server for each test, whose answers the test can change. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import type { FileCache } from '../device/weightsCache.ts';
import { sha256Hex } from '../read/sha256.ts';

export interface ServedBundle {
  /** The bundle's address, with a trailing slash. */
  base: string;
  files: Map<string, Uint8Array<ArrayBuffer>>;
  /** Replaces the answer for a file, if set. */
  answers: Map<string, (response: ServerResponse) => void>;
  /** Names of files, in order of their requests, and of the ends of their answers. */
  asked: string[];
  closed: string[];
}

export const encode = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value));
/** The weight `w` of `a.bin`: 0, 1, 2, ... */
export const shard = new Uint8Array(Float32Array.from({ length: 60_000 }, (_, i) => i).buffer);

/** Serves a bundle before each test of the file that calls this. */
export function serveBundle(): ServedBundle {
  const served: ServedBundle = { base: '', files: new Map(), answers: new Map(), asked: [], closed: [] };
  let server: Server;

  beforeEach(async () => {
    served.answers = new Map();
    served.asked = [];
    served.closed = [];
    const model = encode({
      modelTopology: {},
      weightsManifest: [{ paths: ['a.bin'], weights: [{ name: 'w', shape: [60_000], dtype: 'float32' }] }],
    });
    const entry = async (path: string, bytes: Uint8Array<ArrayBuffer>) => ({
      path,
      bytes: bytes.byteLength,
      sha256: await sha256Hex(bytes),
    });
    const files = new Map<string, Uint8Array<ArrayBuffer>>([
      ['model.json', model],
      ['a.bin', shard],
      ['face.png', new Uint8Array(5)],
    ]);
    const listed = await Promise.all([...files].map(([path, bytes]) => entry(path, bytes)));
    const manifest = {
      schema: 1,
      id: 'face',
      title: 'Face',
      latent: { size: 2, prior: 'normal', normalised: true },
      image: { width: 4, height: 4, channels: 3, range: [0, 1] },
      generator: { family: 'graph', input: 'z', output: 'y' },
      quantization: 'none',
      parameters: 1,
      preview: 'face.png',
      files: listed,
    };
    files.set('zscape.json', encode(manifest));
    served.files = files;
    server = createServer((request, response) => {
      const name = request.url!.split('/').at(-1)!;
      served.asked.push(name);
      response.on('close', () => served.closed.push(name));
      const special = served.answers.get(name);
      if (special) return special(response);
      const bytes = files.get(name);
      response.statusCode = bytes ? 200 : 404;
      response.end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    served.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/face/`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return served;
}

export function memoryCache(): FileCache & { held: Map<string, Uint8Array<ArrayBuffer>> } {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    held,
    get: (key) => Promise.resolve(held.get(key)),
    put: (key, bytes) => Promise.resolve(held.set(key, bytes) === held),
    remove: (key) => Promise.resolve(void held.delete(key)),
  };
}
