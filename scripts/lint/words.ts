/** The search for words that docs/glossary.md forbids. */

interface Forbidden {
  not: string;
  but: string;
  /** Where it is forbidden; everywhere when null. */
  where: 'page' | 'docs' | null;
}

/** The rows of the table *Words that we avoid*. */
export function readForbidden(glossary: string): Forbidden[] {
  const [, table = ''] = glossary.split(/^## Words that we avoid$/m);
  return [...table.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ?(page|docs)? ?\|$/gm)].map(
    ([, not = '', but = '', where]) => ({
      ...{ not, but: but.trim() },
      where: where === 'page' || where === 'docs' ? where : null,
    }),
  );
}

/** The texts that a TypeScript file may show: its strings and the text between its tags, without comments. Lines are joined. */
export function textsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/ .*$/gm, '');
  const strings = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)];
  const between = [...code.matchAll(/>([^<>{}]+)[<{]/g)];
  return [...strings, ...between].map(([, ...parts]) => parts.filter((part) => part !== undefined).join(''));
}

/** One complaint per occurrence. */
export function forbiddenIn(
  texts: readonly string[],
  words: readonly Forbidden[],
  place: 'page' | 'docs',
): string[] {
  return texts.flatMap((text) =>
    words
      .filter(({ where }) => where === null || where === place)
      .flatMap(({ not, but }) => {
        const phrase = not.split(' ').map(escaped).join('\\s+');
        const found = text.match(new RegExp(`(?<![\\p{L}\\p{N}])${phrase}(?![\\p{L}\\p{N}])`, 'gu')) ?? [];
        return found.map(() => `“${not}”: write “${but}”`);
      }),
  );
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
