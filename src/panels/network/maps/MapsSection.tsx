import { useState } from 'react';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { Awaited } from '../Awaited.tsx';
import { Idea } from '../Idea.tsx';
import { Unavailable } from '../Unavailable.tsx';
import { mapLayers, useLayers } from '../useLayers.ts';
import { LayerXRay } from './LayerXRay.tsx';
import { MixTools } from './MixTools.tsx';
import { mapsMessages } from './messages.ts';
import './maps.css';

/** The layer shown first has maps of at most this size: large enough to see, and many enough to choose from. */
const firstSide = 16;

/** A layer's output, map by map and live, with controls to change a map. */
export default function MapsSection() {
  const t = useMessages(mapsMessages);
  const { list, error } = useLayers();
  const model = useSelect((state) => state.model?.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const layers = list && mapLayers(list);
  const layer =
    layers?.find(({ name }) => name === chosen) ??
    layers?.findLast(({ resolution }) => resolution <= firstSide) ??
    layers?.[0];
  return (
    <>
      {error !== null && <Unavailable error={error} />}
      {!list && error === null && <Awaited />}
      {layers && layer && (
        <>
          <label className="maps-layer">
            {t.layer}
            <select value={layer.name} onChange={(event) => setChosen(event.currentTarget.value)}>
              {layers.map(({ name, channels }) => (
                <option key={name} value={name}>
                  {t.layerOption({ name, maps: String(channels) })}
                </option>
              ))}
            </select>
          </label>
          <LayerXRay key={`${model} ${layer.name}`} layer={layer} />
          <MixTools layers={layers} />
        </>
      )}
      <Idea text={t.idea} formula={t.formula} place={t.place} />
    </>
  );
}
