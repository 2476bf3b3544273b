/** The nodes that a list of edges names (`node`, `node:1`, `^control`). */
export function nodeInputs(inputs: readonly string[]): string[] {
  return inputs.map((input) => input.replace(/^\^/, '').split(':', 1)[0]!);
}
