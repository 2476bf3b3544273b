/** The beginning of a model with a saved session. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { isPointOf, usualSpread } from '../../store/select/space.ts';
import type { Work } from '../../store/state/fields.ts';
import { workOf } from '../../store/state/fields.ts';
import { initialState } from '../../store/state/initialState.ts';
import type { Model } from '../../store/state/state.ts';
import { type Begun, firstSeed } from '../models/modelLoader.ts';
import { strangeLatents } from './latentSizes.ts';

type Kept = Omit<Work, 'pins'>;

/** True if the session's face belongs to this model; a model of another latent size may have taken its place. */
export function fitsModel({ face }: Kept, model: BundleManifest): boolean {
  return face !== null && [face.z, face.origin].every((point) => isPointOf(model, point));
}

/**
 * Begins with a session. Parts whose latents are not points of the model start fresh; if the face's is not, everything
 * does.
 */
export function beginWithSaved(kept: Kept, model: Model): Begun {
  const { pins: _, ...fresh } = { ...workOf(initialState), spread: usualSpread(model) };
  const { face } = kept;
  if (!face || !fitsModel(kept, model)) return { ...fresh, face: sampleFace(model, firstSeed) };
  const strange = strangeLatents(kept, (point) => isPointOf(model, point)).map(({ field }) => field);
  const afresh = Object.entries(fresh).filter(([field]) => strange.includes(field as keyof Work));
  return { ...kept, face, ...Object.fromEntries(afresh) };
}
