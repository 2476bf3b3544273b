import { useEffect, useState } from 'react';
import { nextQuestion } from '../../../commands/attributes/teach.ts';
import { useRun } from '../../../commands/hooks.ts';
import { renderPictures } from '../../../commands/view/renderPictures.ts';
import { useZscapeStore } from '../../../store/hooks.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { classOf } from '../../../store/select/space.ts';
import { type Boundary, QuestionFaces } from './questionFaces.ts';

/**
 * Faces to ask about, one at a time.
 * @param boundary learned so far; new questions lie near it
 * @param known seeds to leave out
 */
export function useQuestions(boundary: Boundary | null, known: readonly number[]) {
  const run = useRun();
  const store = useZscapeStore();
  const [, setChanges] = useState(0);
  const [questions] = useState(
    () =>
      new QuestionFaces(
        {
          choose: async (near, asked) => (await run(nextQuestion, near, asked)) ?? null,
          draw: async (seed, signal, take) => {
            const { model, face } = store.getState();
            if (!model) return;
            const { z } = sampleFace(model, seed, { class: face ? classOf(model, face.z) : undefined });
            await run(renderPictures, [z], { signal, onImage: (_, image) => take(image) });
          },
          changed: () => setChanges((count) => count + 1),
        },
        known,
      ),
  );
  useEffect(() => questions.learn(boundary), [questions, boundary]);
  useEffect(() => {
    questions.open();
    return () => questions.close();
  }, [questions]);
  return questions;
}
