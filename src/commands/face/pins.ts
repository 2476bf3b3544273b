import { freshId } from '../../base/ids.ts';
import { freshSeed } from '../../base/random.ts';
import type { Session } from '../../session/session.ts';
import { tellingMessages } from '../../session/telling/messages.ts';
import { announce } from '../../store/announce.ts';
import { changeThroughout } from '../../store/history/remember.ts';
import {
  faceName,
  faceOf,
  isEdited,
  pinsOfModel,
  presentDraw,
  sampleFace,
  seedOf,
} from '../../store/select/faces.ts';
import type { Face, Model, Pin } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { commandMessages } from '../messages.ts';
import { takeFace } from './face.ts';

const thumbnailSize = 96;

/** Pins the current face in the tray. If its full picture is not ready yet, the pin gets it as soon as it is. */
export const pinFace: Command = {
  name: 'Pin',
  keys: ['p'],
  applies: ({ face, model }) => face !== null && model !== null,
  undo: 'step',
  perform: (session) => {
    const { store } = session;
    const state = store.getState();
    const { face, model } = state;
    if (!face || !model) return;
    const before = pinsOfModel(state).find(({ z }) => isSameFace(z, face.z));
    if (before) {
      showPin(store, before);
      return;
    }
    addPin(session, face, model);
  },
};

/** Pins random faces until the current model has that many pins; the current face comes first. */
export function pinAtLeast(session: Session, count: number): void {
  const { store } = session;
  for (let missing = count - pinsOfModel(store.getState()).length; missing > 0; missing--) {
    const state = store.getState();
    const { face, model } = state;
    if (!face || !model) return;
    const first = pinsOfModel(state).length === 0;
    addPin(session, first ? face : sampleFace(model, freshSeed(), presentDraw(state)), model);
  }
}

function addPin(session: Session, face: Face, model: Model): void {
  const { store, pictures } = session;
  const { pins } = store.getState();
  const thumbnail = pictures.thumbnailNow(face.z, thumbnailSize);
  const pin: Pin = {
    id: freshId(),
    name: freeName(faceName(face, model), pins),
    model: model.id,
    ...(isEdited({ face }) ? { seed: null } : seedOf(face)),
    z: face.z,
    thumbnail: thumbnail ?? '',
    created: Date.now(),
  };
  store.setState({ pins: [...pins, pin] });
  announce(tellingMessages.get().pinned({ name: pin.name }));
  if (thumbnail === null) void drawThumbnail(session, pin);
}

/** Tells whether two faces are equal. In a link or a file the same face is a different array. */
export function isSameFace(one: Float32Array, other: Float32Array): boolean {
  return one === other || (one.length === other.length && one.every((value, i) => value === other[i]));
}

/** Says that the face already has a pin, and makes the tray show it. */
function showPin(store: ZscapeStore, { id, name }: Pin): void {
  store.setState({ pointedPin: id });
  notify(store, new Error(commandMessages.get().pinnedAlready({ name })), 'info');
}

/** Ends the highlighting: the tray has shown the pin, and pinning the face again will show it again. */
export const endPointing: Command = {
  name: 'End pointing at a pin',
  undo: 'none',
  perform: ({ store }) => store.setState({ pointedPin: null }),
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
  name: 'Use',
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

/** Returns a name that no pin has: the given one, perhaps with a number. */
export function freeName(name: string, pins: readonly Pin[]): string {
  const taken = new Set(pins.map((pin) => pin.name));
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name} (${count})`)) count += 1;
  return `${name} (${count})`;
}
