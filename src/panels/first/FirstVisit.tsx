import { useContext, useEffect, useId, useState } from 'react';
import { SessionContext, useRun } from '../../commands/hooks.ts';
import { showLessons } from '../../commands/lessons/lessons.ts';
import { onPerformed } from '../../commands/performed.ts';
import { endFirstVisit, stepOf, tickStep } from '../../commands/view/firstVisit.ts';
import { showGallery, showPanel, showShortcuts } from '../../commands/view/view.ts';
import { useMessages } from '../../language/useMessages.ts';
import { announce } from '../../store/announce.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';
import { type FirstStep, firstSteps } from '../../store/state/state.ts';
import { Check, Help, X } from '../parts/icons.tsx';
import { firstMessages } from './messages.ts';
import { placeOf } from './placeOf.ts';
import { controlAt, pointAt } from './pointAt.ts';
import './first.css';

/** Shown to first-time visitors above the panel: what this page is, and three gestures to try on the real controls. */
export default function FirstVisit() {
  return useSelect(({ firstVisit }) => firstVisit.over) ? null : <FirstSteps />;
}

function FirstSteps() {
  const t = useMessages(firstMessages);
  const run = useRun();
  const done = useSelect(({ firstVisit }) => firstVisit.done);
  const panel = useSelect((state) => state.panel);
  const next = firstSteps.find((step) => !done.includes(step));
  // Where there is little room, the card is one line and says more on request.
  const [open, setOpen] = useState(false);
  const about = useId();
  useTicks();
  useCalm();
  useEffect(() => (next ? pointAt([placeOf(next, panel)]) : undefined), [next, panel]);
  return (
    <section className="first-visit" data-open={open || undefined} aria-labelledby="first-visit-title">
      <div className="first-head">
        <h2 id="first-visit-title">{t.title}</h2>
        <button
          type="button"
          className="icon-btn first-open"
          aria-label={t.whatIsThis}
          title={t.whatIsThis}
          aria-expanded={open}
          aria-controls={about}
          onClick={() => setOpen(!open)}
        >
          <Help size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-btn"
          aria-label={t.hide}
          title={t.hide}
          onClick={() => run(endFirstVisit)}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </div>
      <p id={about} className="first-about">
        {t.about}
      </p>
      <ol aria-label={t.steps}>
        {firstSteps.map((step) => (
          <Step key={step} step={step} done={done.includes(step)} next={step === next} />
        ))}
      </ol>
      {!next && <p className="first-done">{t.allDone}</p>}
      <div className="first-more">
        <button type="button" className="btn small" onClick={() => run(showGallery)}>
          {t.gallery}
        </button>
        <button type="button" className="btn small" aria-haspopup="dialog" onClick={() => run(showLessons)}>
          {t.takeLesson}
        </button>
        <button type="button" className="btn small ghost" onClick={() => run(showShortcuts)}>
          {t.whatIsLatentSpace}
        </button>
      </div>
    </section>
  );
}

function Step({ step, done, next }: { step: FirstStep; done: boolean; next: boolean }) {
  const t = useMessages(firstMessages);
  const text = stepTexts(t)[step];
  const run = useRun();
  const store = useZscapeStore();
  /** Takes the visitor to the control itself, opening its panel first if necessary. */
  const showMe = () => {
    if (step !== 'sample') run(showPanel, step === 'walk' ? 'walk' : 'attributes');
    focusWhenThere(placeOf(step, store.getState().panel));
  };
  return (
    <li className={done ? 'done' : next ? 'next' : ''} aria-current={next ? 'step' : undefined}>
      <span className="first-tick">{done && <Check size={13} strokeWidth={3} aria-hidden="true" />}</span>
      {done && <span className="unseen">{t.done}</span>}
      <span>{text}</span>
      {next && (
        <button
          type="button"
          className="btn small"
          aria-label={t.showMeStep({ step: text })}
          onClick={showMe}
        >
          {t.showMe}
        </button>
      )}
    </li>
  );
}

const stepTexts = (t: ReturnType<typeof firstMessages.get>): Record<FirstStep, string> => ({
  sample: t.sample,
  slider: t.slider,
  walk: t.walk,
});

/** Ticks a step once the visitor has really taken it, and announces that to screen readers. */
function useTicks(): void {
  const t = useMessages(firstMessages);
  const session = useContext(SessionContext);
  const run = useRun();
  useEffect(() => {
    if (!session) return;
    const { store } = session;
    return onPerformed(session, (command) => {
      const step = stepOf(command);
      const before = store.getState().firstVisit.done;
      if (!step || before.includes(step)) return;
      // Play does not count before something plays, nor on the Path panel.
      if (step === 'walk' && store.getState().panel !== 'walk' && store.getState().playing !== 'walk') return;
      run(tickStep, step);
      const next = firstSteps.find((one) => one !== step && !before.includes(one));
      announce(next ? t.doneNext({ step: stepTexts(t)[next] }) : t.allDone);
    });
  }, [session, run, t]);
}

const acts = ['pointerdown', 'keydown', 'input'] as const;

/** Ends the pulse of the control that is pointed at when the visitor does something: a slider's move needs the time that it takes. */
function useCalm(): void {
  useEffect(() => {
    const calm = () => document.querySelector('[data-pointed=""]')?.setAttribute('data-pointed', 'calm');
    for (const act of acts) document.addEventListener(act, calm, true);
    return () => {
      for (const act of acts) document.removeEventListener(act, calm, true);
    };
  }, []);
}

/** A panel that was just opened renders its controls a little later. */
function focusWhenThere(place: string, tries = 30): void {
  const control = controlAt(place);
  control?.scrollIntoView({ block: 'nearest' });
  control?.focus();
  if (!control && tries > 0) setTimeout(focusWhenThere, 50, place, tries - 1);
}
