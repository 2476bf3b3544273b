import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { factors } from '../../../scripts/dataset/portraits/factors.ts';
import { parseDirections } from '../../bundle/schema/directions.ts';
import { parseBundle } from '../../bundle/schema/manifest.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { amountsOf } from '../../store/select/attributes.ts';
import { pathFace } from '../../store/select/journey/pathCourse.ts';
import { walkFace } from '../../store/select/journey/walkFace.ts';
import type { Attribute } from '../../store/state/state.ts';
import { runCommand } from '../command.ts';
import { startHere } from '../testing/startHere.ts';
import { undo } from '../work/undo.ts';
import { galleryEntries } from './entries.ts';
import { attributesMissing, attributesNeeded, type GalleryEntry, spotsOf } from './entry.ts';
import { openEntry } from './openEntry.ts';

const modelsFolder = fileURLToPath(new URL('../../../public/models/', import.meta.url));
const readJson = (...path: string[]) => JSON.parse(readFileSync(join(modelsFolder, ...path), 'utf8'));
const entries: readonly GalleryEntry[] = galleryEntries;
const shipped = (id: string) => existsSync(join(modelsFolder, id, 'zscape.json'));

function attributesIn(id: string, size: number): Attribute[] {
  return parseDirections(readJson(id, 'directions.json'), 'directions.json', size).map(
    ({ name, vector }) => ({
      id: `labelled:${name}`,
      name,
      group: 'labelled',
      direction: vector,
    }),
  );
}

it('has at least eight entries, each with an id of its own', () => {
  expect(entries.length).toBeGreaterThanOrEqual(8);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

describe.each(entries.filter(({ model }) => shipped(model)))('$id', (entry) => {
  const model = parseBundle(readJson(entry.model, 'zscape.json'), 'zscape.json');
  const list = attributesIn(entry.model, model.latent.size);

  it('needs only attributes that its model has', () => {
    expect(attributesMissing(entry, list)).toEqual([]);
  });

  it('opens on its model as one step of undo', async () => {
    const { session, store } = startHere();
    store.setState({ model, attributes: { model: model.id, list, finding: null } });
    forgetActs(store);
    const before = store.getState();
    await runCommand(session, openEntry, entry, true);
    const after = store.getState();
    expect(after.notices).toEqual([]);
    expect(after.face).not.toBe(before.face);
    expect(after.face?.z.every(Number.isFinite)).toBe(true);
    expect(after.panel).toBe(entry.kind === 'edit' ? 'attributes' : entry.kind);
    expect(after.playing).toBe(entry.kind === 'edit' ? null : entry.kind);
    if (entry.kind === 'edit') {
      expect(Object.keys(amountsOf(after))).toHaveLength(attributesNeeded(entry).length);
    } else if (entry.kind === 'walk') {
      expect(walkFace(after, 1)?.z).not.toEqual(walkFace(after, 0)?.z);
    } else {
      expect(after.path.keys).toHaveLength(spotsOf(entry).length);
      // Not half-way, where a path may have come back to its first face.
      expect(pathFace(after, 0.3 * after.path.seconds)?.z).not.toEqual(after.face?.z);
    }
    runCommand(session, undo);
    const { face, walk, path, edit } = store.getState();
    expect({ face, walk, path, edit }).toEqual({
      face: before.face,
      walk: before.walk,
      path: before.path,
      edit: before.edit,
    });
  });
});

it('uses the factor names of the portraits, whether or not they are trained yet', () => {
  const known = factors.map(({ name }) => name);
  const named = entries.filter(({ model }) => model === 'portraits-128').flatMap(attributesNeeded);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

it("loads an entry's model if another model is current", async () => {
  const { session, store } = startHere();
  forgetActs(store);
  const entry: GalleryEntry = { id: 'far', model: 'other', kind: 'walk', a: { seed: 1 }, b: { seed: 2 } };
  await runCommand(session, openEntry, entry, false);
  expect(store.getState()).toMatchObject({ model: { id: 'other' }, panel: 'walk', playing: null });
  expect(store.getState().walk.b?.seed).toBe(2);
});

it('reports a missing model, and leaves everything unchanged', async () => {
  const { session, store } = startHere();
  const before = store.getState();
  const entry: GalleryEntry = { id: 'gone', model: 'gone', kind: 'edit', face: { seed: 1 } };
  await expect(runCommand(session, openEntry, entry, false)).rejects.toThrow('gone');
  const { face, panel, notices } = store.getState();
  expect([face, panel]).toEqual([before.face, before.panel]);
  expect(notices[0]?.error.message).toMatch(/gone/);
});
