/** Another version of the built page, like a build of changed sources: the same files, each with another hash in its name. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { projectRoot } from '../site.ts';

const dist = join(projectRoot, 'dist');
const texts = ['.js', '.css', '.html', '.json'];
const digest = (text: string | Buffer) => createHash('sha256').update(text);

/** @returns its folder */
export function makeOtherBuild(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'zscape-other-')), 'dist');
  cpSync(dist, folder, { recursive: true, filter: (path) => !path.endsWith(`${'dist'}/bench`) });
  const assets = join(folder, 'assets');
  const hashes = new Map<string, string>();
  for (const name of readdirSync(assets)) {
    const hash = /-([\w-]{8})\.\w+$/.exec(name)?.[1];
    if (hash) hashes.set(hash, digest(hash).digest('hex').slice(0, 8));
  }
  const renamed = (text: string) => {
    let next = text;
    for (const [hash, other] of hashes) next = next.replaceAll(hash, other);
    return next;
  };
  const html = readFileSync(join(folder, 'index.html'));
  for (const name of readdirSync(assets)) {
    const path = join(assets, name);
    if (texts.includes(extname(name))) writeFileSync(path, renamed(readFileSync(path, 'utf8')));
    renameSync(path, join(assets, renamed(name)));
  }
  const version = /name="zscape-version" content="(\w+)"/.exec(html.toString())?.[1] ?? '';
  const otherHtml = renamed(html.toString()).replaceAll(version, digest(version).digest('hex').slice(0, 12));
  writeFileSync(join(folder, 'index.html'), otherHtml);
  const worker = renamed(readFileSync(join(folder, 'sw.js'), 'utf8'))
    .replaceAll(version, digest(version).digest('hex').slice(0, 12))
    .replaceAll(digest(html).digest('base64'), digest(otherHtml).digest('base64'))
    .replaceAll(digest(html).digest('hex').slice(0, 16), digest(otherHtml).digest('hex').slice(0, 16));
  writeFileSync(join(folder, 'sw.js'), worker);
  return folder;
}
