/** Makes a film and saves it. Loaded on first use. */
import { isAbort, throwIfCancelled, ZscapeError } from '../../../base/errors.ts';
import { makeFilm } from '../../../export/film/film.ts';
import type { FilmPlace } from '../../../export/film/messages.ts';
import { removeFilm } from '../../../export/film/sinks/filmFolder.ts';
import { formatBytes } from '../../../language/numbers.ts';
import { announce } from '../../../store/announce.ts';
import type { MeasureHooks } from '../../play/measurePace.ts';
import { filmRecipe } from '../../recipe/filmRecipe.ts';
import type { Session } from '../../session.ts';
import { tellingMessages } from '../../telling/messages.ts';
import { saveBeside } from '../saveBeside.ts';
import { saveFile } from '../saveFile.ts';
import { ensurePace, renderFrames } from './filmFrames.ts';
import { filmLook, filmSettings, nameOf, planOf } from './filmSettings.ts';

export interface FilmHooks {
  /** Called with the number of frames in the file so far. */
  onProgress: (frames: number) => void;
  /** Called while constant speed is measured first: with the number of pictures drawn, and the most that may be. */
  onMeasure?: MeasureHooks['onProgress'];
  /** Called with the finished share of the work that remains after the last frame. */
  onFinishing?: (share: number) => void;
  /** The expected number of bytes; null if unknown. */
  expected: number | null;
  signal: AbortSignal;
}

export interface SavedFilm {
  fileName: string;
  bytes: number;
  /** Null if the film went into a file that the user has picked. */
  blob: Blob | null;
  /** Frees the long film's space in the browser's own storage, some time after it was downloaded. */
  release(): void;
}

/** A film that is expected to be larger goes straight into a file that the user picks, if the browser supports that. */
const largeBytes = 256 << 20;
/** How long a download may take to start reading its data, in milliseconds. */
const downloadMs = 60_000;

/** Renders the frames in the engine's spare time, encodes them in a worker, and saves the file. */
export async function saveFilm(session: Session, hooks: FilmHooks): Promise<SavedFilm> {
  const { store } = session;
  const { onProgress, onMeasure, onFinishing, signal, expected } = hooks;
  const early = store.getState();
  const place = await placeFor(nameOf(early, planOf(early)), expected);
  await ensurePace(session, { signal, onProgress: onMeasure });
  throwIfCancelled(signal);
  const state = store.getState();
  const plan = planOf(state);
  const plain = filmSettings(state, plan, null);
  const { inside, beside } = filmRecipe(state, plain);
  const settings = { ...plain, recipe: inside };
  const look = filmLook(state, plan, settings.alpha);
  const frames = renderFrames(session, plan, signal);
  try {
    const { bytes, file, kept } = await makeFilm(frames, {
      ...{ settings, look, place, signal },
      ...{ onProgress, onFinishing },
    });
    const fileName = place.kind === 'picked' ? place.handle.name : nameOf(state, plan);
    if (file) saveFile(store, file, fileName, 'aloud');
    else announce(tellingMessages.get().exported({ file: fileName, size: formatBytes(bytes) }));
    saveBeside(store, beside, fileName);
    const release = () => {
      if (kept !== null) setTimeout(() => void removeFilm(kept), downloadMs);
    };
    return { fileName, bytes, blob: file, release };
  } finally {
    frames.abandon();
  }
}

/** Chooses the film's destination. @throws CANCELLED if the user picks no file */
async function placeFor(suggestedName: string, expected: number | null): Promise<FilmPlace> {
  const pick = (globalThis as { showSaveFilePicker?: PickFile }).showSaveFilePicker;
  if (!pick || expected === null || expected < largeBytes) return { kind: 'kept' };
  try {
    return { kind: 'picked', handle: await pick.call(globalThis, { suggestedName }) };
  } catch (error) {
    if (isAbort(error)) throw new ZscapeError('CANCELLED', 'Cancelled.');
    // Without a user gesture, or if a policy forbids it, a download serves as well.
    return { kind: 'kept' };
  }
}

type PickFile = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
