import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from './read/sha256.ts';
import { parseCard } from './schema/card.ts';
import { parseDirections } from './schema/directions.ts';
import { parseBundle } from './schema/manifest.ts';

const folder = new URL('../../public/models/avatars-128/', import.meta.url);
const bytesOf = (path: string) => Uint8Array.from(readFileSync(new URL(path, folder)));
const json = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

describe('the model that ships', () => {
  const manifest = parseBundle(json('zscape.json'), 'zscape.json');

  it('has every file that it names, byte for byte, and no other beside its encoder', async () => {
    for (const { path, bytes, sha256 } of manifest.files) {
      const found = bytesOf(path);
      expect(found.length, path).toBe(bytes);
      expect(await sha256Hex(found), path).toBe(sha256);
    }
    const known = [...manifest.files.map(({ path }) => path), 'zscape.json', 'encoder'];
    expect(readdirSync(folder).sort()).toEqual(known.sort());
  });

  it('is what the catalogue says, and at most 6 MB to download', () => {
    const index = JSON.parse(readFileSync(new URL('../index.json', folder), 'utf8'));
    const entry = index.models.find((model: { default?: boolean }) => model.default);
    const size = manifest.files.reduce(
      (sum, file) => sum + file.bytes,
      statSync(new URL('zscape.json', folder)).size,
    );
    expect(entry).toMatchObject({
      id: manifest.id,
      title: manifest.title,
      bytes: size,
      resolution: 128,
      latent: 512,
    });
    expect(size).toBeLessThanOrEqual(6e6);
    expect(manifest.licence?.credit).toMatch(/Pablo Stanley/);
  });

  it('comes with labelled directions, and with a card of figures for each of them', () => {
    const directions = parseDirections(json(manifest.directions!), 'directions.json', manifest.latent.size);
    const card = parseCard(json(manifest.card!), 'card.json');
    const named = card.edits.map(({ name }) => name);
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(directions.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
    for (const { name, accuracy } of directions.slice(0, named.length)) expect(accuracy, name).toBeDefined();
  });
});
