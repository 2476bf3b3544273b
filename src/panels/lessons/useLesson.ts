import { type MouseEvent, type RefObject, useContext, useEffect, useRef, useState } from 'react';
import { SessionContext, useRun } from '../../commands/hooks.ts';
import { type Step, type TourTexts, watchStep } from '../../commands/lessons/lesson.ts';
import { endLesson, goToStep, openLesson } from '../../commands/lessons/lessons.ts';
import { tours } from '../../commands/lessons/tours/tours.ts';
import { showPanel } from '../../commands/view/view.ts';
import { announce } from '../../store/announce.ts';
import { endDrag } from '../../store/history/remember.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';
import { type LessonName, lessonNames } from '../../store/state/state.ts';
import { returnFocus } from '../parts/focusTrail.ts';
import { focusControl, joinFocus, onEscape } from './focusWay.ts';
import { glide } from './glide.ts';
import type { lessonsMessages } from './messages.ts';
import { unfold, useControl } from './useControl.ts';

/** The contents of a lesson's card, and the actions of its buttons. */
interface LessonNow {
  card: RefObject<HTMLElement | null>;
  /** The button that moves on. */
  main: RefObject<HTMLButtonElement | null>;
  control: HTMLElement | null;
  /** From 0. */
  index: number;
  steps: number;
  text: string;
  /** Names the closed tab or folded part that contains the control. */
  where: string | null;
  /** The visitor has done what the step asked for. */
  wasDone: boolean;
  /** There is nothing left to do, or never was. */
  over: boolean;
  goOnText: string;
  goOn: (event: MouseEvent) => void;
  back: (event: MouseEvent) => void;
  /** Null if there is nothing to show. */
  showMe: ((event: MouseEvent) => void) | null;
  end: () => void;
}

export function useLesson(
  lesson: LessonName,
  t: ReturnType<typeof lessonsMessages.get>,
  words: TourTexts,
): LessonNow {
  const run = useRun();
  const store = useZscapeStore();
  const { steps } = tours[lesson];
  const index = useSelect(({ lessons }) => Math.min(lessons.at[lesson] ?? 0, steps.length - 1));
  const step = steps[index]!;
  const { control, inTab, inFold, missing } = useControl(step);
  const [doneStep, setDoneStep] = useState<Step | null>(null);
  useEffect(() => {
    setDoneStep(null);
    return watchStep(store, step, () => setDoneStep(step));
  }, [store, step]);
  const lacks = useSelect((state) => step.lacks?.(words, state) ?? null);
  const absent = lacks ?? (missing ? t.absent : null);
  const wasDone = doneStep === step;
  const over = wasDone || absent !== null || step.done === undefined;
  const text = useSelect((state) => (wasDone && step.seen ? step.seen : step.say)(words, state));
  const name = control?.textContent?.trim() ?? '';
  const hidden = inTab ? t.inTab({ panel: name }) : inFold ? t.inFold({ part: name }) : null;
  const where = wasDone || absent !== null ? null : hidden;

  const card = useRef<HTMLElement>(null);
  const main = useRef<HTMLButtonElement>(null);
  const next = lessonNames.find((one) => one !== lesson && !isFinished(store.getState().lessons.at, one));
  const isLast = index === steps.length - 1;
  const finish = (byKey: boolean) => {
    run(goToStep, steps.length);
    if (!over || !next) return end();
    run(openLesson, next);
    // The next lesson has its own card.
    if (byKey) setTimeout(() => document.getElementById('lesson')?.focus());
  };
  const end = () => {
    run(endLesson);
    announce(t.ended);
    // Rendering removes the card, and the focused button with it.
    setTimeout(returnFocus);
  };
  const { follow } = useFocus(card, main, control, step, end);
  useSaying(t, index, steps.length, [absent ?? text, where ?? ''].join(' '), wasDone);
  const showMe = useShowing(step);
  return {
    card,
    main,
    control,
    index,
    steps: steps.length,
    text: absent ?? text,
    where,
    wasDone,
    over,
    goOnText: !over
      ? t.skip
      : !isLast
        ? t.next
        : next
          ? t.nextLesson({ lesson: tours[next].title(words) })
          : t.finish,
    goOn: (event) => {
      if (isLast) return finish(event.detail === 0);
      run(goToStep, index + 1);
      if (event.detail === 0) follow();
    },
    back: (event) => {
      run(goToStep, index - 1);
      // The first step has no Back button.
      if (event.detail === 0 && index === 1) main.current?.focus();
    },
    showMe:
      !wasDone && absent === null && (step.show || hidden !== null)
        ? (event) => {
            if (step.panel !== null && inTab) run(showPanel, step.panel);
            const byKey = event.detail === 0;
            // The button disappears when the step is done.
            void unfold(step)
              .then(showMe)
              .then(() => byKey && main.current?.focus());
          }
        : null,
    end,
  };
}

/** Tells whether a lesson was completed. */
export function isFinished(at: Readonly<Partial<Record<LessonName, number>>>, name: LessonName): boolean {
  return (at[name] ?? 0) >= tours[name].steps.length;
}

/** Handles Tab and F6 between the control and the card, and Escape. */
function useFocus(
  card: RefObject<HTMLElement | null>,
  main: RefObject<HTMLElement | null>,
  control: HTMLElement | null,
  step: Step,
  end: () => void,
): { follow: () => void } {
  const store = useZscapeStore();
  const now = useRef({ control, end });
  now.current = { control, end };
  useEffect(() => {
    if (!card.current) return;
    const parted = joinFocus(
      card.current,
      () => now.current.control,
      () => main.current,
    );
    const unheard = onEscape(
      () => {
        const { dialog, onlyPicture } = store.getState();
        return dialog !== null || onlyPicture;
      },
      () => now.current.end(),
    );
    return () => {
      parted();
      unheard();
    };
  }, [store, card, main]);
  /** Set when the visitor moved on by keyboard: the focus then goes to the next step's control. */
  const follows = useRef(false);
  useEffect(() => {
    if (!control || !follows.current) return;
    follows.current = false;
    if (step.done) focusControl(control);
  }, [control, step]);
  return {
    follow: () => {
      follows.current = true;
    },
  };
}

/** Announces a step when it begins, and its result when it is done. */
function useSaying(
  t: ReturnType<typeof lessonsMessages.get>,
  index: number,
  steps: number,
  text: string,
  wasDone: boolean,
): void {
  const said = useRef(text);
  said.current = text;
  useEffect(() => {
    const words = said.current;
    announce(wasDone ? t.saidDone({ words }) : t.said({ step: t.at({ step: index + 1, of: steps }), words }));
  }, [t, index, steps, wasDone]);
}

/** Performs a step on behalf of the visitor. */
function useShowing(step: Step): () => Promise<void> {
  const run = useRun();
  const session = useContext(SessionContext);
  const store = useZscapeStore();
  const going = useRef<AbortController | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the demonstration of one step ends with the next
  useEffect(() => () => going.current?.abort(), [session, step]);
  return async () => {
    going.current?.abort();
    const hand = new AbortController();
    going.current = hand;
    await step.show?.({
      run,
      glide: (from, to, move) => glide(from, to, move, hand.signal),
      state: store.getState,
    });
    // The visitor's next action must be a separate step of undo.
    endDrag(store);
  };
}
