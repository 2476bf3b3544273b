/** Locates every translated text of the page. It is a separate chunk, so readers of English never fetch this list of addresses. */
import type { Language } from '../../language/languages.ts';
import type { Translation } from '../../language/textTypes.ts';

// Each file is fetched by itself, when the texts of its folder are first wanted.
const files = import.meta.glob<Translation>('/src/**/messages.{ja,ko}.ts', { import: 'default' });
const byName = new Map(
  Object.entries(files).map(([path, load]) => {
    const [, folder, code] = /([^/]+)\/messages\.(\w+)\.ts$/.exec(path) ?? [];
    return [`${code}/${folder}`, load];
  }),
);

/** Returns the texts of a folder in a language, empty if there are none. @throws the browser's error if they cannot be fetched */
export async function translationOf(code: Language, folder: string): Promise<Translation> {
  return (await byName.get(`${code}/${folder}`)?.()) ?? {};
}
