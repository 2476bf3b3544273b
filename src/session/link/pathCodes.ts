/**
 * A path in a link: `path=` is its keys with `~` between them, and `way=` how it moves. `encodePath` and `decodePath` are
 * reverses, up to the rounding of packed latents and of times to a thousandth of a second.
 *
 *   path=s17~s18*0.5*1~n17.30.9.1.8&way=c-e.8000.20.b.2500
 *
 * A key's latent is followed by its hold and the number of its easing, if it has them. A key of a noise loop is written
 * as `n` with the seed of the loop's middle, its angle, the seed of its plane, the key's index and the number of keys.
 */

import { ZscapeError } from '../../base/errors.ts';
import { freshId } from '../../base/ids.ts';
import { parseSeed } from '../../base/random.ts';
import { easings } from '../../latent/curve/timeline.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { noiseKey } from '../../store/select/noiseKey.ts';
import { type LoopMode, type Path, type PathKey, pathLimits } from '../../store/state/journeys.ts';
import type { Face, Model } from '../../store/state/state.ts';
import { endOf } from './mapCodes.ts';

/** A path with more keys than this does not fit into a link. */
export const mostLinkedKeys = 16;

const loopLetters: Record<LoopMode, string> = { 'there-and-back': 'b', loop: 'l', once: 'o' };

export interface LinkedPath {
  path: string;
  way: string;
}

/** Encodes a path. @param latent returns the code of a key that has no recipe */
export function encodePath(path: Path, latent: (key: PathKey) => string): LinkedPath {
  const keys = path.keys.map((key) => {
    const { hold, easing, recipe: r } = key;
    const code = r ? `n${[r.around, r.angle, r.plane, r.index, r.count].join('.')}` : latent(key);
    const extras = [String(Number(hold.toFixed(3))), String(easings.indexOf(easing))];
    return hold === 0 && easing === 'linear' ? code : [code, ...extras].join('*');
  });
  const kind = `${path.curve === 'smooth' ? 'c' : 's'}${path.closed ? 'o' : '-'}${path.even ? 'e' : '-'}`;
  const ms = (seconds: number) => Math.round(1000 * seconds);
  const way = [kind, ms(path.seconds), path.fps, loopLetters[path.loop], ms(path.time)].join('.');
  return { path: keys.join('~'), way };
}

/** Decodes a path. @throws LINK_INVALID if it is out of bounds, and any error of `latent` for a key */
export function decodePath({ path, way }: LinkedPath, model: Model, latent: (code: string) => Face): Path {
  const match = /^([cs])([o-])([e-])\.(\d{1,6})\.(\d{1,2})\.([blo])\.(\d{1,7})$/.exec(way);
  const loop = (Object.keys(loopLetters) as LoopMode[]).find((mode) => loopLetters[mode] === match?.[6]);
  const codes = path.split('~');
  const seconds = Number(match?.[4]) / 1000;
  const fps = Number(match?.[5]);
  if (
    !match ||
    !loop ||
    codes.length > mostLinkedKeys ||
    !within(seconds, pathLimits.seconds) ||
    !within(fps, pathLimits.fps)
  ) {
    throw strangePath();
  }
  return {
    keys: codes.map((code) => decodeKey(code, model, latent)),
    curve: match[1] === 'c' ? 'smooth' : 'slerp',
    closed: match[2] === 'o',
    even: match[3] === 'e',
    seconds,
    fps,
    loop,
    time: Number(match[7]) / 1000,
  };
}

function decodeKey(text: string, model: Model, latent: (code: string) => Face): PathKey {
  const [code = '', heldFor = '0', easingNumber = '0'] = text.split('*');
  const hold = Number(heldFor);
  const easing = easings[Number(easingNumber)];
  if (!within(hold, pathLimits.hold) || easing === undefined) throw strangePath();
  const extras = { id: freshId(), hold, easing };
  if (code.startsWith('n')) return { ...extras, seed: null, ...decodeNoise(code.slice(1), model) };
  return { ...extras, ...endOf(latent(code)) };
}

function decodeNoise(code: string, model: Model) {
  const match = /^(\d{1,10})\.(\d{1,3})\.(\d{1,10})\.(\d{1,2})\.(\d{1,2})$/.exec(code);
  if (!match) throw strangePath();
  const around = parseSeed(match[1] ?? '');
  const place = {
    angle: Number(match[2]),
    plane: parseSeed(match[3] ?? ''),
    index: Number(match[4]),
    count: Number(match[5]),
  };
  if (place.angle > 180 || place.count === 0) throw strangePath();
  return noiseKey(sampleFace(model, around, { spread: 1 }), model, place);
}

function within(value: number, { lowest, highest }: { lowest: number; highest: number }): boolean {
  return value >= lowest && value <= highest;
}

function strangePath(): ZscapeError {
  return new ZscapeError(
    'LINK_INVALID',
    'This link holds a path that this page cannot follow. Ask for it again.',
  );
}
