import { useEffect, useRef, useState } from 'react';
import { isAbort, type PlainError, toPlainError } from '../../base/errors.ts';
import { nowAndThen } from '../../base/nowAndThen.ts';
import { useRun } from '../../commands/hooks.ts';
import { exportGrid } from '../../commands/journey/map.ts';
import { formatBytes } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { ErrorWords } from '../parts/ErrorWords.tsx';
import { Choice } from '../parts/fields/Choice.tsx';
import { Section } from '../parts/Section.tsx';
import { mapMessages } from './messages.ts';

type Kind = 'map' | 'analogy' | 'mine';

/** A grid of n x n pictures as one PNG. */
export function GridExport({ corners }: { corners: number }) {
  const run = useRun();
  const t = useMessages(mapMessages);
  const pins = useSelect(pinsOfModel).length;
  const hints: Record<Kind, string> = {
    map: t.gridMapHint,
    analogy: t.gridAnalogyHint,
    mine: t.gridMineHint,
  };
  const [kind, setKind] = useState<Kind>('map');
  const [n, setN] = useState(7);
  const [painted, setPainted] = useState<number | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [failed, setFailed] = useState<PlainError | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const possible = kind === 'map' || (kind === 'analogy' ? corners >= 3 : pins >= 4);

  const start = async () => {
    const controller = new AbortController();
    abort.current = controller;
    setPainted(0);
    setSaid(null);
    setFailed(null);
    try {
      const onProgress = nowAndThen(setPainted);
      const saved = await run(exportGrid, kind, n, { signal: controller.signal, onProgress });
      if (saved) {
        const text = t.saved({ file: saved.fileName, size: formatBytes(saved.blob.size) });
        setSaid(text);
      }
    } catch (error) {
      if (!isAbort(error)) setFailed(toPlainError(error));
    } finally {
      setPainted(null);
    }
  };

  return (
    <Section title={t.grid} hint={hints[kind]}>
      <Choice
        label={t.gridOf}
        value={kind}
        options={[
          { value: 'map', label: t.gridMap },
          { value: 'analogy', label: t.gridAnalogy },
          { value: 'mine', label: t.gridMine },
        ]}
        onChange={setKind}
      />
      <Choice
        label={t.n}
        value={n}
        options={[3, 5, 7, 9, 11, 16].map((value) => ({ value, label: String(value) }))}
        onChange={setN}
      />
      <div className="map-save">
        {painted === null ? (
          <button type="button" className="btn" disabled={!possible} onClick={start}>
            {t.export}
          </button>
        ) : (
          <>
            <span role="status" aria-label={t.done} className="tab-nums">
              {t.painted(painted)}
            </span>
            <button type="button" className="btn" onClick={() => abort.current?.abort()}>
              {t.cancel}
            </button>
          </>
        )}
        {said && (
          <span role="status" className="hint">
            {said}
          </span>
        )}
        {failed && (
          <span role="alert" className="field-error">
            <ErrorWords error={failed} />
          </span>
        )}
      </div>
    </Section>
  );
}
