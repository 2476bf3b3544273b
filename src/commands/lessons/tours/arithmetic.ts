/** Faces as arithmetic: pins are letters, their differences mean something, and attributes are named differences. */
import { printName } from '../../../latent/expression/index.ts';
import { amountsOf, attributesOf } from '../../../store/select/attributes.ts';
import { isShown, outcomeOf } from '../../../store/select/expressionOutcome.ts';
import { pinsOfModel } from '../../../store/select/faces.ts';
import type { Attribute, State } from '../../../store/state/state.ts';
import { takeExpression } from '../../attributes/arithmetic.ts';
import { findAttributes, setAttribute } from '../../attributes/attributes.ts';
import { newSample } from '../../face/newSample.ts';
import { isSameFace, pinFace } from '../../face/pins.ts';
import type { Lesson } from '../lesson.ts';

const enoughPins = 3;

/** Returns the attribute to add: one that everybody recognises, if the model has it. */
function familiar(state: State): Attribute | undefined {
  const named = attributesOf(state).filter(({ group }) => group === 'labelled');
  return named.find(({ name }) => /^(smile|glasses)$/i.test(name)) ?? named[0];
}

const expressionWith = (attribute: Attribute) => `A + 2 ${printName(attribute.name)}`;

/** Tells whether the picture shows the result of the field, and the field was changed. */
function hasCalculated(now: State, before: State): boolean {
  const { text, guard } = now.arithmetic;
  return text !== before.arithmetic.text && isShown(now, outcomeOf(now, text, guard));
}

export const arithmetic: Lesson = {
  title: (t) => t.arithmetic,
  about: (t) => t.arithmeticAbout,
  steps: [
    {
      panel: null,
      control: 'pin',
      say: (t) => t.arithmeticPin,
      seen: (t) => t.arithmeticPinSeen,
      done: (now) => {
        const { face } = now;
        return face !== null && pinsOfModel(now).some(({ z }) => isSameFace(z, face.z));
      },
      show: ({ run }) => run(pinFace),
    },
    {
      panel: null,
      control: 'new-sample',
      say: (t) => t.arithmeticThree,
      seen: (t) => t.arithmeticThreeSeen,
      done: (now) => pinsOfModel(now).length >= enoughPins,
      show: ({ run, state }) => {
        for (let missing = enoughPins - pinsOfModel(state()).length; missing > 0; missing--) {
          run(newSample);
          run(pinFace);
        }
      },
    },
    {
      panel: 'arithmetic',
      control: 'expression',
      say: (t) => t.arithmeticAdd,
      seen: (t) => t.arithmeticAddSeen,
      done: (now, before) => /[-+]/.test(now.arithmetic.text) && hasCalculated(now, before),
      show: ({ run, state }) =>
        run(takeExpression, state().arithmetic.text === 'A - B + C' ? 'A - C + B' : 'A - B + C'),
    },
    {
      panel: 'arithmetic',
      control: 'expression',
      say: (t, state) => {
        const attribute = familiar(state);
        return attribute
          ? t.arithmeticAttribute({ expression: expressionWith(attribute) })
          : t.arithmeticLooking;
      },
      seen: (t) => t.arithmeticAttributeSeen,
      done: (now, before) => {
        const text = now.arithmetic.text.toLowerCase();
        const named = attributesOf(now).some(({ name }) => text.includes(name.toLowerCase()));
        return named && hasCalculated(now, before);
      },
      show: async ({ run, state }) => {
        await run(findAttributes);
        const attribute = familiar(state());
        if (attribute) run(takeExpression, expressionWith(attribute));
      },
      lacks: (t, state) => (isWithout(state) ? t.arithmeticLacks : null),
    },
    {
      panel: 'attributes',
      control: 'attribute',
      say: (t) => t.arithmeticSlider,
      seen: (t) => t.arithmeticSliderSeen,
      done: (now, before) => {
        const amounts = Object.entries(amountsOf(now));
        const first = amountsOf(before);
        return amounts.some(([id, amount]) => Math.abs(amount - (first[id] ?? 0)) >= 0.5);
      },
      show: async ({ run, glide, state }) => {
        await run(findAttributes);
        const attribute = familiar(state()) ?? attributesOf(state())[0];
        if (!attribute) return;
        const from = amountsOf(state())[attribute.id] ?? 0;
        await glide(from, from > 0 ? -2 : 2, (amount) => run(setAttribute, attribute.id, amount));
      },
      lacks: (t, state) => (isWithout(state) ? t.arithmeticLacks : null),
    },
  ],
};

/** Tells whether the model is known to have no named attributes. */
function isWithout(state: State): boolean {
  const { attributes, model } = state;
  return (
    attributes !== null && attributes.model === model?.id && attributes.finding === null && !familiar(state)
  );
}
