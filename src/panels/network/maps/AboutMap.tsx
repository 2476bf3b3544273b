import { useEffect, useRef, useState } from 'react';
import { isAbort } from '../../../base/errors.ts';
import { findAttributes } from '../../../commands/attributes/attributes.ts';
import { useRun } from '../../../commands/hooks.ts';
import { type LayerMeaning, strongestZone, watchMaps } from '../../../commands/network/read.ts';
import { useFactorNames } from '../../../language/factors/factorNames.ts';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { attributesOf } from '../../../store/select/attributes.ts';
import { LongWork } from '../../parts/LongWork.tsx';
import { largestOf, paintMaps } from '../paintMaps.ts';
import { Unavailable } from '../Unavailable.tsx';
import { mapsMessages } from './messages.ts';

/** The most attributes that are listed. */
const mostNamed = 4;

/** The positions and attributes that a map responds to. One run analyses all maps of the layer, so the next map needs no wait. */
export function AboutMap({ layer, map }: { layer: string; map: number }) {
  const run = useRun();
  const t = useMessages(mapsMessages);
  const abort = useRef<AbortController | null>(null);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [found, setFound] = useState<LayerMeaning | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const watch = async () => {
    const here = new AbortController();
    abort.current = here;
    setError(null);
    setProgress({ done: 0, total: 0 });
    try {
      await run(findAttributes);
      const onProgress = (done: number, total: number) => {
        if (!here.signal.aborted && done % 4 === 0) setProgress({ done, total });
      };
      const meaning = await run(watchMaps, layer, { signal: here.signal, onProgress });
      if (meaning && !here.signal.aborted) setFound(meaning);
    } catch (cause) {
      if (!isAbort(cause) && !here.signal.aborted) setError(cause);
    }
    setProgress(null);
  };
  if (progress) {
    return (
      <LongWork
        label={t.watching}
        done={progress.done}
        total={progress.total}
        words={t.watched({ ...progress })}
        onCancel={() => abort.current?.abort()}
      />
    );
  }
  return (
    <>
      {error !== null && <Unavailable error={error} />}
      {found ? (
        <Meaning found={found} map={map} />
      ) : (
        <button type="button" className="btn small" onClick={() => void watch()}>
          {t.about({ number: String(map + 1) })}
        </button>
      )}
    </>
  );
}

function Meaning({ found, map }: { found: LayerMeaning; map: number }) {
  const t = useMessages(mapsMessages);
  const { factorName } = useFactorNames();
  const attributes = useSelect(attributesOf);
  const canvas = useRef<HTMLCanvasElement>(null);
  const meaning = found.of(map);
  const zone = strongestZone(meaning);
  const named = meaning.attributes.slice(0, mostNamed).flatMap(({ id, correlation }) => {
    const attribute = attributes.find((one) => one.id === id);
    return attribute ? [{ id, name: factorName(attribute.name), correlation }] : [];
  });
  useEffect(() => {
    const { places, width, height } = found.of(map);
    const maps = { data: places, channels: 1, width, height };
    if (canvas.current) paintMaps(canvas.current, maps, 1, largestOf(places));
  }, [found, map]);
  const rows = [t.row0, t.row1, t.row2] as const;
  const columns = [t.column0, t.column1, t.column2] as const;
  const where = zone ? t.zone({ row: rows[zone.row], column: columns[zone.column] }) : t.everywhere;
  return (
    <div className="maps-about" role="status">
      <canvas ref={canvas} role="img" aria-label={t.mean} />
      <div>
        <p>{where}</p>
        {named.length === 0 ? (
          <p className="hint">{t.noAttributes}</p>
        ) : (
          <>
            <p className="hint">{t.goesWith}</p>
            <ul>
              {named.map(({ id, name, correlation }) => (
                <li key={id}>
                  {name} <b className="tab-nums">{signed(correlation)}</b>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${formatNumber(Math.abs(value), 2, true)}`;
