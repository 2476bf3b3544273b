/** Names of classes, from a model's files or from the user. */
import type { ModuleFiles } from '../archive/files.ts';

const mostBytes = 2 ** 20;
const longestName = 200;
/** Common names for files of class labels beside a model. */
const labelFile = /(^|\/)(labels?|class(es)?[-_]?(names|labels)?|class[-_]?list|categories)\.(txt|json)$/i;
const metadataFile = /(^|\/)(metadata|model)\.json$/;
const nameKeys = ['classNames', 'class_names', 'labels', 'classes', 'wordLabels'];

/** Reads the class names in a model's files, if there are as many as the model has classes. */
export async function classNamesIn(files: ModuleFiles, count: number): Promise<string[] | undefined> {
  const paths = [
    ...files.paths.filter((path) => labelFile.test(path)),
    ...files.paths.filter((path) => metadataFile.test(path)),
  ];
  for (const path of paths) {
    const bytes = await files.read(path);
    const text = new TextDecoder().decode(bytes);
    if (bytes.length > mostBytes && !path.endsWith('model.json')) continue;
    const names = path.endsWith('.txt') ? linesOf(text) : namesFromJson(text);
    if (names?.length === count) return names;
  }
  return undefined;
}

/** Parses names. @returns undefined for a text without names. */
export function parseClassNames(path: string, text: string): string[] | undefined {
  const names = path.endsWith('.json') ? namesFromJson(text) : linesOf(text);
  return names === undefined || names.length === 0 ? undefined : names;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  return lines.map(cut);
}

function namesFromJson(text: string): string[] | undefined {
  try {
    return namesIn(JSON.parse(text), true);
  } catch {
    return undefined;
  }
}

/** Reads a list of names, `{ "0": name, "1": name }`, or either of them under a usual key. */
function namesIn(json: unknown, whole: boolean): string[] | undefined {
  if (Array.isArray(json)) return json.every((name) => typeof name === 'string') ? json.map(cut) : undefined;
  if (typeof json !== 'object' || json === null) return undefined;
  const entries = Object.entries(json);
  // `model.json` stores its author's additions under userDefinedMetadata.
  if (whole) {
    const inner = entries.find(([key]) => key === 'userDefinedMetadata')?.[1];
    const found = entries.filter(([key]) => nameKeys.includes(key)).map(([, value]) => value);
    for (const value of [...found, inner]) {
      const names = namesIn(value, value === inner && value !== undefined);
      if (names !== undefined) return names;
    }
  }
  const numbered =
    entries.length > 0 && entries.every(([key, name], i) => key === String(i) && typeof name === 'string');
  return numbered ? entries.map(([, name]) => cut(name as string)) : undefined;
}

function cut(name: string): string {
  return name.slice(0, longestName);
}
