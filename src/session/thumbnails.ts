/** Small pictures: one for each moment of the history, and one for the session as a whole. */
import type { Stage } from '../canvas/stage.ts';
import { currentMoment, illustrate } from '../store/history/history.ts';
import { catchUp } from '../store/history/remember.ts';
import type { ZscapeStore } from '../store/store.ts';
import type { Pictures } from './pictures.ts';

const momentSize = 56;
const sessionSize = 96;
/** A picture that has been on the stage for this long gets a thumbnail; during a drag none is made. */
const restMs = 250;

/**
 * Gives the current moment a picture of its own face once that has been on the stage for a while. A drag that rests this
 * long is written to the history first, even before it ends. A moment that is left sooner gets its picture on leaving,
 * while that is still on the stage.
 */
export function illustrateMoments(store: ZscapeStore, stage: Stage, pictures: Pictures): void {
  stage.onShown = whenAtRest(() => {
    catchUp(store);
    const { history, playing } = store.getState();
    if (!history || playing) return;
    const { face } = currentMoment(history).snapshot;
    const thumbnail = face && pictures.thumbnailNow(face.z, momentSize);
    if (thumbnail) store.setState({ history: illustrate(history, thumbnail) });
  });
  stage.onLeaving = (z) => {
    const { history } = store.getState();
    for (const moment of history?.moments.values() ?? []) {
      const { face, network } = moment.snapshot;
      if (!history || moment.thumbnail !== '' || face?.z !== z) continue;
      if (stage.changes && network !== stage.changes) continue;
      const thumbnail = pictures.thumbnailNow(z, momentSize);
      if (thumbnail) store.setState({ history: illustrate(history, thumbnail, moment) });
      return;
    }
  };
}

/**
 * Creates the function that takes the session's picture for the list of sessions. It shows the current face, or the last
 * one of the same model whose full picture was taken.
 */
export function createSessionThumbnail(store: ZscapeStore, pictures: Pictures): () => string {
  let last = { model: '', thumbnail: '' };
  return () => {
    const { face, model } = store.getState();
    if (!face || !model) return '';
    const thumbnail = pictures.thumbnailNow(face.z, sessionSize);
    if (thumbnail !== null) last = { model: model.id, thumbnail };
    return last.model === model.id ? last.thumbnail : '';
  };
}

function whenAtRest(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, restMs);
  };
}
