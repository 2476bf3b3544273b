import { freshId } from '../../base/ids.ts';
import type { Session } from '../../session/session.ts';
import { changeThroughout } from '../../store/history/remember.ts';
import { faceName, faceOf, isEdited, seedOf } from '../../store/select/faces.ts';
import type { Pin } from '../../store/state/state.ts';
import { notify } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { takeFace } from './face.ts';

const thumbnailSize = 96;

/** Keeps the present face in the tray. If its full picture is not there yet, the pin gets it as soon as it is. */
export const pinFace: Command = {
  name: 'Pin',
  keys: ['p'],
  applies: ({ face, model }) => face !== null && model !== null,
  undo: 'step',
  perform: (session) => {
    const { store, pictures } = session;
    const state = store.getState();
    const { face, model, pins } = state;
    if (!face || !model) return;
    const thumbnail = pictures.thumbnailNow(face.z, thumbnailSize);
    const pin: Pin = {
      id: freshId(),
      name: freeName(faceName(face, model), pins),
      model: model.id,
      ...(isEdited(state) ? { seed: null } : seedOf(face)),
      z: face.z,
      thumbnail: thumbnail ?? '',
      created: Date.now(),
    };
    store.setState({ pins: [...pins, pin] });
    if (thumbnail === null) void drawThumbnail(session, pin);
  },
};

async function drawThumbnail({ store, pictures }: Session, { id, z }: Pin): Promise<void> {
  try {
    const thumbnail = await pictures.thumbnail(z, thumbnailSize);
    changeThroughout(store, 'pins', (pins) =>
      pins.some((pin) => pin.id === id)
        ? pins.map((pin) => (pin.id === id ? { ...pin, thumbnail } : pin))
        : pins,
    );
  } catch (error) {
    notify(store, error);
  }
}

/** Shows a pinned face. */
export const takePin: Command<[pin: Pin]> = {
  name: 'Take',
  undo: 'step',
  perform: ({ store }, pin) => takeFace(store, faceOf(pin)),
};

export const renamePin: Command<[id: string, name: string]> = {
  name: 'Rename',
  undo: 'step',
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
  undo: 'step',
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
