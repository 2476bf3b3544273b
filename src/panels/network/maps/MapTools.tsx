import { useRun } from '../../../commands/hooks.ts';
import { setMapGain, switchMap, toggleMapHold } from '../../../commands/network/changes.ts';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { changeOf } from '../../../store/select/network/network.ts';
import { networkLimits } from '../../../store/state/network.ts';
import { SliderRow } from '../../parts/fields/SliderRow.tsx';
import { mapsMessages } from './messages.ts';

/** Controls that amplify or silence a map, or hold it at its values for the current face. */
export function MapTools({ layer, map }: { layer: string; map: number }) {
  const run = useRun();
  const t = useMessages(mapsMessages);
  const change = useSelect(({ network }) => changeOf(network, layer, map));
  const held = change !== undefined && 'held' in change;
  const gain = change && 'gain' in change ? change.gain : 1;
  const { lowest, highest } = networkLimits.gain;
  const number = String(map + 1);
  return (
    <fieldset className="maps-tools">
      <legend>{t.toolsOf({ number, layer })}</legend>
      <SliderRow
        className="maps-gain"
        lead={<span>{t.gain}</span>}
        label={t.gain}
        value={gain}
        min={lowest}
        max={highest}
        from={0}
        fine={0.1}
        coarse={0.5}
        disabled={held}
        output={formatNumber(gain, 2)}
        onChange={(value) => run(setMapGain, layer, map, Math.round(100 * value) / 100)}
      />
      <div className="maps-buttons">
        <button
          type="button"
          className="btn small"
          aria-pressed={!held && gain === 0}
          disabled={held}
          onClick={() => run(switchMap, layer, map, gain === 0)}
        >
          {t.silence}
        </button>
        <button
          type="button"
          className="btn small"
          aria-pressed={held}
          onClick={() => run(toggleMapHold, layer, map)}
        >
          {t.hold}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={held || gain === 1}
          onClick={() => run(switchMap, layer, map, true)}
        >
          {t.restore}
        </button>
      </div>
      {held && <p className="hint">{t.heldMeans}</p>}
    </fieldset>
  );
}
