import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { fitLesson, type Lesson, nameLesson } from '../../commands/attributes/teach.ts';
import { useRun } from '../../commands/hooks.ts';
import { LEAST_MARKS_OF_A_KIND } from '../../latent/direction/teach.ts';
import type { Taught } from '../../store/state/state.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Key } from '../parts/Key.tsx';
import { Picture } from '../parts/pictures/Picture.tsx';
import './teach.css';
import { useQuestions } from './useQuestions.ts';
import { accuracyInWords } from './words.ts';

const least = LEAST_MARKS_OF_A_KIND;

const answers: Record<string, boolean | null> = {
  y: true,
  arrowright: true,
  n: false,
  arrowleft: false,
  s: null,
  arrowdown: null,
};

/** Shows one face at a time. The user's answers, yes or no, become a slider, and more answers make it better. */
export default function TeachDialog({
  lesson,
  onClose,
}: {
  lesson: Lesson & Partial<Pick<Taught, 'direction' | 'threshold' | 'accuracy'>>;
  onClose: (lesson: Lesson, finished: boolean) => void;
}) {
  const run = useRun();
  const [name, setName] = useState(lesson.name);
  const [marks, setMarks] = useState(lesson.marks);
  const [learned, setLearned] = useState<Pick<Taught, 'direction' | 'threshold' | 'accuracy'> | null>(
    lesson.direction
      ? {
          direction: lesson.direction,
          threshold: lesson.threshold ?? null,
          accuracy: lesson.accuracy ?? null,
        }
      : null,
  );
  const questions = useQuestions(
    learned,
    lesson.marks.map(({ seed }) => seed),
  );
  const { current } = questions;
  const yeses = marks.filter(({ yes }) => yes).length;
  const noes = marks.length - yeses;
  const enough = yeses >= least && noes >= least;
  const now: Lesson = {
    id: lesson.id,
    name: name.trim() || lesson.name,
    marks,
    created: lesson.created,
  };

  // There is one fit at a time, of the newest marks. What was marked meanwhile goes into the next fit.
  const [fitting, setFitting] = useState(false);
  const fitted = useRef(lesson.direction ? lesson.marks : null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` is made of the marks and the name; a name alone is kept on closing
  useEffect(() => {
    if (!enough || fitting || fitted.current === marks) return;
    fitted.current = marks;
    setFitting(true);
    void run(fitLesson, now)
      ?.then((taught) => taught && setLearned(taught))
      .catch(() => undefined)
      .finally(() => setFitting(false));
  }, [run, marks, enough, fitting]);

  const answer = (yes: boolean | null) => {
    if (!current?.picture) return;
    const { seed } = current;
    if (yes !== null) setMarks((before) => [...before, { seed, yes }]);
    questions.forward();
  };
  const goBack = () => {
    const again = questions.back();
    if (again) setMarks((before) => before.filter(({ seed }) => seed !== again.seed));
  };
  const close = async () => {
    // The name may be newer than the last fit; of two fits that overlap, the one that begins last is kept.
    if (learned && now.name !== lesson.name) {
      const named: Promise<unknown> | undefined = fitting ? run(fitLesson, now) : run(nameLesson, now);
      await named?.catch(() => undefined);
    }
    onClose(now, learned !== null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const said = answers[key];
    if (said !== undefined) answer(said);
    else if (key === 'backspace') goBack();
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      title="Teach an attribute"
      className="teach"
      hint={`Say of each face whether it has it. After ${least} of each kind there is a slider; more make it better.`}
      onClose={() => void close()}
      onKeyDown={onKeyDown}
      // The focus does not go into the name, so that the keys answer at once.
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        (event.currentTarget as HTMLElement).focus();
      }}
      actions={
        <button type="button" className="btn" onClick={() => void close()}>
          Done
        </button>
      }
    >
      <label className="teach-name">
        <span>Name</span>
        <input
          aria-label="Name of the attribute"
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <div className="teach-face" data-seed={current?.seed}>
        <Picture key={current?.seed} image={current?.picture} />
      </div>
      <div className="teach-answers">
        <button type="button" className="btn" disabled={!current?.picture} onClick={() => answer(false)}>
          No<Key>N</Key>
        </button>
        <button type="button" className="btn ghost" disabled={!current?.picture} onClick={() => answer(null)}>
          Skip<Key>S</Key>
        </button>
        <button
          type="button"
          className="btn primary"
          disabled={!current?.picture}
          onClick={() => answer(true)}
        >
          Yes<Key>Y</Key>
        </button>
      </div>
      <div className="teach-counts">
        <Count label="no" count={noes} />
        <button type="button" className="btn small ghost" disabled={!questions.canGoBack} onClick={goBack}>
          Back one
        </button>
        <Count label="yes" count={yeses} />
      </div>
      <p className="teach-result" role="status" aria-label="Learned">
        {learned?.accuracy
          ? `${accuracyInWords(learned.accuracy)}. Faces near the boundary, which are asked about now, are the hard ones.`
          : `${Math.max(0, least - yeses)} more yes and ${Math.max(0, least - noes)} more no for a slider.`}
      </p>
    </Dialog>
  );
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <span className={`teach-count ${label}`}>
      <b className="tab-nums">{count}</b> {label}
      <span className="bar">
        <i style={{ width: `${Math.min(100, (100 * count) / least)}%` }} />
      </span>
    </span>
  );
}
