/**
 * Describes the picture in words: they become its accessible name, and screen readers hear of each new face. During a
 * drag or while a walk plays, nothing is said.
 */

import { nextTask } from '../../base/nextTask.ts';
import { factorEnd, factorName } from '../../language/factors/factorNames.ts';
import { formatList } from '../../language/numbers.ts';
import { language, textsReady } from '../../language/texts.ts';
import { announce } from '../../store/announce.ts';
import { drawnWith, isEdited } from '../../store/select/faces.ts';
import type { Face, Model, State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { leadingAttributes, type Telling, tellingAttributes } from './leadingAttributes.ts';
import { tellingMessages } from './messages.ts';

/** A face that has rested this long is probably being looked at. */
const restMs = 600;

/**
 * Starts following the face of the state.
 * @param first the face that came with the page: its description is only the picture's name, not an announcement. By the time
 *   this begins, the user may have left it already.
 */
export function tellFaces(store: ZscapeStore, first: Face | null): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void tell(store, first), restMs);
  };
  store.subscribe((state) => state.face, later);
  store.subscribe((state) => state.playing, later);
  language.listen(later);
  store.subscribe((state) => state.model?.title, tellModel, { fireImmediately: true });
  later();
}

function tellModel(title: string | undefined): void {
  if (title !== undefined) announce(tellingMessages.get().loaded({ model: title }));
}

const known = new WeakMap<Model, readonly Telling[]>();

async function attributesFor(store: ZscapeStore, model: Model): Promise<readonly Telling[]> {
  const there = known.get(model);
  if (there) return there;
  // If the attributes cannot be had, a face is described without them: the panel of attributes says why.
  const found = await tellingAttributes(store.getState(), model).catch(() => []);
  known.set(model, found);
  return found;
}

async function tell(store: ZscapeStore, first: Face | null): Promise<void> {
  const { model } = store.getState();
  if (!model) return;
  const [attributes] = await Promise.all([attributesFor(store, model), textsReady()]);
  // Attributes that have just been read took a task.
  await nextTask();
  const state = store.getState();
  if (state.model !== model || !state.face || state.playing) return;
  const leading = leadingAttributes(attributes, model, state.face.z).map(({ name, end }) =>
    end === null ? factorName(name) : factorEnd(name, end),
  );
  const words = [...faceInWords(state), ...leading];
  const pictureWords = formatList([model.title, ...words], 'unit');
  if (pictureWords === state.pictureWords) return;
  const isNew = state.pictureWords !== null || state.face !== first;
  store.setState({ pictureWords });
  if (isNew) announce(tellingMessages.get().showing({ what: formatList(words, 'unit') }));
}

/** Returns `Seed 7`, its class and spread if they are not the usual ones, and whether it is edited. */
function faceInWords(state: State): string[] {
  const { face, model } = state;
  if (!face || !model) return [];
  const { seed, inBetween, edited } = tellingMessages.get();
  const name = face.seed === null ? inBetween : seed({ seed: String(face.seed) });
  return [name, ...drawnWith(model, face), ...(isEdited(state) ? [edited] : [])];
}
