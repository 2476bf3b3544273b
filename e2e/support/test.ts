/** Playwright's `test`, with what several specs need. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { convert, fixture } from './convert.ts';
import { type Site, serveSite } from './site.ts';

interface TestFixtures {
  /** Fails the test on what a user would not see: an uncaught error on the page. */
  uncaught: Error[];
}

interface WorkerFixtures {
  /** Folder with TensorFlow's modules hub_a and hub_b, converted without loss, as models of a catalogue. */
  fixtureModels: string;
  /** The page with those models. */
  fixtureSite: Site;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  uncaught: [
    async ({ page }, use) => {
      const errors: Error[] = [];
      page.on('pageerror', (error) => errors.push(error));
      await use(errors);
      expect(errors, 'uncaught errors on the page').toEqual([]);
    },
    { auto: true },
  ],
  fixtureModels: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'zscape-models-'));
      for (const id of ['hub_a', 'hub_b']) {
        const archive = fixture(id, 'module.tar.gz');
        const { code, errors } = convert(
          archive,
          '--id',
          id,
          '--title',
          id,
          '--out',
          folder,
          '--quantize',
          'none',
        );
        if (code !== 0) throw new Error(`npm run convert ended with ${code}: ${errors}`);
      }
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  fixtureSite: [
    async ({ fixtureModels }, use) => {
      const site = await serveSite({ models: [fixtureModels] });
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
});

export { expect };
