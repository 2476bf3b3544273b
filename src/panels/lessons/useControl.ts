import { useEffect, useState } from 'react';
import type { Step } from '../../commands/lessons/lesson.ts';
import { useSelect } from '../../store/hooks.ts';
import { controlAt, pointAt, tabOf } from '../first/pointAt.ts';

/** How long to look for a control: a panel just opened may still be loading. */
const patienceMs = 2500;
const pollMs = 50;

interface Found {
  step: Step;
  control: HTMLElement | null;
}

/** Returns selectors of a step's control, and of the button that unfolds its part. */
function placesOf({ panel, control, fold }: Step): string[] {
  const here = panel === null ? '' : `[role="tabpanel"][id$="-content-${panel}"] `;
  return [`${here}[data-try="${control}"]`, `${here}[data-fold="${fold}"][aria-expanded="false"]`];
}

/** Unfolds the part of the panel with a step's control. Settles when the control appears, or on giving up. */
export async function unfold(step: Step): Promise<void> {
  const [own = '', folded = ''] = placesOf(step);
  for (let waited = 0; waited < patienceMs && !controlAt(own); waited += pollMs) {
    controlAt(folded)?.click();
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/**
 * Marks the control of a step or, if its panel is closed, the tab of that panel.
 * @returns the control, or what to open first; whether that is a tab or a folded part; and whether the control is missing
 */
export function useControl(step: Step): {
  control: HTMLElement | null;
  inTab: boolean;
  inFold: boolean;
  missing: boolean;
} {
  const panel = useSelect((state) => state.panel);
  const shown = useSelect(({ panelFrame }) => panelFrame.shown);
  const [found, setFound] = useState<Found | null>(null);
  const [given, setGiven] = useState<Step | null>(null);
  const inTab = step.panel !== null && (step.panel !== panel || !shown);
  useEffect(() => {
    const places = inTab && step.panel !== null ? [tabOf(step.panel)] : placesOf(step);
    const stop = pointAt(places, 'data-lesson', (control) => setFound({ step, control }));
    return () => {
      stop();
      setFound(null);
    };
  }, [step, inTab]);
  const control = found?.step === step ? found.control : null;
  useEffect(() => {
    control?.scrollIntoView({ block: 'nearest' });
    if (control || inTab) {
      setGiven(null);
      return;
    }
    const timer = setTimeout(() => setGiven(step), patienceMs);
    return () => clearTimeout(timer);
  }, [control, inTab, step]);
  const inFold = control?.dataset.fold !== undefined;
  return { control, inTab, inFold, missing: given === step && !control };
}
