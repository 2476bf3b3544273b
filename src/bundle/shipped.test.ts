/** The models that ship, checked by their files in `public/models`, whichever of them is the default. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from './read/sha256.ts';
import { parseCard } from './schema/card.ts';
import { parseDirections } from './schema/directions.ts';
import { parseBundle } from './schema/manifest.ts';

const models = new URL('../../public/models/', import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, models), 'utf8'));
const catalogue: { id: string; default?: boolean }[] = json('index.json').models;

/** The trainer offers a slider from this rank correlation upwards (training/sliders/measure.py). */
const found = 0.5;

it('one model is the default, and each folder is in the catalogue', () => {
  expect(catalogue.filter((entry) => entry.default)).toHaveLength(1);
  const folders = readdirSync(models, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(catalogue.map(({ id }) => id).sort());
});

describe.each(catalogue.map(({ id }) => id))('%s', (id) => {
  const folder = new URL(`${id}/`, models);
  const manifest = parseBundle(json(`${id}/zscape.json`), 'zscape.json');
  const directions = parseDirections(
    json(`${id}/${manifest.directions}`),
    'directions.json',
    manifest.latent.size,
  );
  const card = parseCard(json(`${id}/${manifest.card}`), 'card.json');

  it('has every file that it names, byte for byte, and no other besides its encoder and its growth network', async () => {
    for (const { path, bytes, sha256 } of manifest.files) {
      const content = Uint8Array.from(readFileSync(new URL(path, folder)));
      expect(content.length, path).toBe(bytes);
      expect(await sha256Hex(content), path).toBe(sha256);
    }
    const folders = ['encoder', ...(manifest.growthNetwork ? ['growth'] : [])];
    const known = [...manifest.files.map(({ path }) => path), 'zscape.json', ...folders];
    expect(readdirSync(folder).sort()).toEqual(known.sort());
  });

  it('matches the catalogue, is at most 6 MB to download, and names its authors', () => {
    const size = manifest.files.reduce(
      (sum, file) => sum + file.bytes,
      statSync(new URL('zscape.json', folder)).size,
    );
    expect(catalogue.find((entry) => entry.id === id)).toMatchObject({
      title: manifest.title,
      bytes: size,
      resolution: 128,
      latent: 512,
    });
    expect(size).toBeLessThanOrEqual(6e6);
    expect(manifest.licence?.credit).toMatch(/Pablo Stanley|Portraits of Zscape/);
  });

  it('comes with an encoder of at most 2 MB', () => {
    const encoder = new URL('encoder/', folder);
    const sizes = readdirSync(encoder).map((name) => statSync(new URL(name, encoder)).size);
    expect(sizes.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(2e6);
  });

  it.runIf(manifest.growthNetwork)(
    'comes with a growth network of at most 400 KB, with the trained heads',
    async () => {
      const growth = new URL('growth/', folder);
      const early = parseBundle(JSON.parse(readFileSync(new URL('zscape.json', growth), 'utf8')), 'growth');
      const names = ['zscape.json', ...early.files.map(({ path }) => path)];
      expect(readdirSync(growth).sort()).toEqual(names.sort());
      const files = [...names.map((name) => new URL(name, growth)), new URL('growth.bin', folder)];
      expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(400_000);
      for (const { path, sha256 } of early.files)
        expect(await sha256Hex(new Uint8Array(readFileSync(new URL(path, growth)))), path).toBe(sha256);
      const { resolution, cosines } = manifest.growthNetwork!;
      expect([early.image.width, early.latent.size]).toEqual([resolution, cosines + 1]);
      const own = manifest.growth!.map((head) => head.resolution).filter((size) => size < resolution);
      expect(early.growth!.map((head) => head.resolution)).toEqual(own);
    },
  );

  it('comes with named directions, and with a card of figures for each of them', () => {
    const names = directions.map(({ name }) => name);
    const measured = card.edits.map(({ name }) => name);
    // Only factors whose sliders move what their names say have one.
    const sliders = card.sliders.filter(({ rank }) => rank >= found).map(({ name }) => name);
    expect([...measured, ...sliders].length).toBeGreaterThanOrEqual(10);
    expect(names).toEqual(expect.arrayContaining([...measured, ...sliders]));
    for (const { name, accuracy } of directions.slice(0, measured.length))
      expect(accuracy, name).toBeDefined();
    if (card.sliders.length > 0) {
      expect(names).toHaveLength(sliders.length);
      for (const { name, low, high } of directions) expect([low, high], name).not.toContain(undefined);
    }
  });
});
