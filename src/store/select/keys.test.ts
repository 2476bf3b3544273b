import { describe, expect, it } from 'vitest';
import { commandOf, keyNow, keysNow, takenBy } from './keys.ts';

const sample = { name: 'New sample', keys: [' '] };
const pin = { name: 'Pin', keys: ['p'] };
const redo = { name: 'Redo', keys: ['mod+shift+z', 'mod+y'] };
const commands = [sample, pin, redo, { name: 'Open dialog' }];
const usual = { keyChanges: {}, characterKeys: true };

describe('keys', () => {
  it('call their usual commands', () => {
    expect(commandOf(usual, commands, 'p')).toBe(pin);
    expect(commandOf(usual, commands, 'mod+y')).toBe(redo);
    expect(commandOf(usual, commands, 'q')).toBeUndefined();
  });

  it('can be changed one by one, and removed', () => {
    const state = { ...usual, keyChanges: { p: 'i', 'mod+y': '' } };
    expect(commandOf(state, commands, 'p')).toBeUndefined();
    expect(commandOf(state, commands, 'i')).toBe(pin);
    expect(keysNow(state, redo)).toEqual(['mod+shift+z']);
    expect(keyNow(state, 'mod+y')).toBeNull();
  });

  it('of one character can all be turned off, while chords with Ctrl stay', () => {
    const state = { keyChanges: { 'mod+y': 'y' }, characterKeys: false };
    expect(commandOf(state, commands, ' ')).toBeUndefined();
    expect(commandOf(state, commands, 'y')).toBeUndefined();
    expect(commandOf(state, commands, 'mod+shift+z')).toBe(redo);
  });

  it('belong to one command at a time', () => {
    expect(takenBy(usual, commands, 'p', ' ')).toBe(pin);
    expect(takenBy(usual, commands, 'p', 'p')).toBeUndefined();
    expect(takenBy({ ...usual, keyChanges: { p: 'i' } }, commands, 'p', ' ')).toBeUndefined();
    expect(takenBy({ ...usual, characterKeys: false }, commands, 'p', ' ')).toBe(pin);
  });
});
