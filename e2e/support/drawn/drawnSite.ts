/** The page with models that differ in the inputs of a face. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openApp, openTab, picture } from '../app.ts';
import { canvasPixels, type Pixels } from '../pixels.ts';
import { type Site, serveSite } from '../site.ts';
import { test as base } from '../test.ts';
import { addDrawnModel, type Drawn, latentSize } from './drawn.ts';

const unit = (k: number) => Array.from({ length: latentSize }, (_, i) => (i === k ? 1 : 0));
const far = Array.from({ length: latentSize }, () => 1.5);

const models: Drawn[] = [
  { id: 'signs', classes: { kind: 'index', count: 5, names: ['coal', 'slate', 'stone', 'chalk', 'snow'] } },
  { id: 'shares', classes: { kind: 'oneHot', count: 3 } },
  { id: 'glass', channels: 4, classes: { kind: 'index', count: 3 } },
  { id: 'grey', channels: 1 },
  { id: 'many', classes: { kind: 'index', count: 3000 } },
  {
    id: 'cloud',
    spread: { usual: 0.5 },
    latents: { mean: far, factors: [unit(0), unit(1)], examples: [far, far.map((x) => -x)] },
  },
];

export const test = base.extend<{ site: Site; fewer: Site }>({
  site: async ({ fixtureModels }, use) => served(fixtureModels, models, use),
  /** The same page, where the model of the same name has fewer classes. */
  fewer: async ({ fixtureModels }, use) =>
    served(fixtureModels, [{ id: 'signs', classes: { kind: 'index', count: 2 } }], use),
});

async function served(from: string, drawn: Drawn[], use: (site: Site) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'zscape-drawn-'));
  cpSync(from, folder, { recursive: true });
  for (const one of drawn) addDrawnModel(folder, one);
  const site = await serveSite({ models: [folder] });
  await use(site);
  await site.close();
  rmSync(folder, { recursive: true, force: true });
}

export const classField = (page: Page): Locator => page.getByRole('combobox', { name: 'Class', exact: true });

/** Mean of red, green and blue. */
export function brightness({ data }: Pixels): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += data[i]! + data[i + 1]! + data[i + 2]!;
  return sum / (0.75 * data.length);
}

export const shown = (page: Page): Promise<Pixels> => canvasPixels(picture(page));

/** Opens a model with the face of a seed, and the Sample panel. */
export async function open(page: Page, site: Site, model: string, seed: number): Promise<void> {
  await openApp(page, `backend=wasm&model=${model}&seed=${seed}`, site.address);
  await openTab(page, 'Sample');
}
