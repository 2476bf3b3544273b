/**
 * Writes the bench's model with random weights as a bundle that the page can open: a catalogue with one model in the layout of
 * progan-128, with preview heads at 16, 32 and 64 px (also random, because only their cost matters).
 *   npx tsx bench/bundle.ts FOLDER
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomProgan128 } from './models/random.ts';

const shardBytes = 4 << 20;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('npx tsx bench/bundle.ts FOLDER');
  process.exit(2);
}
const { manifest, model, shards } = randomProgan128();
const target = join(folder, manifest.id);
mkdirSync(target, { recursive: true });

const whole = Buffer.concat(shards);
const pieces = Array.from({ length: Math.ceil(whole.length / shardBytes) }, (_, i) => ({
  path: `weights-${i}.bin`,
  bytes: whole.subarray(i * shardBytes, (i + 1) * shardBytes),
}));
const [group] = model.weightsManifest;
const text = JSON.stringify({
  ...model,
  weightsManifest: [{ ...group, paths: pieces.map(({ path }) => path) }],
});
const files = [{ path: 'model.json', bytes: Buffer.from(text) }, ...pieces];
for (const { path, bytes } of files) writeFileSync(join(target, path), bytes);
const listed = files.map(({ path, bytes }) => ({
  path,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
}));
writeFileSync(join(target, 'zscape.json'), JSON.stringify({ ...manifest, files: listed }));

const { id, title, latent, image, generator } = manifest;
const entry = {
  ...{ id, title, family: generator.family, latent: latent.size, resolution: image.width },
  ...{
    bytes: listed.reduce((sum, { bytes }) => sum + bytes, 0),
    licence: 'none: random numbers',
    default: true,
  },
};
writeFileSync(join(folder, 'index.json'), JSON.stringify({ schema: 1, models: [entry] }));
