import { lessonMark } from '../../store/history/history.ts';
import { endDrag } from '../../store/history/remember.ts';
import { amountsOf, applyEdit, baseOf } from '../../store/select/attributes.ts';
import type { State, Taught, TaughtMark, TaughtWay } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { showFace } from '../face/face.ts';

const hasModel = ({ model }: State) => model !== null;
const teaching = () => import('../../session/attributes/teaching.ts');
const library = () => import('../../session/attributes/keepTaught.ts');

export interface Lesson {
  id: string;
  name: string;
  marks: readonly TaughtMark[];
  created: number;
}

/** Chooses the seed of the face to ask about next. */
export const nextQuestion: Command<
  [boundary: Pick<Taught, 'direction' | 'threshold'> | null, asked: readonly number[]],
  Promise<number | null>
> = {
  name: 'Next question',
  undo: 'none',
  perform: async ({ store }, boundary, asked) => {
    const { model } = store.getState();
    return model && (await teaching()).nextQuestion(model, boundary, asked);
  },
};

/** Makes a slider from the marks, or improves it. One lesson is one step of undo, however many answers it has. */
export const fitLesson: Command<[lesson: Lesson], Promise<Taught | null>> = {
  name: 'Teach an attribute',
  undo: { drag: ({ id }) => `${lessonMark}${id}` },
  applies: hasModel,
  perform: async ({ store }, lesson) => {
    const { model } = store.getState();
    return model && (await teaching()).fitTaught(store, model, lesson);
  },
};

/** Applies the edits again along the current directions: further teaching has changed one of them. */
function renewEdits(store: ZscapeStore): void {
  if (Object.keys(amountsOf(store.getState())).length === 0) return;
  showFace(store, (state) => {
    const base = baseOf(state);
    const { face } = state;
    return face && base ? applyEdit(state, { ...face, z: base }, { amounts: amountsOf(state) }) : {};
  });
}

/** Gives the attribute the name from the end of the lesson. This belongs to the lesson's step. */
export const nameLesson: Command<[lesson: Lesson], Promise<void>> = {
  name: 'Teach an attribute',
  undo: { drag: ({ id }) => `${lessonMark}${id}` },
  perform: (session, { id, name }) => renameTaught.perform(session, id, name),
};

/** Ends the lesson because its dialog is closed: the next act is another step. */
export const endLesson: Command = {
  name: 'End a lesson',
  undo: 'joins',
  perform: ({ store }) => {
    renewEdits(store);
    endDrag(store, true);
  },
};

/** Makes the slider move along the fitted boundary, or along the difference of the means. */
export const setTaughtWay: Command<[id: string, way: TaughtWay], Promise<void>> = {
  name: 'Direction of an attribute',
  undo: 'step',
  perform: async ({ store }, id, way) => {
    const { putTaught } = await library();
    const one = store.getState().taught.find((taught) => taught.id === id);
    if (!one) return;
    putTaught(store, { ...one, way });
    renewEdits(store);
  },
};

export const renameTaught: Command<[id: string, name: string], Promise<void>> = {
  name: 'Rename an attribute',
  undo: 'step',
  perform: async ({ store }, id, name) => {
    const { putTaught } = await library();
    const one = store.getState().taught.find((taught) => taught.id === id);
    const wanted = name.trim().slice(0, 60);
    if (one && wanted && wanted !== one.name) putTaught(store, { ...one, name: wanted });
  },
};

export const deleteTaught: Command<[id: string], Promise<void>> = {
  name: 'Delete an attribute',
  undo: 'step',
  perform: async ({ store }, id) => (await library()).removeTaught(store, id),
};

function saveAs(
  kind: 'saveTaughtJson' | 'saveTaughtNpy',
  name: string,
): Command<[id: string], Promise<void>> {
  return {
    name,
    undo: 'none',
    perform: async ({ store }, id) => {
      const { model, taught } = store.getState();
      const one = taught.find((other) => other.id === id);
      if (model && one) (await teaching())[kind](store, one, model);
    },
  };
}

export const saveTaughtJson = saveAs('saveTaughtJson', 'Export an attribute as JSON');
export const saveTaughtNpy = saveAs('saveTaughtNpy', 'Export a direction as .npy');

/** Adds an attribute from a .json or .npy file, and returns its id. */
export const openTaught: Command<[file: File], Promise<string | null>> = {
  name: 'Open an attribute',
  applies: hasModel,
  undo: 'step',
  perform: async ({ store }, file) => {
    const { model } = store.getState();
    return model && (await (await teaching()).openTaught(store, model, file)).id;
  },
};
