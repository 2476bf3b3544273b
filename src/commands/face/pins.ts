import { freshId } from '../../base/ids.ts';
import { isEdited } from '../../store/select/faces.ts';
import type { Pin } from '../../store/state/state.ts';
import type { Command } from '../command.ts';
import { faceName, takeFace } from './face.ts';

const thumbnailSize = 96;

/** Keeps the present face in the tray. */
export const pinFace: Command = {
  name: 'Pin',
  keys: ['p'],
  applies: ({ face, model }) => face !== null && model !== null,
  perform: ({ store, stage }) => {
    const state = store.getState();
    const { face, model, pins } = state;
    if (!face || !model) return;
    const pin: Pin = {
      id: freshId(),
      name: freeName(faceName(face, isEdited(state)), pins),
      model: model.id,
      seed: isEdited(state) ? null : face.seed,
      z: face.z,
      thumbnail: stage.thumbnail(thumbnailSize),
      created: Date.now(),
    };
    store.setState({ pins: [...pins, pin] });
  },
};

/** Shows a pinned face. */
export const takePin: Command<[pin: Pin]> = {
  name: 'Take',
  perform: ({ store }, { seed, z }) => takeFace(store, { seed, origin: z, z }),
};

export const renamePin: Command<[id: string, name: string]> = {
  name: 'Rename',
  perform: ({ store }, id, name) => {
    const wanted = name.trim().slice(0, 60);
    if (!wanted) return;
    store.setState(({ pins }) => ({
      pins: pins.map((pin) => (pin.id === id ? { ...pin, name: wanted } : pin)),
    }));
  },
};

export const deletePin: Command<[id: string]> = {
  name: 'Delete',
  perform: ({ store }, id) => {
    store.setState(({ pins, pull }) => ({
      pins: pins.filter((pin) => pin.id !== id),
      pull: pull?.pin === id ? null : pull,
    }));
  },
};

function freeName(name: string, pins: readonly Pin[]): string {
  const taken = new Set(pins.map((pin) => pin.name));
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name} (${count})`)) count += 1;
  return `${name} (${count})`;
}
