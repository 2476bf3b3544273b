/**
 * Writes the files of the published progan-128, with random weights, as on a host: `files.json` and the files that it lists.
 *   npx tsx bench/published.ts FOLDER [--small] [--variant uint8|float32|both]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  fullLayout,
  listOfFiles,
  type PublishedVariant,
  publishedFiles,
  publishedFolders,
  smallLayout,
} from '../src/converter/testing/published/files.ts';

const { values, positionals } = parseArgs({
  options: { small: { type: 'boolean', default: false }, variant: { type: 'string', default: 'both' } },
  allowPositionals: true,
});
const [folder] = positionals;
const variants = (['uint8', 'float32'] as const).filter(
  (name) => values.variant === 'both' || values.variant === name,
);
if (folder === undefined || variants.length === 0) {
  console.error('npx tsx bench/published.ts FOLDER [--small] [--variant uint8|float32|both]');
  process.exit(2);
}
const layout = values.small ? smallLayout : fullLayout;
// Gives small models several shards, too.
const shardBytes = values.small ? 4096 : 4 << 20;
const made: Partial<Record<PublishedVariant, ReturnType<typeof publishedFiles>>> = {};
for (const variant of variants) {
  const files = publishedFiles(layout, variant, { shardBytes });
  made[variant] = files;
  for (const { path, bytes } of files) {
    const target = join(folder, publishedFolders[variant], path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}
writeFileSync(join(folder, 'files.json'), JSON.stringify(listOfFiles(made), null, 1));
