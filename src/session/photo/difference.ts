/**
 * Makes an attribute from pictures: its direction is the difference between the means of those with something and those
 * without it.
 */
import { ZscapeError } from '../../base/errors.ts';
import { freshId } from '../../base/ids.ts';
import { inPageLanguage } from '../../language/texts.ts';
import { gramMatrix } from '../../latent/direction/logistic.ts';
import { asFeature, crossValidateMeans, differenceOfMeans } from '../../latent/direction/teach.ts';
import { zOfPoint } from '../../latent/point/classTail.ts';
import { dot } from '../../latent/vector/vector.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { Model, Taught } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { putTaught } from '../attributes/keepTaught.ts';
import { findingMessages } from './finding/messages.ts';

interface Sides {
  name: string;
  /** Ids of pins. */
  without: readonly string[];
  having: readonly string[];
}

/**
 * Keeps the difference as an attribute of the model. Its accuracy is that of the plane half-way between the means, on
 * pictures that were left out; a side with a single picture has none.
 * @throws ATTRIBUTE_INVALID if a side is empty, or if there is no difference
 */
export function keepDifference(store: ZscapeStore, model: Model, { name, without, having }: Sides): Taught {
  const { classes, normalised } = spaceOf(model);
  const pins = pinsOfModel(store.getState());
  const featuresOf = (ids: readonly string[]) =>
    pins.filter(({ id }) => ids.includes(id)).map(({ z }) => asFeature(zOfPoint(z, classes), normalised));
  const [noes, yeses] = [featuresOf(without), featuresOf(having)];
  const features = [...noes, ...yeses];
  const labels = features.map((_, index) => index >= noes.length);
  if (noes.length === 0 || yeses.length === 0) throw invalid(findingMessages.get().oneOnEachSide);
  const direction = differenceOfMeans(features, labels);
  if (!direction.some((value) => value !== 0 && Number.isFinite(value)))
    throw invalid(findingMessages.get().noDifference);
  const middleOf = (some: readonly Float32Array[]) =>
    some.reduce((sum, one) => sum + dot(one, direction), 0) / some.length;
  const measured =
    Math.min(noes.length, yeses.length) > 1 ? crossValidateMeans(gramMatrix(features), labels) : null;
  const taught: Taught = {
    ...{ id: freshId(), model: model.id, name, marks: [], direction, created: Date.now() },
    threshold: (middleOf(noes) + middleOf(yeses)) / 2,
    accuracy: measured && { share: measured.share, interval: measured.interval, total: measured.total },
  };
  putTaught(store, taught);
  return taught;
}

const invalid = (sentence: string) => new ZscapeError('ATTRIBUTE_INVALID', sentence, inPageLanguage());
