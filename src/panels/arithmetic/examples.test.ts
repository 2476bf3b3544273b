import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDirections } from '../../bundle/schema/directions.ts';
import { parseBundle } from '../../bundle/schema/manifest.ts';
import { outcomeOf } from '../../store/select/expressionOutcome.ts';
import { sampleFace } from '../../store/select/faces.ts';
import type { Attribute, Pin } from '../../store/state/state.ts';
import { examplesFor } from './examples.ts';

const models = new URL('../../../public/models/', import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, models), 'utf8'));
const catalogue: { id: string; default?: boolean }[] = json('index.json').models;

describe.each(catalogue.map(({ id }) => id))('with %s', (id) => {
  const model = parseBundle(json(`${id}/zscape.json`), 'zscape.json');
  const attributes = parseDirections(
    json(`${id}/${model.directions}`),
    'directions.json',
    model.latent.size,
  ).map(
    ({ name, group, low, high, vector, accuracy }): Attribute => ({
      id: `labelled:${name}`,
      name,
      group: 'labelled',
      heading: group,
      ends: low !== undefined && high !== undefined ? [low, high] : undefined,
      direction: vector,
      accuracy: accuracy && { share: accuracy.share, interval: [0, 1], total: accuracy.samples },
    }),
  );
  const pins = [1, 2, 3].map((seed): Pin => {
    const { z } = sampleFace(model, seed);
    return { id: `${seed}`, name: `Seed ${seed}`, model: id, seed, z, thumbnail: '', created: seed };
  });
  const examples = examplesFor(attributes);
  const state = { model, taught: [], attributes: { model: id, list: attributes, finding: null } };

  it('one example is along an attribute that people named', () => {
    expect(examples.find(({ meaning }) => meaning === 'along')?.text).toMatch(/^A \+ 1\.5 (Smile|Glasses)$/);
  });

  it.each(examples.map(({ text, pins: needed }) => [text, needed] as const))(
    '%s is a face, with the %i pins that it says it needs',
    (text, needed) => {
      for (const guard of [true, false]) {
        expect(outcomeOf({ ...state, pins: pins.slice(0, needed) }, text, guard)).toMatchObject({
          kind: 'face',
        });
      }
    },
  );

  it('every attribute can stand in an expression by its own name', () => {
    for (const one of attributes) {
      const [text] = examplesFor([one]).flatMap(({ meaning, text: form }) =>
        meaning === 'along' ? [form] : [],
      );
      expect(outcomeOf({ ...state, pins }, text!, true), one.name).toMatchObject({ kind: 'face' });
    }
  });
});

it('without attributes there is no example that needs one', () => {
  expect(examplesFor([]).map(({ meaning }) => meaning)).not.toContain('along');
});
