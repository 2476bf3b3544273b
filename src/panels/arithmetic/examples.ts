/** The panel's examples: expressions that make sense with the current model. */
import { printName } from '../../latent/expression/index.ts';
import { sourceOf } from '../../store/select/attributeTwins.ts';
import type { Attribute } from '../../store/state/state.ts';

export interface Example {
  text: string;
  /** Its effect; `messages.ts` has the words. */
  meaning: 'addAndSubtract' | 'between' | 'along' | 'mix' | 'slerp' | 'norm';
  /** How many pins it uses: A is the first, and so on. */
  pins: number;
}

/** The attributes that a visitor understands immediately, if the model has them. */
const familiar = /^(smile|glasses)$/i;

/** @param attributes of the model that are known; without any, examples that need one are left out */
export function examplesFor(attributes: readonly Attribute[]): Example[] {
  const named = attributes.filter((one) => sourceOf(one) === null && one.group !== 'taught');
  const attribute = named.find(({ name }) => familiar.test(name)) ?? named[0] ?? attributes[0];
  return [
    { text: 'A - B + C', meaning: 'addAndSubtract', pins: 3 },
    { text: '0.5*(A + B)', meaning: 'between', pins: 2 },
    ...(attribute
      ? [{ text: `A + 1.5 ${printName(attribute.name)}`, meaning: 'along', pins: 1 } as const]
      : []),
    { text: 'mix(A, B, 0.3)', meaning: 'mix', pins: 2 },
    { text: 'slerp(A, B, 0.3)', meaning: 'slerp', pins: 2 },
    { text: 'norm(A - B)', meaning: 'norm', pins: 2 },
  ];
}
