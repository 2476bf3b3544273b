/** What a link brings to the page, once its model is there. */

import { ZscapeError } from '../../base/errors.ts';
import { createPath } from '../../latent/curve/path.ts';
import { applyEdit } from '../../store/select/attributes.ts';
import { faceOf, freeFace } from '../../store/select/faces.ts';
import { mapFace } from '../../store/select/mapPad.ts';
import { canSpread, spaceOf } from '../../store/select/space.ts';
import { walkFace } from '../../store/select/walkFace.ts';
import { initialState } from '../../store/state/initialState.ts';
import { type FaceMap, initialMap, initialPath, type Path, type Walk } from '../../store/state/journeys.ts';
import type { Attribute, Edit, Face, Model } from '../../store/state/state.ts';
import { LatentReader, strangeLatent } from './latentCodes.ts';
import type { Link } from './link.ts';
import { decodeMap, endOf } from './mapCodes.ts';
import { decodePath } from './pathCodes.ts';

interface LinkedState {
  face: Face;
  edit: Edit;
  walk: Pick<Walk, 'a' | 'b' | 'method' | 'position'>;
  path: Path;
  map: FaceMap;
  spread?: number;
  /** What of the link the model does not have, in words. The rest of the link stands. */
  strange: ZscapeError | null;
}

/**
 * @param found the model's attributes; only needed for a link that names some
 * @throws LINK_INVALID when its latents are none of this model's, or it names an attribute that is not among the found.
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
  const walk = { a, b, method: link.method, position: kind === 'w' ? Math.min(1, place) : 0 };
  const path = link.path ? decodePath(link.path, model, (code) => latents.read(code)) : initialPath;
  const map = link.map ? decodeMap(link.map, (code) => latents.read(code)) : initialMap;
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
    // What is drawn next is spread as the linked face is.
    ...(face.seed !== null && canSpread(model) && { spread: face.spread ?? 1 }),
    edit: edited?.edit ?? initialState.edit,
    walk,
    path,
    map,
    strange: latents.strange,
  };
}

/** The face that the link's sliders make of its base, and the edit that says so. */
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

/** The face at a place of the path. A time would not do: at constant speed the path must be measured first. */
function facePlacedOn({ keys, curve, closed }: Path, model: Model, place: number): Face | null {
  if (keys.length < 2) return null;
  const key = Number.isInteger(place) ? keys[place % keys.length] : undefined;
  if (key) return faceOf(key);
  const points = keys.map((one) => one.z);
  return freeFace(createPath(points, { curve, closed, ...spaceOf(model) }).at(place));
}
