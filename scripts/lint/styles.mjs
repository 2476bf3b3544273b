/**
 * Checks that the order in which the panels' styles are loaded cannot matter: a part's stylesheet styles only its own classes. Shared
 * rules are in `src/app/styles` and `src/panels/parts`, whose layers come first (`scripts/vite/styleLayers.ts`).
 *   node scripts/lint/styles.mjs    names every violation, and exits with code 1 if there is one
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Stylesheets that style the whole page on purpose. */
const everywhere = ['src/app/styles/theme.css', 'src/app/styles/seeing/'];
const shared = 'src/app/styles/';

/**
 * @param {string} css
 * @returns {string[]} the selectors of its rules, including those within `@media` and the like
 */
export function selectorsOf(css) {
  const text = css.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/@(import|layer)[^;{]*;/g, '');
  /** @type {string[]} */
  const selectors = [];
  /** @type {string[]} what the open braces belong to */
  const open = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '{') {
      const head = text.slice(start, at).trim();
      const inFrames = open.some((one) => one.startsWith('@keyframes'));
      if (!head.startsWith('@') && !inFrames) selectors.push(...splitList(head));
      open.push(head);
    } else if (sign === '}') open.pop();
    if (sign === '{' || sign === '}' || sign === ';') start = at + 1;
  }
  return selectors;
}

/** @param {string} list selectors separated by commas; commas within brackets do not separate */
function splitList(list) {
  let depth = 0;
  let parts = '';
  for (const sign of list) {
    if (sign === '(' || sign === '[') depth++;
    if (sign === ')' || sign === ']') depth--;
    parts += sign === ',' && depth === 0 ? '\n' : sign === '\n' ? ' ' : sign;
  }
  return parts.split('\n').map((part) => part.trim());
}

/**
 * @param {string} selector
 * @returns {string | null} the class that it begins with; null where it begins with an element or an attribute instead
 */
export function ownerOf(selector) {
  const first = selector.replace(/^:root(\[[^\]]*\])*\s+/, '').split(/[\s>+~]/)[0] ?? '';
  return first.match(/\.([\w-]+)/)?.[1] ?? null;
}

/**
 * @param {ReadonlyMap<string, string>} files the page's stylesheets and components by path
 * @returns {string[]} one sentence for each fault
 */
export function strayStyles(files) {
  /** @type {string[]} */
  const complaints = [];
  /** @type {Map<string, Set<string>>} the files with rules for a class */
  const speakers = new Map();
  for (const [path, css] of files) {
    if (!path.endsWith('.css') || everywhere.some((one) => path.startsWith(one))) continue;
    for (const selector of selectorsOf(css)) {
      const owner = ownerOf(selector);
      if (owner !== null) speakers.set(owner, (speakers.get(owner) ?? new Set()).add(path));
      else if (!path.startsWith(shared))
        complaints.push(
          `${path}: “${selector}” begins with no class of its own, so it could style other parts.`,
        );
    }
  }
  for (const [name, paths] of speakers) {
    const parts = [...paths].filter((path) => !path.startsWith(shared));
    if (parts.length > 0 && paths.size > 1)
      complaints.push(`.${name} begins rules in ${[...paths].join(' and ')}: keep them in one file.`);
    const owner = parts[0];
    if (owner === undefined || owner.startsWith('src/panels/parts/')) continue;
    for (const [path, code] of files)
      if (path.endsWith('.tsx') && dirname(path) !== dirname(owner) && usesClass(code, name))
        complaints.push(
          `${path} uses .${name} of ${owner}, which may not be loaded then: move the rule to ${shared}.`,
        );
  }
  return complaints;
}

/** @param {string} code @param {string} name */
function usesClass(code, name) {
  return [...code.matchAll(/className=(?:"([^"]*)"|\{([^}]*)\})/g)].some(([, plain, expression]) => {
    const words =
      plain ?? [...(expression ?? '').matchAll(/['"`]([^'"`]*)['"`]/g)].map(([, word]) => word).join(' ');
    return words.split(/\s+/).includes(name);
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(import.meta.dirname, '..', '..');
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', 'src/app', 'src/panels'];
  const paths = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const files = new Map(
    paths
      .filter((path) => /\.(css|tsx)$/.test(path))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
  const complaints = strayStyles(files);
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
