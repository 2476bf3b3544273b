/** The code draws the very picture: the tests run exactly the copied code. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython } from '../../../scripts/test/python.mjs';
import { type BundleManifest, parseBundle } from '../../bundle/schema/manifest.ts';
import { installInNode, readNpy, rowOf } from '../../engine/testing/node.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { quoted, tfjsCode, torchCode } from './pictureCode.ts';

const root = join(import.meta.dirname, '../../..');
let server: Server;
let base: string;

beforeAll(async () => {
  await installInNode('wasm');
  server = createServer((request, response) => {
    // During long tests, a connection kept open for them would be closed.
    response.setHeader('connection', 'close');
    response.end(readFileSync(join(root, request.url ?? '')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const manifestIn = (folder: string) =>
  parseBundle(JSON.parse(readFileSync(join(root, folder, 'zscape.json'), 'utf8')), folder);

/**
 * Runs copied code and captures the canvas that a page would paint. @returns red, green, blue and alpha of each pixel, 0
 * to 255
 */
async function paint(code: string): Promise<Uint8ClampedArray> {
  const body = code.replace(/^import .*$/m, '').replace(/^await tf\.browser/m, 'return await tf.browser');
  const run = Object.getPrototypeOf(async () => {}).constructor as new (
    ...parts: string[]
  ) => (library: object, page: object) => Promise<Uint8ClampedArray>;
  return new run('tf', 'document', body)({ ...tf, loadGraphModel }, { querySelector: () => undefined });
}

describe('copied code for TF.js', () => {
  it('paints what TensorFlow computed for the same latent', async () => {
    const folder = 'fixtures/avatars-64';
    const model = manifestIn(`${folder}/bundle`);
    const [z, images] = ['z.npy', 'images.npy'].map((name) => readNpy(join(root, folder, name)));
    const code = tfjsCode({ model, z: rowOf(z!, 1) }, `${base}/${folder}/bundle/model.json`);
    expect(code.split('\n').filter((line) => /^(const|await)/.test(line))).toHaveLength(3);
    const painted = await paint(code);
    const [low, high] = model.image.range;
    let worst = 0;
    rowOf(images!, 1).forEach((value, index) => {
      const wanted = (255 * (Math.min(high, Math.max(low, value)) - low)) / (high - low);
      worst = Math.max(worst, Math.abs(painted[4 * Math.floor(index / 3) + (index % 3)]! - wanted));
    });
    expect(worst).toBeLessThanOrEqual(1);
  });

  it('passes the class to a model with classes, and says what to do with a model of this device', () => {
    const model = {
      ...manifestIn('fixtures/avatars-64/bundle'),
      latent: { size: 2, prior: 'normal', normalised: false },
      classes: { input: 'label', count: 3, kind: 'index', dtype: 'int32', shape: [] },
    } satisfies BundleManifest;
    const code = tfjsCode({ model, z: Float32Array.of(1, 2, 2) }, null);
    expect(code).toContain("'label': tf.tensor([2], [1], 'int32')");
    expect(code).toContain("loadGraphModel('./avatars-64/model.json')");
    expect(code).toContain('unpack it beside');
  });

  it('contains nothing of a title or a name that could run', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/security/noGlobalEval: only running the literal shows whether it reads back unchanged
        expect(globalThis.eval(quoted(text))).toBe(text);
      }),
    );
    const model = { ...manifestIn('fixtures/avatars-64/bundle'), title: 'x\nalert(1)\u2028alert(2)' };
    for (const code of [
      tfjsCode({ model, z: new Float32Array(512) }, null),
      torchCode({ model, z: new Float32Array(512) }),
    ])
      expect(code).not.toMatch(/^alert|\u2028/m);
  });
});

describe('copied code for PyTorch', () => {
  const { python, why } = findPython(root) as { python?: string; why?: string };
  const models = (
    JSON.parse(readFileSync(join(root, 'public/models/index.json'), 'utf8')) as { models: { id: string }[] }
  ).models;
  const ours = models.filter(({ id }) => existsSync(join(root, `training/weights/${id}.safetensors`)));

  it('is available for a model of the page', () => expect(ours.length).toBeGreaterThan(0));

  for (const { id } of ours) {
    it.skipIf(python === undefined)(
      `paints what TF.js paints with ${id}${why ? ` (${why})` : ''}`,
      { timeout: 240_000 },
      async () => {
        const folder = `public/models/${id}`;
        const model = manifestIn(folder);
        const { z } = sampleFace(model, 71);
        const painted = await paint(tfjsCode({ model, z }, `${base}/${folder}/model.json`));
        const out = mkdtempSync(join(tmpdir(), 'zscape-code-'));
        try {
          const raw = join(out, 'face.raw');
          const code = torchCode({ model, z }).replace('.save("face.png")', `.convert("RGBA").tobytes()`);
          const written = code
            .replace(/^Image\.fromarray/m, `open(${JSON.stringify(raw)}, "wb").write(Image.fromarray`)
            .replace(/\.tobytes\(\)$/m, '.tobytes())');
          const { status, stderr } = spawnSync(python!, ['-c', written], { cwd: root, encoding: 'utf8' });
          expect(stderr.replace(/.*Warning.*\n?/g, '')).toBe('');
          expect(status).toBe(0);
          const drawn = readFileSync(raw);
          expect(drawn).toHaveLength(painted.length);
          // The page's weights are rounded to halves or bytes, the others are not.
          const differences = painted.map((value, index) => Math.abs(value - drawn[index]!));
          expect(Math.max(...differences)).toBeLessThanOrEqual(12);
          expect(differences.reduce((sum, one) => sum + one, 0) / differences.length).toBeLessThan(1);
        } finally {
          rmSync(out, { recursive: true });
        }
      },
    );
  }
});
