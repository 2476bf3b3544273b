import { useCallback, useRef } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { type NetworkLayer, readMaps } from '../../../commands/network/read.ts';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { ChevronDown, ChevronRight } from '../../parts/icons.tsx';
import { columnsFor, paintMaps } from '../paintMaps.ts';
import { Unavailable } from '../Unavailable.tsx';
import { useLive } from '../useLive.ts';
import { layersMessages } from './messages.ts';

const columns = 8;

/** One layer. Opening it shows its output as a picture below. */
export function LayerRow({
  layer,
  ms,
  open,
  onToggle,
}: {
  layer: NetworkLayer;
  /** Milliseconds; undefined until measured. */
  ms: number | undefined;
  open: boolean;
  onToggle: () => void;
}) {
  const t = useMessages(layersMessages);
  const { name, kind, kernel, activation, channels, resolution, parameters, inputs, receptiveField, macs } =
    layer;
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <>
      <tr>
        <th scope="row">
          {kind === 'toRgb' ? (
            <span className="layers-name">{t.conv({ side: String(kernel) })}</span>
          ) : (
            <button
              type="button"
              className="layers-name"
              aria-expanded={open}
              aria-label={t.mapsOf({ name: layerWords(t.conv({ side: String(kernel) }), name) })}
              onClick={onToggle}
            >
              <Icon size={12} aria-hidden="true" />
              {t.conv({ side: String(kernel) })}
            </button>
          )}
        </th>
        <td>{activation === 'linear' ? t.linear : activation}</td>
        <td>{shape(channels, resolution)}</td>
        <td>{formatNumber(parameters)}</td>
        <td>{t.width({ from: String(inputs), to: String(channels) })}</td>
        <td>{t.size({ side: String(receptiveField) })}</td>
        <td>{formatNumber(macs / 1e6, macs < 1e6 ? 2 : 1)}</td>
        <td>{ms === undefined ? '' : formatNumber(ms, 2, true)}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={columns}>
            <MapsPicture layer={layer} />
          </td>
        </tr>
      )}
    </>
  );
}

/** The row of z, the input. */
export function LatentRow({ size }: { size: number }) {
  const t = useMessages(layersMessages);
  return <PlainRow title={t.latent} shape={shape(size, 1)} />;
}

/** The row of an upsampling, which doubles feature maps by repeating each pixel. */
export function UpsampleRow({ maps, side }: { maps: number; side: number }) {
  const t = useMessages(layersMessages);
  return <PlainRow title={t.upsample} shape={shape(maps, side)} />;
}

function PlainRow({ title, shape: of }: { title: string; shape: string }) {
  return (
    <tr className="layers-plain">
      <th scope="row">{title}</th>
      <td>–</td>
      <td>{of}</td>
      <td>–</td>
      <td />
      <td />
      <td />
      <td />
    </tr>
  );
}

/** Writes a shape as the paper does: maps × height × width. */
const shape = (maps: number, side: number) => `${maps} × ${side} × ${side}`;

const layerWords = (title: string, name: string) => `${title} ${name}`;

/** All maps of a layer for the current face. */
function MapsPicture({ layer }: { layer: NetworkLayer }) {
  const run = useRun();
  const t = useMessages(layersMessages);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { name, channels } = layer;
  const error = useLive(
    useCallback((z: Float32Array, signal: AbortSignal) => run(readMaps, z, name, signal), [run, name]),
    (maps) => {
      if (canvas.current) paintMaps(canvas.current, maps, columnsFor(channels, 16));
    },
  );
  if (error !== null) return <Unavailable error={error} />;
  return <canvas ref={canvas} className="layers-maps" role="img" aria-label={t.picture({ name })} />;
}
