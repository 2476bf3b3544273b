import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { fitLesson, type Lesson, nameLesson } from '../../../commands/attributes/teach.ts';
import { useRun } from '../../../commands/hooks.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { LEAST_MARKS_OF_A_KIND } from '../../../latent/direction/teach.ts';
import { useSelect } from '../../../store/hooks.ts';
import type { Taught } from '../../../store/state/state.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Picture } from '../../parts/pictures/Picture.tsx';
import { attributesMessages } from '../messages.ts';
import './teach.css';
import { accuracyInWords } from '../words.ts';
import { useQuestions } from './useQuestions.ts';

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
  const t = useMessages(attributesMessages);
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

  // Only one fit runs at a time, on the newest marks. Marks made meanwhile go into the next fit.
  const [fitting, setFitting] = useState(false);
  const closing = useRef(false);
  const lastFit = useRef<Promise<unknown>>(undefined);
  const fitted = useRef(lesson.direction ? lesson.marks : null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` is made of the marks and the name; a name alone is kept on closing
  useEffect(() => {
    if (!enough || fitting || closing.current || fitted.current === marks) return;
    fitted.current = marks;
    setFitting(true);
    lastFit.current = run(fitLesson, now)
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
    // A fit that ended after the lesson would be an undo step of its own.
    closing.current = true;
    await lastFit.current;
    if (enough && fitted.current !== marks) await run(fitLesson, now)?.catch(() => undefined);
    // The name may be newer than the last fit.
    if (learned && now.name !== lesson.name) await run(nameLesson, now)?.catch(() => undefined);
    onClose(now, learned !== null);
  };
  const characterKeys = useSelect((state) => state.characterKeys);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const said = characterKeys ? answers[key] : undefined;
    if (said !== undefined) answer(said);
    else if (key === 'backspace') goBack();
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      title={t.teach}
      className="teach"
      hint={t.teachHint(least)}
      onClose={() => void close()}
      onKeyDown={onKeyDown}
      // The name does not get the focus, so keys answer right away.
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        (event.currentTarget as HTMLElement).focus();
      }}
      actions={
        <button type="button" className="btn" onClick={() => void close()}>
          {t.done}
        </button>
      }
    >
      <label className="teach-name">
        <span>{t.name}</span>
        <input
          aria-label={t.attributeName}
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
          {t.no}
          {characterKeys && <Key>N</Key>}
        </button>
        <button type="button" className="btn ghost" disabled={!current?.picture} onClick={() => answer(null)}>
          {t.skip}
          {characterKeys && <Key>S</Key>}
        </button>
        <button
          type="button"
          className="btn primary"
          disabled={!current?.picture}
          onClick={() => answer(true)}
        >
          {t.yes}
          {characterKeys && <Key>Y</Key>}
        </button>
      </div>
      <div className="teach-counts">
        <Count kind="no" words={t.noes(noes)} count={noes} />
        <button type="button" className="btn small ghost" disabled={!questions.canGoBack} onClick={goBack}>
          {t.backOne}
        </button>
        <Count kind="yes" words={t.yeses(yeses)} count={yeses} />
      </div>
      <p className="teach-result" role="status" aria-label={t.learned}>
        {learned?.accuracy
          ? `${accuracyInWords(learned.accuracy)} ${t.hardOnes}`
          : t.stillNeeded({ yes: Math.max(0, least - yeses), no: Math.max(0, least - noes) })}
      </p>
    </Dialog>
  );
}

function Count({ kind, words, count }: { kind: 'yes' | 'no'; words: string; count: number }) {
  return (
    <span className={`teach-count ${kind}`}>
      <span className="tab-nums">{words}</span>
      <span className="bar">
        <i style={{ width: `${Math.min(100, (100 * count) / least)}%` }} />
      </span>
    </span>
  );
}
