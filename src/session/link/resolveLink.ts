/** Turns a link into state, once its model is loaded. */

import { ZscapeError } from '../../base/errors.ts';
import { createPath } from '../../latent/curve/path.ts';
import { applyEdit } from '../../store/select/attributes.ts';
import { faceOf, freeFace } from '../../store/select/faces.ts';
import { mapFace } from '../../store/select/journey/mapPad.ts';
import { walkFace } from '../../store/select/journey/walkFace.ts';
import { canSpread, spaceOf } from '../../store/select/space.ts';
import { initialState } from '../../store/state/initialState.ts';
import { type FaceMap, initialMap, initialPath, type Path, type Walk } from '../../store/state/journeys.ts';
import type { NetworkState } from '../../store/state/network.ts';
import type { Attribute, Edit, Face, Model } from '../../store/state/state.ts';
import { readNetworks } from './changedNetworks.ts';
import { LatentReader, strangeLatent } from './latentCodes.ts';
import type { Link } from './link.ts';
import { decodeMap, endOf } from './mapCodes.ts';
import { decodePath } from './pathCodes.ts';

interface LinkedState {
  face: Face;
  edit: Edit;
  walk: Pick<Walk, 'a' | 'b' | 'method' | 'even' | 'position'>;
  path: Path;
  map: FaceMap;
  network: NetworkState;
  spread?: number;
  /** Describes the parts of the link that the model does not have. The rest of the link is valid. */
  strange: ZscapeError | null;
}

/**
 * Resolves a link.
 * @param found the model's attributes; only needed for a link that names some
 * @throws LINK_INVALID if its latents do not belong to this model, or it names an attribute that is not among the found
 */
export function resolveLink(link: Link, model: Model, found: readonly Attribute[] = []): LinkedState {
  if (link.size !== null && link.size !== String(model.latent.size)) throw strangeLatent(model);
  const attributes = link.attributes.map((id) => {
    const one = found.find((attribute) => attribute.id === id);
    if (one) return one;
    throw new ZscapeError(
      'LINK_INVALID',
      `This link needs the attribute “${id.replace(/^[a-z-]+:/, '')}”, which ${model.title} does not have here. Was it made with another build of the model?`,
    );
  });
  const latents = new LatentReader(
    model,
    attributes.map(({ direction }) => direction),
    link.rests,
  );
  const [, kind, number] = /^([wkce])(\d{1,3}(?:\.\d+)?(?:e-\d+)?)?$/.exec(link.face) ?? [];
  const plain = kind ? null : latents.read(link.face);
  const edited = kind === 'e' ? editedFace(link.edit ?? '', model, attributes, latents) : null;
  const end = (code: string | null) => (code === null ? null : endOf(latents.read(code)));
  const a = end(link.a);
  const b = end(link.b);
  const place = Number(number ?? 0);
  const walk = {
    a,
    b,
    method: link.method,
    even: link.even,
    position: kind === 'w' ? Math.min(1, place) : 0,
  };
  const plainPath = link.path ? decodePath(link.path, model, (code) => latents.read(code)) : initialPath;
  const map = link.map ? decodeMap(link.map, (code) => latents.read(code)) : initialMap;
  const { network, path } = readNetworks(link.networks, plainPath, (code) => latents.read(code));
  const face =
    plain ??
    edited?.face ??
    (kind === 'w'
      ? walkFace({ model, walk }, walk.position)
      : kind === 'k'
        ? facePlacedOn(path, model, place)
        : mapFace({ model, map }, map.x, map.y));
  if (!face) throw strangeLatent(model);
  return {
    face,
    // Later samples get the spread of the linked face.
    ...(face.seed !== null && canSpread(model) && { spread: face.spread ?? 1 }),
    edit: edited?.edit ?? initialState.edit,
    walk,
    path,
    map,
    network,
    strange: latents.strange,
  };
}

/** Returns the face that the link's sliders make of its base, and its edit. */
function editedFace(
  text: string,
  model: Model,
  attributes: readonly Attribute[],
  latents: LatentReader,
): { face: Face | null; edit: Edit } {
  const [base = '', ...moves] = text.split('*');
  const amounts: Record<string, number> = {};
  const locked: string[] = [];
  for (const move of moves) {
    const [, lock, index, amount] = /^(l?)(\d{1,3})(?::(-?\d{1,2}(?:\.\d{1,3})?))?$/.exec(move) ?? [];
    const attribute = attributes[Number(index)];
    if (!attribute || (!lock && amount === undefined)) throw strangeLatent(model);
    // No page writes an attribute twice. A link that does was made to keep this page busy.
    const twice = lock ? locked.includes(attribute.id) : Object.hasOwn(amounts, attribute.id);
    if (twice) throw strangeLatent(model);
    if (lock) locked.push(attribute.id);
    else amounts[attribute.id] = Number(amount);
  }
  const shelf = { model: model.id, list: attributes, finding: null };
  return applyEdit({ ...initialState, model, attributes: shelf }, latents.read(base), { amounts, locked });
}

/** Returns the face at a place of the path. A time would not do: at constant speed the path must be measured first. */
function facePlacedOn({ keys, curve, closed }: Path, model: Model, place: number): Face | null {
  if (keys.length < 2) return null;
  const key = Number.isInteger(place) ? keys[place % keys.length] : undefined;
  if (key) return faceOf(key);
  const points = keys.map((one) => one.z);
  return freeFace(createPath(points, { curve, closed, ...spaceOf(model) }).at(place));
}
