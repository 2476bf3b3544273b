import { describe, expect, it } from 'vitest';
import type { ModelEntry } from '../../store/state/state.ts';
import { chooseModel } from './modelLoader.ts';

const entry = (id: string, isDefault = false): ModelEntry => ({
  id,
  title: id,
  bytes: 1,
  default: isDefault,
  onDevice: false,
});

describe('chooseModel', () => {
  const models = [entry('first'), entry('second', true)];

  it('takes the default when nothing is asked for', () => {
    expect(chooseModel(models, null).id).toBe('second');
  });

  it('takes the first when none is the default', () => {
    expect(chooseModel([entry('only')], null).id).toBe('only');
  });

  it('names the model that is not there and those that are', () => {
    expect(() => chooseModel(models, 'third')).toThrow(/third.*first, second/);
  });
});
