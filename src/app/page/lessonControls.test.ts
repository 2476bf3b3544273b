/** Every control that a lesson mentions is on the page: the panel renders its `data-try`. */

import { Tabs } from 'radix-ui';
import { createElement, type FunctionComponent } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { runCommand } from '../../commands/command.ts';
import { SessionContext } from '../../commands/hooks.ts';
import { completeMap } from '../../commands/journey/map.ts';
import { completeWalk } from '../../commands/journey/walk.ts';
import { tours } from '../../commands/lessons/tours/tours.ts';
import { model, startHere } from '../../commands/testing/startHere.ts';
import ArithmeticPanel from '../../panels/arithmetic/ArithmeticPanel.tsx';
import AttributesPanel from '../../panels/attributes/AttributesPanel.tsx';
import MapPanel from '../../panels/map/MapPanel.tsx';
import GrowthSection from '../../panels/network/growth/GrowthSection.tsx';
import NetworkPanel from '../../panels/network/NetworkPanel.tsx';
import { DimensionRow } from '../../panels/sample/DimensionRow.tsx';
import { SampleGrid } from '../../panels/sample/SampleGrid.tsx';
import WalkPanel from '../../panels/walk/WalkPanel.tsx';
import { StoreContext } from '../../store/hooks.ts';
import { lessonNames, type Model, type PanelName } from '../../store/state/state.ts';
import { createZscapeStore } from '../../store/store.ts';
import { Actions } from '../header/Actions.tsx';
import { UndoRedo } from '../history/UndoRedo.tsx';

/** Renders the controls of a panel and of the page around the panels. */
const parts: Partial<Record<PanelName | 'page', FunctionComponent[]>> = {
  page: [Actions, UndoRedo],
  sample: [
    SampleGrid,
    () => createElement(DimensionRow, { index: 0, top: 0, height: 30, stop: true, effect: null }),
  ],
  walk: [WalkPanel],
  map: [MapPanel],
  attributes: [AttributesPanel],
  arithmetic: [ArithmeticPanel],
  network: [NetworkPanel, GrowthSection],
};

/** The state after the engine has described the network or measured something. */
const fromEngine = ['layers', 'deviation', 'collapse', 'diversity'];

const weights = { kernel: 'k', bias: 'b' };

/** With a head for each of two blocks. */
const grown: Model = {
  ...model,
  generator: {
    family: 'progan',
    ...{ input: 'z', output: 'image', latentNorm: null, pixelNorm: { epsilon: 1e-8 }, leakySlope: 0.2 },
    blocks: [4, 8].map((resolution) => ({ resolution, channels: 8, conv0: weights, conv1: weights })),
    toRgb: { ...weights, scale: 1, offset: 0, clip: null },
  },
  previewHeads: [{ resolution: 4, ...weights, error: 0 }],
};

/** The page after its panels have filled in their data. */
function render(part: FunctionComponent): string {
  const { session, store } = startHere();
  const direction = new Float32Array(model.latent.size).fill(model.latent.size ** -0.5);
  store.setState({
    model: grown,
    attributes: {
      model: model.id,
      list: [{ id: 'labelled:Smile', name: 'Smile', group: 'labelled', direction }],
      finding: null,
    },
  });
  runCommand(session, completeWalk);
  runCommand(session, completeMap);
  // On the server, React reads the store's initial state.
  const ready = createZscapeStore(store.getState());
  return renderToString(
    createElement(
      StoreContext,
      { value: ready },
      createElement(
        SessionContext,
        { value: { ...session, store: ready } },
        createElement(Tabs.Root, null, createElement(part)),
      ),
    ),
  );
}

const places = lessonNames.flatMap((name) =>
  tours[name].steps.map(({ panel, control }) => ({
    name,
    panel: panel ?? ('page' as const),
    control,
  })),
);

const rendered = places.filter(({ control }) => !fromEngine.includes(control));

it.each(rendered)('$name: $control is there, in $panel', ({ panel, control }) => {
  expect((parts[panel] ?? []).map(render).join('')).toContain(`data-try="${control}"`);
});

const sources = Object.values(
  import.meta.glob<string>('/src/panels/network/**/*.tsx', { eager: true, query: '?raw', import: 'default' }),
).join('');

it.each(places.filter(({ panel }) => panel === 'network'))(
  '$name: $control is in the Network panel',
  ({ control }) => {
    expect(sources).toContain(`data-try="${control}"`);
  },
);
