/** The controls of the first steps. */
import type { FirstStep, PanelName } from '../../store/state/state.ts';
import { tabOf } from './pointAt.ts';

const inPanel = (panel: PanelName, what: string) => `[role="tabpanel"][id$="-content-${panel}"] ${what}`;

/** The control of a step, or the tab of its panel while that is closed. */
export function placeOf(step: FirstStep, panel: PanelName): string {
  if (step === 'sample') return '[data-try="new-sample"]';
  const [wanted, control] =
    step === 'slider'
      ? (['attributes', 'input[type="range"]'] as const)
      : (['walk', '[data-try="play"]'] as const);
  return panel === wanted ? inPanel(wanted, control) : tabOf(wanted);
}
