/** A model of progan-128's size with random weights: large enough for threads, previews and real memory. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../site.ts';

/** @returns a folder that stands in for `models/`; the caller must remove it */
export function makeWideModel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zscape-wide-'));
  const { status, stderr } = spawnSync('npx', ['tsx', 'bench/bundle.ts', folder], {
    cwd: projectRoot,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`bench/bundle.ts ended with ${status}: ${stderr}`);
  return folder;
}
