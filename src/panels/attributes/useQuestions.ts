import { useEffect, useRef, useState } from 'react';
import { latentOfQuestion, nextQuestion } from '../../commands/attributes/teach.ts';
import { useRun } from '../../commands/hooks.ts';
import { renderPictures } from '../../commands/view/renderPictures.ts';
import type { Taught } from '../../store/state/state.ts';

/** Questions that wait with their pictures drawn, so that an answer brings the next face at once. */
const ahead = 2;

export interface Question {
  seed: number;
  picture: ImageBitmap | undefined;
}

/**
 * Faces to ask about, one at a time. A picture is always that of its own seed: an answer can never go to another face.
 * @param boundary of what was learned so far; questions chosen from now on lie near it
 */
export function useQuestions(
  boundary: Pick<Taught, 'direction' | 'threshold'> | null,
  known: readonly number[],
) {
  const run = useRun();
  const [queue, setQueue] = useState<readonly Question[]>([]);
  const [past, setPast] = useState<readonly Question[]>([]);
  const asked = useRef(new Set(known));
  const choosing = useRef(false);
  useEffect(() => {
    if (queue.length > ahead || choosing.current) return;
    choosing.current = true;
    void run(nextQuestion, boundary, [...asked.current])
      ?.then((seed) => {
        choosing.current = false;
        if (seed === null) return;
        asked.current.add(seed);
        setQueue((before) => [...before, { seed, picture: undefined }]);
        const z = run(latentOfQuestion, seed);
        if (!z) return;
        const withPicture = (picture: ImageBitmap) => (question: Question) =>
          question.seed === seed ? { seed, picture } : question;
        void run(renderPictures, [z], {
          onImage: (_, image) => {
            setQueue((before) => before.map(withPicture(image)));
            setPast((before) => before.map(withPicture(image)));
          },
        })?.catch(() => undefined);
      })
      .catch(() => {
        choosing.current = false;
      });
  }, [run, queue, boundary]);
  const [current] = queue;
  return {
    current,
    /** Goes on to the next face. */
    forward: () => {
      if (!current) return;
      setPast((before) => [...before, current]);
      setQueue((before) => before.slice(1));
    },
    /** Asks about the face before once more; null when there is none. */
    back: (): Question | null => {
      const last = past.at(-1);
      if (!last) return null;
      setPast((before) => before.slice(0, -1));
      setQueue((before) => [last, ...before]);
      return last;
    },
    canGoBack: past.length > 0,
  };
}
