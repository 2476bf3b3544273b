/** `Intl`'s objects, each made only once: making one takes far longer than using it. */

export const numberFormat = once(
  (code: string, options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat(code, options),
);

export const listFormat = once(
  (code: string, type: Intl.ListFormatType) => new Intl.ListFormat(code, { type }),
);

export const pluralRules = once((code: string) => new Intl.PluralRules(code));

/** Remembers what a function returned for arguments that `JSON` tells apart. */
function once<Given extends unknown[], Made>(make: (...given: Given) => Made): (...given: Given) => Made {
  const known = new Map<string, Made>();
  return (...given) => {
    const key = JSON.stringify(given);
    const made = known.get(key) ?? make(...given);
    known.set(key, made);
    return made;
  };
}
