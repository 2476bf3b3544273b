import { useCallback, useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { setPixelNorm } from '../../../commands/network/changes.ts';
import { type LayerSignal, type NetworkLayer, readSignal } from '../../../commands/network/read.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { Switch } from '../../parts/fields/Switch.tsx';
import { Awaited } from '../Awaited.tsx';
import { Idea } from '../Idea.tsx';
import { Unavailable } from '../Unavailable.tsx';
import { useLayers } from '../useLayers.ts';
import { useLive } from '../useLive.ts';
import { normMessages } from './messages.ts';
import { SignalChart } from './SignalChart.tsx';
import './norm.css';

/** Between two measurements of the signal, each of which costs about four frames. A few a second are enough for a chart. */
const chartRestMs = 100;

/** PixelNorm: a switch for all blocks and one for each, and the signal strength with and without it. */
export default function NormSection() {
  const t = useMessages(normMessages);
  const { list, error } = useLayers();
  const normalised = list?.filter((layer) => layer.normalised) ?? [];
  return (
    <>
      {error !== null && <Unavailable error={error} />}
      {!list && error === null && <Awaited />}
      {list && normalised.length === 0 && <p className="hint">{t.none}</p>}
      {normalised.length > 0 && (
        <>
          <Switches layers={normalised} />
          <LiveSignal />
        </>
      )}
      <Idea text={t.idea} formula={t.formula} place={t.place} />
      <p className="hint">{t.onlyGenerator}</p>
    </>
  );
}

function Switches({ layers }: { layers: readonly NetworkLayer[] }) {
  const run = useRun();
  const t = useMessages(normMessages);
  const without = useSelect(({ network }) => network.withoutNorm);
  const names = layers.map(({ name }) => name);
  const blocks = [...new Set(layers.map(({ resolution }) => resolution))];
  return (
    <>
      <Switch
        label={t.all}
        hint={t.allHint}
        checked={without.length === 0}
        onChange={(on) => run(setPixelNorm, names, on)}
      />
      <fieldset className="norm-blocks">
        <legend>{t.blocks}</legend>
        {blocks.map((resolution) => {
          const own = layers.filter((layer) => layer.resolution === resolution).map(({ name }) => name);
          return (
            <Switch
              key={resolution}
              label={t.block({ side: String(resolution) })}
              checked={own.every((name) => !without.includes(name))}
              onChange={(on) => run(setPixelNorm, own, on)}
            />
          );
        })}
      </fieldset>
    </>
  );
}

/** The chart, updated with the current face. */
function LiveSignal() {
  const run = useRun();
  const t = useMessages(normMessages);
  const [signal, setSignal] = useState<readonly LayerSignal[] | null>(null);
  const error = useLive(
    useCallback((z: Float32Array) => run(readSignal, z), [run]),
    (found: LayerSignal[]) => setSignal(found),
    chartRestMs,
  );
  if (error !== null) return <Unavailable error={error} />;
  if (!signal)
    return (
      <p className="hint" aria-busy="true">
        {t.measuring}
      </p>
    );
  return <SignalChart signal={signal} />;
}
