/** Pictures beside what the user did: one for each moment of the history, and one for the session as a whole. */
import type { Stage } from '../canvas/stage.ts';
import { currentMoment, illustrate } from '../store/history/history.ts';
import { catchUp } from '../store/history/remember.ts';
import type { ZscapeStore } from '../store/store.ts';
import type { Pictures } from './pictures.ts';

const momentSize = 56;
const sessionSize = 96;
/** A picture that stood this long is worth a thumbnail; while a hand drags, none is made. */
const restMs = 250;

/**
 * Gives the present moment a picture of its own face once that has stood on the stage for a while. A hand that rests this
 * long has led somewhere, though it may not have let go.
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
}

/**
 * The picture of a session in the list of sessions: its present face, or before that is there in full the last one of
 * the same model that was.
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
