/**
 * The state in the address after `#`: model, face with its edit, walk, path and map. None of it reaches a server.
 * `encodeLink` is the reverse of `decodeLink` followed by `resolveLink`, up to the rounding that `encodeLink` states.
 *
 *   v=2&model=avatars-128&face=s17&a=s17&b=m7071s17!7071s18&how=slerp&on=walk&sum=1k2j3
 *
 * Latents are written as described in `latentCodes.ts`. A face may also be `w0.35`, the place on the walk; `k1.5`, the
 * place on the path; `c`, the point of the map; or `e`, the face that `edit=` makes: `s17*0:2.5*l1` is seed 17 with
 * attribute 0 at 2.5 standard deviations and attribute 1 locked. `on=` is the panel that it was shared from, and
 * `pace=even` means that the walk moves at constant speed. `at=` names the attributes, and `net=` holds the changes
 * inside the network (`changedNetworks.ts`). `sum` is a checksum of everything before it, which shows whether a link was
 * cut. Version 1 had packed latents, `p`, and neither an edit nor a map.
 */

import { ZscapeError } from '../../base/errors.ts';
import { finestStep } from '../../latent/code/coarse.ts';
import type { InterpolationMethod } from '../../latent/vector/interpolate.ts';
import { amountsOf, baseOf } from '../../store/select/attributes.ts';
import { mapFace } from '../../store/select/journey/mapPad.ts';
import { courseOf, pathFace } from '../../store/select/journey/pathCourse.ts';
import { walkFace } from '../../store/select/journey/walkFace.ts';
import { initialState } from '../../store/state/initialState.ts';
import { initialMap, initialPath } from '../../store/state/journeys.ts';
import type { Face, PanelName, State } from '../../store/state/state.ts';
import { type LinkedNetworks, latentsOfNetworks, networksOfLink, writeNetworks } from './changedNetworks.ts';
import { knownOf } from './knownLatents.ts';
import { LatentWriter } from './latentCodes.ts';
import { encodeMap } from './mapCodes.ts';
import { encodePath, type LinkedPath, mostLinkedKeys } from './pathCodes.ts';

const linkVersion = 2;
const readVersions = ['1', '2'];
/** Longer links are cut off by some messengers. */
export const longestLink = 2000;
/** No page ever made a link of this length, so nothing longer is read. */
const longestRead = 16_384;
/** Degrees. Parts that are not on view are left out before a face may be further off than this. */
const fine = 2;
/** Degrees. A face that is further off counts as another face. */
const furthest = 45;

export interface Link {
  model: string;
  face: string;
  a: string | null;
  b: string | null;
  method: InterpolationMethod;
  even: boolean;
  path: LinkedPath | null;
  map: string | null;
  networks: LinkedNetworks;
  edit: string | null;
  /** Ids of the attributes, which the codes refer to by number. */
  attributes: readonly string[];
  rests: string | null;
  /** Dimensions of its latents; null if all of them are drawn from seeds alone. */
  size: string | null;
  /** Null if the link does not name one, as older links do not. */
  panel: PanelName | null;
}

/** A link opens on the one of these that it was shared from; others are not named, and the visitor's own panel stays. */
const linkedPanels = ['walk', 'path', 'map', 'attributes', 'network'] as const satisfies readonly PanelName[];

interface EncodedLink {
  link: string;
  /** The largest angle between a face of the link and the current one, in degrees; 0 up to the rounding of weights (0.01). */
  worst: number;
  /** The parts that there was no room for. */
  left: readonly ('walk' | 'path' | 'map')[];
}

/**
 * Encodes the state as a link.
 * @param address of the page, without `#`
 * @throws LINK_INVALID if a face would become a different one
 */
export function encodeLink(state: State, address: string): EncodedLink {
  const parts = partsOf(state);
  let best: EncodedLink | null = null;
  for (const part of parts) {
    const made = fill(part, address, leftOut(state, part));
    if (made && (best === null || made.worst < best.worst - fine)) best = made;
    if (best && best.worst <= fine) break;
  }
  if (best && best.worst <= furthest) return best;
  throw new ZscapeError(
    'LINK_INVALID',
    'This is too much for a link. Share one face or fewer faces, or export the session as a file instead.',
  );
}

/** Returns the whole state first, then versions of it with fewer and fewer of the parts that are not on view. */
function partsOf(state: State): State[] {
  const without = (...panels: PanelName[]): State => ({
    ...state,
    ...(panels.includes('walk') && state.panel !== 'walk' && { walk: initialState.walk }),
    ...(panels.includes('path') && state.panel !== 'path' && { path: initialPath }),
    ...(panels.includes('map') && state.panel !== 'map' && { map: initialMap }),
  });
  const tooLong = state.path.keys.length > mostLinkedKeys;
  if (tooLong && state.panel === 'path') {
    throw new ZscapeError(
      'LINK_INVALID',
      `A link can hold a path of up to ${mostLinkedKeys} faces, but this one has ${state.path.keys.length}. Export the session as a file instead.`,
    );
  }
  const parts = [without('map', 'path'), without('map', 'path', 'walk')];
  return tooLong ? parts : [state, without('map'), ...parts];
}

function leftOut(state: State, part: State): EncodedLink['left'] {
  const kept = ({ walk, path, map }: State) => ({
    walk: walk.a !== null || walk.b !== null,
    path: path.keys.length > 0,
    map: map.corners.length > 0,
  });
  const [there, here] = [kept(state), kept(part)];
  return (['walk', 'path', 'map'] as const).filter((name) => there[name] && !here[name]);
}

/** Encodes the state with the finest step for which the link is short enough; null if there is none. */
function fill(state: State, address: string, left: EncodedLink['left']): EncodedLink | null {
  const draft = draftOf(state);
  const link = (step: number): EncodedLink => {
    const { codes, rests, worst } = draft.writer.codes(step);
    const fields = new URLSearchParams(draft.fields(codes));
    if (rests !== null) fields.set('q', rests);
    const text = decodeURIComponent(fields.toString());
    return { link: `${address}#${text}&sum=${checksum(text)}`, worst, left };
  };
  const fits = (made: EncodedLink) => made.link.length < longestLink;
  let best = link(draft.writer.hasRests ? 0 : finestStep);
  if (!fits(best)) return null;
  let [low, high] = [0, draft.writer.hasRests ? finestStep + 1 : 0];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const made = link(middle);
    if (fits(made)) [low, best] = [middle, made];
    else high = middle;
  }
  return best;
}

interface Draft {
  writer: LatentWriter;
  fields(codes: readonly string[]): Record<string, string>;
}

/** Latents are added in the order in which `resolveLink` reads them. */
function draftOf(state: State): Draft {
  const { model, face, walk, path, map, edit } = state;
  if (!model || !face) throw new ZscapeError('LINK_INVALID', 'There is no face yet to share.');
  const known = knownOf(state);
  const panel = linkedPanels.find((name) => name === state.panel);
  const writer = new LatentWriter(model, known);
  const place = placeOf(state, face);
  const amounts = amountsOf(state);
  const base = baseOf(state);
  const ids = [...Object.keys(amounts), ...edit.locked];
  const edited =
    place === null &&
    base !== null &&
    Object.keys(amounts).length > 0 &&
    ids.every((id) => known.attributes.some((one) => one.id === id));
  const shown = edited ? writer.add({ ...face, z: base }) : place === null ? writer.add(face) : null;
  const a = walk.a && writer.add(walk.a);
  const b = walk.b && writer.add(walk.b);
  const keys = path.keys.map((key) => (key.recipe ? -1 : writer.add(key)));
  const corners = map.corners.map((corner) => writer.add(corner));
  const inside = latentsOfNetworks(state).map((z) => writer.add({ seed: null, z }));
  const sliders = edited
    ? [
        ...Object.entries(amounts).map(
          ([id, amount]) => `${writer.numberOf(id)}:${Number(amount.toFixed(3))}`,
        ),
        ...edit.locked.map((id) => `l${writer.numberOf(id)}`),
      ]
    : [];
  return {
    writer,
    fields: (codes) => ({
      v: String(linkVersion),
      model: model.id,
      // Seeds draw latents of any size; combinations and rests are of this one.
      ...(codes.some((code) => code.startsWith('m')) && { size: String(model.latent.size) }),
      face: place ?? (edited ? 'e' : codes[shown ?? 0]!),
      ...(edited && { edit: [codes[shown ?? 0]!, ...sliders].join('*') }),
      ...(a !== null && { a: codes[a]! }),
      ...(b !== null && { b: codes[b]! }),
      ...((a !== null || b !== null) && { how: walk.method, ...(walk.even && { pace: 'even' }) }),
      ...(path.keys.length > 0 && encodePath(path, (key) => codes[keys[path.keys.indexOf(key)]!]!)),
      ...(corners.length > 0 && {
        map: encodeMap(
          map,
          corners.map((index) => codes[index]!),
        ),
      }),
      ...writeNetworks(
        state,
        inside.map((index) => codes[index]!),
      ),
      ...(panel && { on: panel }),
      // Encoded twice, because an address is sometimes decoded once too often for these names.
      ...(writer.attributes.length > 0 && { at: encodeURIComponent(writer.attributes.join('\n')) }),
    }),
  };
}

/** Returns the code of the face's place on the walk, the path or the map; null if it is on none of them. */
function placeOf(state: State, face: Face): string | null {
  const { walk, path, map } = state;
  const stands = (there: Face | null) => there !== null && sameLatent(there.z, face.z);
  if (stands(walkFace(state, walk.position))) return `w${walk.position}`;
  if (stands(pathFace(state, path.time))) return `k${courseOf(state)?.positionAt(path.time) ?? 0}`;
  return map.corners.length > 0 && stands(mapFace(state, map.x, map.y)) ? 'c' : null;
}

/**
 * Decodes a link.
 * @param hash of an address, with or without its `#`
 * @returns null if it is empty or not one of ours
 * @throws LINK_INVALID for a link of another version, or one that was cut or changed
 */
export function decodeLink(hash: string): Link | null {
  const text = hash.replace(/^#/, '');
  if (!/^v=/.test(text)) return null;
  if (text.length > longestRead) {
    throw new ZscapeError(
      'LINK_INVALID',
      `This link is ${text.length} characters long, but no page makes one of more than ${longestLink}. Ask for it again, or for the session as a file.`,
    );
  }
  const end = text.lastIndexOf('&sum=');
  const fields = new URLSearchParams(text);
  const version = fields.get('v') ?? '';
  if (!readVersions.includes(version)) {
    throw new ZscapeError(
      'LINK_INVALID',
      `This link has version ${version}, but this page reads versions up to ${linkVersion}. Open it with the page that made it, or reload this one.`,
    );
  }
  const model = fields.get('model');
  const face = fields.get('face');
  const method = fields.get('how') ?? 'slerp';
  const whole = end >= 0 && fields.get('sum') === checksum(text.slice(0, end));
  if (!whole || !model || !face || (method !== 'slerp' && method !== 'lerp')) {
    throw new ZscapeError(
      'LINK_INVALID',
      'This link was cut off or changed along the way. Ask for it again.',
    );
  }
  const [path, way] = [fields.get('path'), fields.get('way')];
  return {
    model,
    face,
    a: fields.get('a'),
    b: fields.get('b'),
    method,
    even: fields.get('pace') === 'even',
    path: path !== null && way !== null ? { path, way } : null,
    map: fields.get('map'),
    networks: networksOfLink(fields),
    edit: fields.get('edit'),
    attributes: fields.get('at')?.split('\n') ?? [],
    rests: fields.get('q'),
    size: fields.get('size'),
    panel: linkedPanels.find((name) => name === fields.get('on')) ?? null,
  };
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
