/**
 * Checks that no folder has more than twenty files, so its contents can be seen at a glance.
 *   node scripts/lint/folders.mjs    names those with more, and exits with code 1 if there are any
 */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const mostFiles = 20;
const rooms = ['src', 'bench', 'scripts', 'e2e', 'training', 'docs', 'public'];
/** Exempt folders, such as pictures for the documentation, where nobody looks for a file by its name. */
const free = ['docs/images'];

/**
 * @param {readonly string[]} paths of files
 * @returns {string[]} one sentence for each folder with too many
 */
export function crowdedFolders(paths) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const path of paths) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return [...counts]
    .filter(([folder, count]) => count > mostFiles && !free.includes(folder))
    .map(
      ([folder, count]) => `${folder} has ${count} files, but at most ${mostFiles} are allowed: group them.`,
    );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(import.meta.dirname, '..', '..');
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', ...rooms];
  const paths = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const complaints = crowdedFolders(paths);
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
