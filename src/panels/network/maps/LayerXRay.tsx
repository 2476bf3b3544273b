import { useCallback, useRef, useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { type FeatureMaps, type NetworkLayer, readMaps } from '../../../commands/network/read.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { largestOf, paintMaps, scaleOf } from '../paintMaps.ts';
import { Unavailable } from '../Unavailable.tsx';
import { useLive } from '../useLive.ts';
import { AboutMap } from './AboutMap.tsx';
import { type HeatCanvas, HeatOverlay } from './HeatOverlay.tsx';
import { MapGrid } from './MapGrid.tsx';
import { MapTools } from './MapTools.tsx';
import { mapsMessages } from './messages.ts';

/** Full colour stands for at least this share of the layer's scale, so noise does not show as heat. */
const leastHeat = 0.15;

/** One layer's maps for the current face, painted outside React as often as the engine delivers them. */
export function LayerXRay({ layer }: { layer: NetworkLayer }) {
  const run = useRun();
  const t = useMessages(mapsMessages);
  const { name, channels } = layer;
  const columns = channels <= 16 ? 4 : 8;
  const canvas = useRef<HTMLCanvasElement>(null);
  const heat = useRef<HeatCanvas>(null);
  const latest = useRef<{ maps: FeatureMaps; scale: number } | null>(null);
  const pointed = useRef<number | null>(null);
  const [selected, setSelected] = useState<number | null>(null);

  const paintPointed = useCallback(() => {
    const { maps, scale } = latest.current ?? {};
    const map = pointed.current;
    if (!maps || scale === undefined || map === null || map >= maps.channels) heat.current?.clear();
    else {
      const pixels = maps.width * maps.height;
      const own = maps.data.subarray(map * pixels, (map + 1) * pixels);
      heat.current?.show(own, maps.width, maps.height, Math.max(largestOf(own), leastHeat * scale));
    }
  }, []);
  const error = useLive(
    useCallback((z: Float32Array, signal: AbortSignal) => run(readMaps, z, name, signal), [run, name]),
    (maps: FeatureMaps) => {
      const scale = scaleOf(maps.data);
      latest.current = { maps, scale };
      if (canvas.current) {
        paintMaps(canvas.current, maps, columns, scale);
        canvas.current.dataset.frames = String(Number(canvas.current.dataset.frames ?? 0) + 1);
      }
      if (pointed.current !== null) paintPointed();
    },
  );
  const point = useCallback(
    (map: number | null) => {
      pointed.current = map;
      paintPointed();
    },
    [paintPointed],
  );
  if (error !== null) return <Unavailable error={error} />;
  return (
    <>
      <p className="hint">{t.gridHint}</p>
      <HeatOverlay ref={heat} />
      <MapGrid
        canvas={canvas}
        layer={name}
        count={channels}
        columns={columns}
        selected={selected}
        onSelect={setSelected}
        onPoint={point}
      />
      {selected !== null && (
        <>
          <MapTools layer={name} map={selected} />
          <AboutMap layer={name} map={selected} />
        </>
      )}
    </>
  );
}
