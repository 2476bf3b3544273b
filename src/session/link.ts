/**
 * The small state in the address after `#`: model, face, walk, path. Nothing of it reaches a server. `encodeLink` and
 * `decodeLink` are reverses, up to the stated rounding of packed latents (`latent/pack.ts`).
 *
 *   v=1&model=avatars-64&face=s17&a=s17&b=p10.3211.AAB...&how=slerp&sum=1k2j3
 *
 * A latent is `s` and its seed, with edits `s17!3:1.25` behind it; or `p` and packed numbers; a face may also be `w0.35`,
 * the place on the walk, or `k1.5`, the place on the path (`linkPath.ts`). `sum` is over all before it, so that a link cut in half is known to be one.
 */
import { ZscapeError } from '../base/errors.ts';
import { parseSeed } from '../base/random.ts';
import type { BundleManifest } from '../bundle/schema.ts';
import type { InterpolationMethod } from '../latent/interpolate.ts';
import { packBits, packLatent, unpackLatent } from '../latent/pack.ts';
import { createPath } from '../latent/path.ts';
import { initialPath, type Path } from '../store/journeys.ts';
import { type Face, initialState, type State, type Walk, type WalkEnd } from '../store/state.ts';
import { decodePath, encodePath, type LinkedPath, mostLinkedKeys } from './linkPath.ts';
import { sampleFace } from './models.ts';
import { courseOf, pathFace } from './pathCourse.ts';
import { faceAt } from './player.ts';

export const linkVersion = 1;
/** Longer links are cut off by some messengers. */
export const longestLink = 2000;
/** More edits than this are shorter packed. */
const mostEdits = 40;

export interface Link {
  model: string;
  face: string;
  a: string | null;
  b: string | null;
  method: InterpolationMethod;
  path: LinkedPath | null;
}

/** What a link brings, once its model is there. */
export interface LinkedState {
  face: Face;
  walk: Pick<Walk, 'a' | 'b' | 'method' | 'position'>;
  path: Path;
}

/**
 * @param address of the page, without `#`
 * @throws LINK_INVALID when even the coarsest packing is too long.
 */
export function encodeLink(state: State, address: string): string {
  const parts = partsOf(state);
  for (const part of parts) {
    for (const bits of packBits) {
      // What nobody looks at is left out before what is looked at gets coarse.
      if (part !== parts.at(-1) && bits < 8) continue;
      const link = encodeParts(part, address, bits);
      if (link.length < longestLink) return link;
    }
  }
  throw new ZscapeError(
    'LINK_INVALID',
    'This is too much for a link. Share one face, or a walk or a path between seeds, or save the session as a file instead.',
  );
}

/** The whole state; and where that is too much, without the walk or the path that is not looked at. */
function partsOf(state: State): State[] {
  if (state.path.keys.length === 0) return [state];
  const walk = { ...state, path: initialPath };
  const path = { ...state, walk: initialState.walk };
  if (state.path.keys.length > mostLinkedKeys) {
    if (state.panel !== 'path') return [walk];
    throw new ZscapeError(
      'LINK_INVALID',
      `A link carries a path of up to ${mostLinkedKeys} faces, and this one has ${state.path.keys.length}. Save the session as a file instead.`,
    );
  }
  return [state, state.panel === 'path' ? path : walk];
}

function encodeParts(state: State, address: string, bits: (typeof packBits)[number]): string {
  const { model, face, walk, path } = state;
  if (!model || !face) throw new ZscapeError('LINK_INVALID', 'There is no face yet to share.');
  const latent = (point: Pick<Face, 'seed' | 'z'>) => encodeLatent(model, point.seed, point.z, bits);
  const onWalk = faceAt(state, walk.position);
  const onPath = pathFace(state, path.time);
  const fields = new URLSearchParams({
    v: String(linkVersion),
    model: model.id,
    face:
      onWalk && sameLatent(onWalk.z, face.z)
        ? `w${walk.position}`
        : onPath && sameLatent(onPath.z, face.z)
          ? `k${courseOf(state)?.positionAt(path.time) ?? 0}`
          : latent(face),
  });
  if (walk.a) fields.set('a', latent(walk.a));
  if (walk.b) fields.set('b', latent(walk.b));
  if (walk.a || walk.b) fields.set('how', walk.method);
  if (path.keys.length > 0) {
    for (const [name, text] of Object.entries(encodePath(path, latent))) fields.set(name, text);
  }
  const text = decodeURIComponent(fields.toString());
  return `${address}#${text}&sum=${checksum(text)}`;
}

/**
 * @param hash of an address, with or without its `#`
 * @returns null when it is empty or none of ours.
 * @throws LINK_INVALID for a link of another version, or one that was cut or changed.
 */
export function decodeLink(hash: string): Link | null {
  const text = hash.replace(/^#/, '');
  if (!/^v=/.test(text)) return null;
  const end = text.lastIndexOf('&sum=');
  const fields = new URLSearchParams(text);
  const version = fields.get('v');
  if (version !== String(linkVersion)) {
    throw new ZscapeError(
      'LINK_INVALID',
      `This link is of version ${version}, and this page reads version ${linkVersion}. Open it with the page that made it, or reload this one.`,
    );
  }
  const model = fields.get('model');
  const face = fields.get('face');
  const method = fields.get('how') ?? 'slerp';
  const whole = end >= 0 && fields.get('sum') === checksum(text.slice(0, end));
  if (!whole || !model || !face || (method !== 'slerp' && method !== 'lerp')) {
    throw new ZscapeError('LINK_INVALID', 'This link was cut off or changed on its way. Ask for it again.');
  }
  const [path, way] = [fields.get('path'), fields.get('way')];
  return {
    model,
    face,
    a: fields.get('a'),
    b: fields.get('b'),
    method,
    path: path !== null && way !== null ? { path, way } : null,
  };
}

/** @throws LINK_INVALID when its latents are none of this model's. */
export function resolveLink(link: Link, model: BundleManifest): LinkedState {
  const end = (code: string | null): WalkEnd | null => {
    if (code === null) return null;
    const { seed, z } = decodeLatent(model, code);
    return { name: seed === null ? 'From a link' : `Seed ${seed}`, seed, z };
  };
  const a = end(link.a);
  const b = end(link.b);
  const [, kind, number] = /^([wk])(\d{1,3}(?:\.\d+)?(?:e-\d+)?)$/.exec(link.face) ?? [];
  const place = Number(number);
  const walk = { a, b, method: link.method, position: kind === 'w' ? Math.min(1, place) : 0 };
  const path = link.path ? decodePath(link.path, model, (code) => decodeLatent(model, code)) : initialPath;
  const face =
    kind === 'w'
      ? faceAt({ model, walk }, walk.position)
      : kind === 'k'
        ? facePlacedOn(path, model, place)
        : decodeLatent(model, link.face);
  if (!face) throw strange(model);
  return { face, walk, path };
}

/** By its place and not by its time: at constant speed that is known only when the path was measured. */
function facePlacedOn({ keys, curve, closed }: Path, model: BundleManifest, place: number): Face | null {
  if (keys.length < 2) return null;
  const key = Number.isInteger(place) ? keys[place % keys.length] : undefined;
  if (key) return { seed: key.seed, origin: key.z, z: key.z };
  const { normalised } = model.latent;
  const z = createPath(
    keys.map((one) => one.z),
    { curve, closed, normalised },
  ).at(place);
  return { seed: null, origin: z, z };
}

function encodeLatent(
  model: BundleManifest,
  seed: number | null,
  z: Float32Array,
  bits: (typeof packBits)[number],
): string {
  if (seed !== null) {
    const sampled = sampleFace(model, seed).z;
    const edits = [...z.keys()].filter((index) => z[index] !== sampled[index]);
    if (edits.length <= mostEdits) {
      return [`s${seed}`, ...edits.map((index) => `${index}:${Number(z[index]!.toFixed(4))}`)].join('!');
    }
  }
  return `p${packLatent(z, bits)}`;
}

function decodeLatent(model: BundleManifest, code: string): Face {
  const { size } = model.latent;
  if (code.startsWith('p')) {
    const z = unpackLatent(code.slice(1), size);
    if (!z) throw strange(model);
    return { seed: null, origin: z, z };
  }
  const [start = '', ...edits] = code.split('!');
  if (!start.startsWith('s')) throw strange(model);
  const face = sampleFace(model, parseSeed(start.slice(1)));
  if (edits.length === 0) return face;
  const z = face.z.slice();
  for (const edit of edits) {
    const [index, value] = edit.split(':').map(Number);
    if (index === undefined || value === undefined || !(index in z) || !Number.isFinite(value))
      throw strange(model);
    z[index] = value;
  }
  return { ...face, z };
}

function strange(model: BundleManifest): ZscapeError {
  return new ZscapeError(
    'LINK_INVALID',
    `This link holds a latent that ${model.title} cannot take: was it made with another model?`,
  );
}

function sameLatent(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/** FNV-1a in 32 bits, in base 36. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
