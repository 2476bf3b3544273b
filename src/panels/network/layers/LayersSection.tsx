import { useCallback, useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { type LayerSignal, type NetworkLayer, readSignal } from '../../../commands/network/read.ts';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { Awaited } from '../Awaited.tsx';
import { Idea } from '../Idea.tsx';
import { Unavailable } from '../Unavailable.tsx';
import { useLayers } from '../useLayers.ts';
import { useLive } from '../useLive.ts';
import { LatentRow, LayerRow, UpsampleRow } from './LayerRow.tsx';
import { layersMessages } from './messages.ts';
import './layers.css';

/** Between two measurements of the layers' times. */
const timesRestMs = 500;

/** The generator in the form of the paper's table 2, plus receptive field, cost and measured time. */
export default function LayersSection() {
  const t = useMessages(layersMessages);
  const { list, error } = useLayers();
  return (
    <>
      {error !== null && <Unavailable error={error} />}
      {!list && error === null && <Awaited />}
      {list && <Table layers={list} />}
      <Idea text={t.idea} formula={t.formula} place={t.place} />
    </>
  );
}

function Table({ layers }: { layers: readonly NetworkLayer[] }) {
  const run = useRun();
  const t = useMessages(layersMessages);
  const [opened, setOpened] = useState<string | null>(null);
  const [times, setTimes] = useState<ReadonlyMap<string, number>>(new Map());
  useLive(
    useCallback((z: Float32Array) => run(readSignal, z), [run]),
    (signal: LayerSignal[]) => setTimes(new Map(signal.map(({ layer, ms }) => [layer, ms]))),
    timesRestMs,
  );
  const total = (of: (layer: NetworkLayer) => number) => layers.reduce((sum, layer) => sum + of(layer), 0);
  const ms = [...times.values()].reduce((sum, value) => sum + value, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table may be wider than the panel, and the focus lets arrow keys scroll it
    <section className="layers-scroll" data-try="layers" aria-label={t.sideways} tabIndex={0}>
      <table className="layers-table" aria-label={t.table}>
        <thead>
          <tr>
            {[t.layer, t.activation, t.shape, t.parameters, t.widths, t.reach, t.cost, t.time].map(
              (title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          <LatentRow size={layers[0]?.inputs ?? 0} />
          {layers.map((layer) => (
            <Rows
              key={layer.name}
              layer={layer}
              ms={times.get(layer.name)}
              open={opened === layer.name}
              onToggle={() => setOpened((before) => (before === layer.name ? null : layer.name))}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.total}</th>
            <td />
            <td />
            <td>{formatNumber(total(({ parameters }) => parameters))}</td>
            <td />
            <td />
            <td>{formatNumber(total(({ macs }) => macs) / 1e6, 1)}</td>
            <td>{ms > 0 ? formatNumber(ms, 2, true) : ''}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Rows(props: { layer: NetworkLayer; ms: number | undefined; open: boolean; onToggle: () => void }) {
  const { layer } = props;
  return (
    <>
      {layer.upsampled && <UpsampleRow maps={layer.inputs} side={layer.resolution} />}
      <LayerRow {...props} />
    </>
  );
}
