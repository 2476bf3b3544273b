/**
 * Finds words written directly in a component instead of its `messages.ts`, where no translation reaches them.
 *   node scripts/lint/texts.mjs            names them, and exits with code 1 if there are any
 *   node scripts/lint/texts.mjs --shrink   drops files that no longer have any from the list of unfinished ones
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync } from 'vite';

/** Words that are the same in every language: names of programs, formats, keys and symbols. */
const sameEverywhere = new Set(
  `Zscape CelebA GIF PNG NumPy ONNX Keras WebGPU WebGL WASM CPU GPU Ctrl Shift Home End Esc ProGAN GitHub TensorFlow MIT`.split(
    ' ',
  ),
);

/** Attributes whose values are shown or read out: `aria-label`, `title`, and properties of our own components. */
const shown =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|alt|caption|description|formula|heading|hint|label|placeholder|text|title)$/;

/** @typedef {{ line: number, text: string }} Found */

/**
 * @param {string} source of a .tsx file @param {string} name of the file
 * @returns {Found[]} the words that a person would see or hear, with their lines
 */
export function hardCoded(source, name = 'Part.tsx') {
  const { program, errors } = parseSync(name, source);
  if (errors.length > 0) throw new Error(`${name} could not be read: ${errors[0]?.message}`);
  /** @type {Found[]} */
  const found = [];
  /** @param {string} text @param {number} start */
  const take = (text, start) => {
    // A subscript such as ₙ is no second letter.
    const words = text.match(/[\p{Ll}\p{Lu}\p{Lo}]{2,}/gu) ?? [];
    if (words.every((word) => sameEverywhere.has(word))) return;
    found.push({
      line: source.slice(0, start).split('\n').length,
      text: text.trim().replaceAll(/\s+/g, ' '),
    });
  };
  /** Takes every value that an expression in a shown place can have. @param {any} node */
  const takeValue = (node) => {
    if (!node) return;
    if (node.type === 'Literal' && typeof node.value === 'string') take(node.value, node.start);
    else if (node.type === 'TemplateLiteral') {
      for (const part of node.quasis) take(part.value.cooked ?? '', part.start);
      for (const value of node.expressions) takeValue(value);
    } else if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(takeValue);
    else if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression') {
      if (/^(===|!==|<|>|<=|>=|in)$/.test(node.operator)) return;
      [node.left, node.right].forEach(takeValue);
    } else if (node.type === 'ParenthesizedExpression' || node.type.startsWith('TS'))
      takeValue(node.expression);
  };
  /** @param {any} node */
  const walk = (node) => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return;
    if (node.type === 'JSXText') take(node.value, node.start + node.value.search(/\S|$/));
    if (node.type === 'JSXExpressionContainer') takeValue(node.expression);
    if (node.type === 'Property' && shown.test(node.key.name ?? node.key.value ?? '')) takeValue(node.value);
    if (node.type === 'JSXAttribute') {
      // Only attributes that are shown count; the values of others may still contain elements.
      if (shown.test(attributeName(node.name)))
        takeValue(node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value);
      if (node.value?.type === 'JSXExpressionContainer') walk(node.value.expression);
      return;
    }
    for (const value of Object.values(node)) walk(value);
  };
  walk(program);
  return found;
}

/** @param {any} name */
const attributeName = (name) => (typeof name.name === 'string' ? name.name : '');

/**
 * @param {ReadonlyMap<string, readonly Found[]>} files the words found in each
 * @param {readonly string[]} notYet files that may still have some; the list may only get shorter
 * @returns {string[]} one sentence for each fault
 */
export function complaintsOf(files, notYet) {
  const complaints = [...files]
    .filter(([path]) => !notYet.includes(path))
    .flatMap(([path, found]) =>
      found.map(
        ({ line, text }) =>
          `${path}:${line} shows “${text}”, which belongs in messages.ts (docs/page/languages.md).`,
      ),
    );
  const done = notYet.filter((path) => (files.get(path)?.length ?? 0) === 0);
  return [...complaints, ...done.map((path) => `${path} is done: node scripts/lint/texts.mjs --shrink`)];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(import.meta.dirname, '..', '..');
  const listPath = join(import.meta.dirname, 'textsNotYet.json');
  /** @type {string[]} */
  const notYet = existsSync(listPath) ? JSON.parse(readFileSync(listPath, 'utf8')) : [];
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .sort();
  const files = new Map(paths.map((path) => [path, hardCoded(readFileSync(join(root, path), 'utf8'), path)]));
  if (process.argv.includes('--shrink')) {
    const left = notYet.filter((path) => (files.get(path)?.length ?? 0) > 0);
    writeFileSync(listPath, `${JSON.stringify(left, null, 2)}\n`);
  } else {
    const complaints = complaintsOf(files, notYet);
    for (const complaint of complaints) console.error(complaint);
    process.exitCode = complaints.length > 0 ? 1 : 0;
  }
}
