/** Gradients from the engine's worker in a browser, compared with differences of its own pictures and between backends. */
import type { Page } from '@playwright/test';
import { createServer } from 'vite';
import { kernels } from '../../scripts/vite/kernels.ts';
import { largestDifference } from '../support/npy.ts';
import { projectRoot } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

interface Answers {
  sizes: number[];
  /** Gradients for two faces. */
  gradients: number[][];
  /** Along the first one: the slope that it predicts, and the slope between pictures on both sides of the face. */
  slope: number;
  measured: number;
  /** The backend's buffers before and after. */
  tensors: [number, number];
  cancelled: string;
  refused: string;
}

/** Runs the engine of `src/` in the page, both its worker and its page side. */
async function answersOf(page: Page, backend: string): Promise<Answers> {
  return page.evaluate(async (choice) => {
    const client = '/src/engine/page/client.ts';
    const { startEngine } = await import(client);
    const engine = startEngine(choice, { onFrame() {}, onStatus() {}, onError() {} });
    const { latent } = await engine.load('/hub_b/');
    const before = await engine.switchBackend(choice);
    if (before.backend !== choice) throw new Error(`${choice} did not start, but ${before.backend}`);
    const zs = [1, 2].map((face) =>
      Float32Array.from({ length: latent.size }, (_, i) => 1.4 * Math.sin(face + 2.3 * i ** 1.5)),
    );
    const weightOf = (i: number) => Math.sin(1 + 1.7 * i);
    type Picture = { data: Float32Array };
    const dPicture = ({ data }: Picture) => data.map((_, i) => weightOf(i));
    const loss = ({ data }: Picture) => data.reduce((sum, value, i) => sum + value * weightOf(i), 0);

    const found: Float32Array[] = await engine.gradient(zs, dPicture);
    const after = await engine.switchBackend(choice);
    const first = found[0]!;
    const size = Math.hypot(...first);
    const step = 2e-3;
    const lossAt = async (by: number) =>
      loss(await engine.renderRaw(zs[0]!.map((value, i) => value + (by * first[i]!) / size)));
    const measured = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);

    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'answered',
        (error) => error.code as string,
      );
    const stop = new AbortController();
    const stopped = engine.gradient(
      zs,
      zs.map(() => dPicture({ data: new Float32Array(16 * 16 * 3) })),
      {
        signal: stop.signal,
      },
    );
    const cancelled = codeOf(stopped);
    stop.abort();
    const answers = {
      sizes: await engine.gradientSizes(),
      gradients: found.map((each) => [...each]),
      ...{ slope: size, measured },
      tensors: [before.tensors, after.tensors] as [number, number],
      cancelled: await cancelled,
      refused: await codeOf(engine.gradient([zs[0]!], ({ data }: Picture) => data.map(() => Number.NaN))),
    };
    engine.dispose();
    return answers;
  }, backend);
}

for (const { backend, tag } of [
  { backend: 'wasm', tag: '' },
  { backend: 'webgpu', tag: ' @webgpu' },
]) {
  test(`the engine's worker computes gradients on ${backend}${tag}`, async ({ page, fixtureModels }) => {
    const server = await createServer({
      root: projectRoot,
      configFile: false,
      logLevel: 'error',
      cacheDir: 'node_modules/.cache/zscape-kernel-check',
      publicDir: fixtureModels,
      plugins: [kernels()],
      worker: { plugins: () => [kernels()] },
      server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
      optimizeDeps: { noDiscovery: true, include: ['valibot'] },
    });
    try {
      await server.listen();
      // Any document of the server will do.
      await page.goto(`${server.resolvedUrls?.local[0]}hub_b/zscape.json`);
      const found = await answersOf(page, backend);
      expect(found.sizes.at(-1)).toBe(16);
      // In double precision the two agree for steps of 1e-6; longer steps cross bends of leaky ReLUs and clipped colours.
      expect(Math.abs(found.measured / found.slope - 1)).toBeLessThan(0.1);
      expect(found.cancelled).toBe('CANCELLED');
      expect(found.refused).toBe('ENGINE_FAILED');
      if (backend === 'wasm') return;
      expect(found.tensors[1], 'the GPU supports what gradients need').toBeGreaterThan(found.tensors[0]);
      const wasm = await answersOf(page, 'wasm');
      found.gradients.forEach((each, i) => {
        const scale = Math.max(...wasm.gradients[i]!.map(Math.abs));
        expect(
          largestDifference(Float32Array.from(each), Float32Array.from(wasm.gradients[i]!)) / scale,
        ).toBeLessThan(1e-3);
      });
    } finally {
      await server.close();
    }
  });
}
