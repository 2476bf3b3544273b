/** Describes a graph's inputs and outputs in sentences. */
import type { GraphInput } from '../graph/graph.ts';

/** The most tensors listed in one sentence. */
const mostListed = 8;

export function shapeText(shape: readonly number[] | null | undefined): string {
  return shape ? `[${shape.map((size) => (size === -1 ? 'n' : size)).join(', ')}]` : 'of unknown shape';
}

export function inputText({ key, dtype, shape }: GraphInput): string {
  return `"${key}" ${dtype} ${shapeText(shape)}`;
}

/** Joins items for a sentence, up to a limit. */
export function listed(items: readonly string[]): string {
  const more = items.length > mostListed ? `, and ${items.length - mostListed} more` : '';
  return `${items.slice(0, mostListed).join(', ')}${more}`;
}

/**
 * Returns whether the user's word means this tensor: its name in the signature, or its node's, with or without `:0`, or
 * that of the layer to which the node belongs.
 */
export function isNamed(wish: string, key: string, node: string): boolean {
  const bare = wish.replace(/:0$/, '');
  return wish === key || bare === node || node.startsWith(`${bare}/`);
}
