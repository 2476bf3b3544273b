/** Runs the converter as a user would. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './site.ts';

export const fixture = (...path: string[]): string => join(projectRoot, 'fixtures', ...path);

export interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

/** `npm run convert -- ...args` */
export function convert(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'convert', '--', ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: 120_000,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  return { code: status, output: stdout, errors: stderr };
}
