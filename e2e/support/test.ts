/** Playwright's `test`, with fixtures that several specs need. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { convert, fixture } from './convert.ts';
import { watchFrames } from './frames.ts';
import { makeWideModel } from './models/wide.ts';
import { type Site, type SiteOptions, serveSite } from './site.ts';

interface TestFixtures {
  /** Whether this is a first-time visitor, who is shown the first steps. */
  firstVisit: boolean;
  /** Skips the test if the time given to the whole run is over: `ZSCAPE_E2E_UNTIL`, in milliseconds since 1970. */
  beforeTheEnd: undefined;
  /** Fails the test on faults that a user would not see: an uncaught error on the page, or a violation of its policy. */
  uncaught: Error[];
  /** An empty folder, removed after the test. */
  folder: string;
  /** Serves the built page in some other way; closed after the test. */
  serve: (options?: SiteOptions) => Promise<Site>;
}

interface WorkerFixtures {
  /** A folder that stands in for `models/`, with a network of progan-128's size and random weights. */
  wideModel: string;
  /** Folder with TensorFlow's modules hub_a and hub_b, converted without loss, as models of a catalogue. */
  fixtureModels: string;
  /** The page with those models. */
  fixtureSite: Site;
  /** The page with avatars-64, a trained network whose pictures by TensorFlow are known. */
  trainedSite: Site;
}

/** Sets the first steps as dismissed, and leaves other settings unchanged. */
function rememberFirstVisit(): void {
  const key = 'zscape.settings';
  try {
    const settings = JSON.parse(localStorage.getItem(key) ?? '{}');
    settings.firstVisit ??= { over: true, done: [] };
    localStorage.setItem(key, JSON.stringify(settings));
  } catch {
    // Without storage, or with settings that a test has damaged, the steps may be shown.
  }
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  firstVisit: [false, { option: true }],
  beforeTheEnd: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern
    async ({}, use, info) => {
      info.skip(Date.now() > Number(process.env.ZSCAPE_E2E_UNTIL), 'The time given to the run is over.');
      await use(undefined);
    },
    { auto: true },
  ],
  context: async ({ context, firstVisit }, use) => {
    await watchFrames(context);
    if (!firstVisit) await context.addInitScript(rememberFirstVisit);
    await use(context);
  },
  uncaught: [
    async ({ page }, use) => {
      const errors: Error[] = [];
      page.on('pageerror', (error) => errors.push(error));
      page.on('console', (message) => {
        const text = message.text();
        if (/Content.Security.Policy|TrustedScript|Trusted Type/i.test(text)) errors.push(new Error(text));
      });
      await use(errors);
      expect(errors, 'uncaught errors on the page').toEqual([]);
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'zscape-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern
  serve: async ({}, use) => {
    const sites: Site[] = [];
    await use(async (options) => {
      const site = await serveSite(options);
      sites.push(site);
      return site;
    });
    for (const site of sites) await site.close();
  },
  wideModel: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern
    async ({}, use) => {
      const folder = makeWideModel();
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 180_000 },
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
  trainedSite: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'zscape-trained-'));
      cpSync(fixture('avatars-64', 'bundle'), join(folder, 'avatars-64'), { recursive: true });
      const models = [{ id: 'avatars-64', title: 'Avatars 64', bytes: 2_700_000, default: true }];
      writeFileSync(join(folder, 'index.json'), JSON.stringify({ schema: 1, models }));
      const site = await serveSite({ models: [folder] });
      await use(site);
      await site.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

export { expect };
