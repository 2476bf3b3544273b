import { useEffect, useRef, useState } from 'react';
import { isAbort, toPlainError } from '../../base/errors.ts';
import { useRun } from '../../commands/hooks.ts';
import { exportGrid } from '../../commands/journey/map.ts';
import { useSelect } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { Choice } from '../parts/fields/Choice.tsx';
import { Section } from '../parts/Section.tsx';

type Kind = 'map' | 'analogy' | 'mine';

const hints: Record<Kind, string> = {
  map: 'What the map shows, at n × n places of it.',
  analogy: 'A is to B as C is to ?: the answer stands at the bottom right (J-diagram).',
  mine: 'Kept faces with n steps from one to the next (MINE grid); it takes four or more.',
};

/** A grid of n x n pictures as one PNG. */
export function GridExport({ corners }: { corners: number }) {
  const run = useRun();
  const kept = useSelect(pinsOfModel).length;
  const [kind, setKind] = useState<Kind>('map');
  const [n, setN] = useState(7);
  const [painted, setPainted] = useState<number | null>(null);
  const [said, setSaid] = useState<{ text: string; failed: boolean } | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const possible = kind === 'map' || (kind === 'analogy' ? corners >= 3 : kept >= 4);

  const start = async () => {
    const controller = new AbortController();
    abort.current = controller;
    setPainted(0);
    setSaid(null);
    try {
      const saved = await run(exportGrid, kind, n, { signal: controller.signal, onProgress: setPainted });
      if (saved) setSaid({ text: `Saved ${saved.fileName}.`, failed: false });
    } catch (error) {
      if (!isAbort(error)) setSaid({ text: toPlainError(error).message, failed: true });
    } finally {
      setPainted(null);
    }
  };

  return (
    <Section title="Grid as a picture" hint={hints[kind]}>
      <Choice
        label="Grid of"
        value={kind}
        options={[
          { value: 'map', label: 'The map' },
          { value: 'analogy', label: 'A : B :: C : ?' },
          { value: 'mine', label: 'Kept faces' },
        ]}
        onChange={setKind}
      />
      <Choice
        label="n"
        value={n}
        options={[3, 5, 7, 9, 11, 16].map((value) => ({ value, label: String(value) }))}
        onChange={setN}
      />
      <div className="map-save">
        {painted === null ? (
          <button type="button" className="btn" disabled={!possible} onClick={start}>
            Save grid
          </button>
        ) : (
          <>
            <span role="status" aria-label="Grid" className="tab-nums">
              {painted} pictures…
            </span>
            <button type="button" className="btn" onClick={() => abort.current?.abort()}>
              Cancel
            </button>
          </>
        )}
        {said && (
          <span role={said.failed ? 'alert' : 'status'} className={said.failed ? 'field-error' : 'hint'}>
            {said.text}
          </span>
        )}
      </div>
    </Section>
  );
}
