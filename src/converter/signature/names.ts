/** Meanings of inputs' names. Names only decide if the graph itself leaves a choice. */
import type { GraphInput } from '../graph/graph.ts';

const classParts = /label|class|digit|categor|one_?hot|condition/;
const classWords = new Set(['y', 'c', 'cls', 'cond', 'target', 'targets', 'type', 'kind']);
const latentParts = /latent|noise|gauss|random/;
const latentWords = new Set(['z', 'zs', 'code', 'seed', 'sample', 'samples', 'vector']);

/** Returns whether an input's name suggests a class. */
export function soundsLikeClass(input: GraphInput): boolean {
  return namesOf(input).some((name) => classParts.test(name) || wordsOf(name).some((w) => classWords.has(w)));
}

/** Returns whether an input's name suggests a latent. */
export function soundsLikeLatent(input: GraphInput): boolean {
  if (soundsLikeClass(input)) return false;
  return namesOf(input).some(
    (name) => latentParts.test(name) || wordsOf(name).some((w) => latentWords.has(w)),
  );
}

function namesOf({ key, node }: GraphInput): string[] {
  const last = node.slice(node.lastIndexOf('/') + 1);
  return [key, last].map((name) => name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase());
}

function wordsOf(name: string): string[] {
  return name.split(/[^a-z]+/);
}
