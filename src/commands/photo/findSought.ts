/** Turns the results of a search into pins with their pictures, and the face on the canvas. */
import { freshId } from '../../base/ids.ts';
import type { Target } from '../../latent/projection/contract.ts';
import { endedWith, type FoundWay, findFaces } from '../../session/photo/finding/findFaces.ts';
import { findingMessages } from '../../session/photo/finding/messages.ts';
import type { Search } from '../../session/photo/search/search.ts';
import type { Session } from '../../session/session.ts';
import { announce } from '../../store/announce.ts';
import { faceOf } from '../../store/select/faces.ts';
import { refinable, sameLatent } from '../../store/select/photo.ts';
import type { WalkEnd } from '../../store/state/journeys.ts';
import { type FoundFace, photoLimits } from '../../store/state/photo.ts';
import type { Pin } from '../../store/state/state.ts';
import { showFace } from '../face/face.ts';
import { freeName } from '../face/pins.ts';

const pinSize = 96;

/** A picture to search for. */
export interface Sought {
  /** The picture's. */
  id: string;
  name: string;
  target: Target;
  thumbnail: string;
}

/** Searches for pictures, and keeps the results. @param search by default in its worker. @throws as `findFaces` */
export function findSought(session: Session, sought: readonly Sought[], search?: Search): Promise<void> {
  const wanted = sought.map((picture) => ({ ...picture, from: null }));
  return findFaces(session, wanted, (found) => keepFound(session, sought, found), search);
}

/** Continues the search of a pin from its result. @throws as `findFaces` */
export async function refineFound(session: Session, id: string, search?: Search): Promise<void> {
  const { pins, photos } = session.store.getState();
  const pin = pins.find((one) => one.id === id);
  const before = refinable({ photos }, id);
  if (!pin?.photo || !before) return;
  const wanted = [{ target: before.target, thumbnail: pin.photo.thumbnail, from: before.result }];
  await findFaces(
    session,
    wanted,
    async ([result]) => (result ? keepRefined(session, before, result) : []),
    search,
  );
}

/** Makes each face a pin, and shows the first one on the canvas; two become the ends of a walk. */
async function keepFound(
  session: Session,
  pictures: readonly Sought[],
  found: readonly FoundWay[],
): Promise<string[]> {
  const { store } = session;
  const made: Pin[] = [];
  const noted: FoundFace[] = [];
  for (const [index, result] of found.entries()) {
    const { name, target, thumbnail: photo } = pictures[index]!;
    const thumbnail = await session.pictures.thumbnail(result.z, pinSize);
    const { model, pins } = store.getState();
    const pin: Pin = {
      id: freshId(),
      name: freeName(name || findingMessages.get().fromPicture, [...pins, ...made]),
      model: model?.id ?? '',
      ...{ seed: null, z: result.z, thumbnail },
      photo: { thumbnail: photo, start: result.start, match: result.match },
      created: Date.now(),
    };
    made.push(pin);
    noted.push({ pin: pin.id, target, result, way: result.way });
  }
  const [first, second, ...more] = made;
  if (!first) return [];
  const done = new Set(pictures.slice(0, made.length).map(({ id }) => id));
  showFace(store, ({ pins, walk, photos, projection }) => ({
    projection: projection && { ...projection, ...endedWith(made.map(({ id }) => id)) },
    pins: [...pins, ...made],
    face: faceOf(first),
    ...(second && more.length === 0 && { walk: { ...walk, a: endOf(first), b: endOf(second), position: 0 } }),
    photos: {
      ...photos,
      pictures: photos.pictures.map((picture) =>
        done.has(picture.id) ? { ...picture, found: true } : picture,
      ),
      // A picture opened during the search stays in the crop box.
      chosen: photos.chosen !== null && done.has(photos.chosen) ? null : photos.chosen,
      found: [...photos.found, ...noted].slice(-photoLimits.found),
    },
  }));
  announce(findingMessages.get().facesFound(made.length));
  return made.map(({ id }) => id);
}

const endOf = ({ name, seed, z }: Pin): WalkEnd => ({ name, seed, z });

async function keepRefined(session: Session, before: FoundFace, result: FoundWay): Promise<string[]> {
  const { store } = session;
  const thumbnail = await session.pictures.thumbnail(result.z, pinSize);
  const refined = (pin: Pin): Pin => ({
    ...pin,
    ...{ z: result.z, thumbnail },
    photo: pin.photo && { ...pin.photo, match: result.match },
  });
  const old = store.getState().pins.find(({ id }) => id === before.pin)?.z;
  // A walk between two pictures leads to what they are now.
  const movedEnd = (end: WalkEnd | null) =>
    end && old && sameLatent(end.z, old) ? { ...end, z: result.z } : end;
  showFace(store, ({ pins, photos, walk, projection }) => ({
    projection: projection && { ...projection, ...endedWith([before.pin]) },
    pins: pins.map((pin) => (pin.id === before.pin ? refined(pin) : pin)),
    walk: { ...walk, a: movedEnd(walk.a), b: movedEnd(walk.b) },
    face: faceOf({ seed: null, z: result.z }),
    photos: {
      ...photos,
      found: photos.found.map((one) =>
        one === before ? { ...one, result, way: [...one.way, ...result.way] } : one,
      ),
    },
  }));
  announce(findingMessages.get().facesFound(1));
  return [before.pin];
}
