/** The published progan-128 with random weights, as on a host of another origin. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { projectRoot } from '../site.ts';

/** @returns `files.json` and the files that it lists, by path. @param options `--small` for 16 px, `--variant uint8` */
export function makePublished(...options: readonly string[]): Map<string, Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'zscape-published-'));
  try {
    const { status, stderr } = spawnSync('npx', ['tsx', 'bench/published.ts', folder, ...options], {
      cwd: projectRoot,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`bench/published.ts ended with ${status}: ${stderr}`);
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return new Map(
      names.map(({ parentPath, name }) => {
        const file = join(parentPath, name);
        return [relative(folder, file).split(sep).join('/'), readFileSync(file)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
