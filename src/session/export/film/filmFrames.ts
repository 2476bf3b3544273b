/** Pictures of a film's frames, rendered on demand in the engine's spare time. */
import { createFrameQueue, type FrameQueue, fillQueue } from '../../../export/film/frameQueue.ts';
import type { FilmPlan } from '../../../store/select/film/filmPlan.ts';
import { measureOf } from '../../../store/select/journey/pathCourse.ts';
import { walkMeasureOf } from '../../../store/select/journey/walkPace.ts';
import { type MeasureHooks, measurePath, measureWalk } from '../../play/measurePace.ts';
import { renderChanging } from '../../renderChanging.ts';
import type { Session } from '../../session.ts';

/** Starts rendering. The caller ends it with `abandon`. */
export function renderFrames(
  { pictures }: Pick<Session, 'pictures'>,
  { frames, at, network, changesAt }: Pick<FilmPlan, 'frames' | 'at' | 'network' | 'changesAt'>,
  signal: AbortSignal | undefined,
): FrameQueue {
  const queue = createFrameQueue();
  void fillQueue(queue, frames, at, async (group, take, start) => {
    const networks = group.map((_, i) => changesAt?.(start + i) ?? network);
    await renderChanging(pictures, group, networks, {
      ...(signal && { signal }),
      onImage: (_, image) => take(image),
    });
  });
  return queue;
}

/** Measures the pace first if constant speed is on and has not been measured. @throws CANCELLED */
export async function ensurePace(session: Session, hooks: MeasureHooks): Promise<void> {
  const { store } = session;
  const state = store.getState();
  const { source } = state.filmOf;
  if (source === 'path' && state.path.even && !measureOf(state)) {
    store.setState({ pathMeasure: await measurePath(session, hooks) });
  } else if (source === 'walk' && state.walk.even && !walkMeasureOf(state)) {
    store.setState({ walkMeasure: await measureWalk(session, hooks) });
  }
}
