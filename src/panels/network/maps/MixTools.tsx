import { useRun } from '../../../commands/hooks.ts';
import { setMix } from '../../../commands/network/changes.ts';
import type { NetworkLayer } from '../../../commands/network/read.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { pinsOfModel } from '../../../store/select/faces.ts';
import { PinSelect } from '../../parts/fields/PinSelect.tsx';
import { SliderRow } from '../../parts/fields/SliderRow.tsx';
import { mapsMessages } from './messages.ts';

/** Mixes lower layers of the current face with the levels of a pin in the layers above. */
export function MixTools({ layers }: { layers: readonly NetworkLayer[] }) {
  const run = useRun();
  const t = useMessages(mapsMessages);
  const pins = useSelect(pinsOfModel);
  const mix = useSelect(({ network }) => network.mix);
  const names = layers.map(({ name }) => name);
  // The last layer has none above it to mix.
  const last = names.length - 2;
  if (last < 0) return <p className="hint">{t.mixTooFew}</p>;
  const at = mix ? Math.max(0, names.indexOf(mix.after)) : Math.floor(last / 2);
  const pin = pins.find(({ z }) => mix !== null && sameLatent(z, mix.z));
  const after = names[at] ?? '';
  return (
    <fieldset className="maps-tools">
      <legend>{t.mix}</legend>
      <p className="hint">{t.mixMeans}</p>
      {pins.length === 0 && !mix && <p className="hint">{t.mixNoPins}</p>}
      <div className="maps-mix">
        <PinSelect label={t.mixWith} value={pin?.id ?? ''} onChoose={({ z }) => run(setMix, { after, z })}>
          {!pin && <option value="">{t.mixChoose}</option>}
        </PinSelect>
        {mix && (
          <button type="button" className="btn small" onClick={() => run(setMix, null)}>
            {t.mixEnd}
          </button>
        )}
      </div>
      {mix && (
        <SliderRow
          className="maps-gain"
          lead={<span>{t.mixUpTo}</span>}
          label={t.mixUpTo}
          value={at}
          min={0}
          max={last}
          fine={1}
          coarse={2}
          valueText={after}
          output={after}
          onChange={(value) => {
            const next = names[Math.round(value)];
            if (next && next !== mix.after) run(setMix, { ...mix, after: next });
          }}
        />
      )}
    </fieldset>
  );
}

function sameLatent(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((value, i) => value === other[i]);
}
