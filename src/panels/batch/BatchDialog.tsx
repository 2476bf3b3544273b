import { useState } from 'react';
import { isAbort, type PlainError, toPlainError } from '../../base/errors.ts';
import { useRun } from '../../commands/hooks.ts';
import { openDialog } from '../../commands/view/view.ts';
import {
  discardBatch,
  resumeBatch,
  saveBatchFiles,
  startBatch,
  stopBatch,
} from '../../commands/work/batch.ts';
import { useErrorText } from '../../language/errors/errorText.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { batchFault } from '../../store/select/batchFault.ts';
import type { BatchWork } from '../../store/state/batch.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { BatchFacts } from './BatchFacts.tsx';
import { BatchForm } from './BatchForm.tsx';
import { BatchProgress } from './BatchProgress.tsx';
import { batchPanelMessages } from './messages.ts';
import './batch.css';

/** Exports many samples as files. The work goes on when the dialog closes, and the dialog finds it again, even after a reload. */
export default function BatchDialog() {
  const run = useRun();
  const t = useMessages(batchPanelMessages);
  const work = useSelect((state) => state.batchWork);
  const possible = useSelect((state) => batchFault(state) === null);
  const errorText = useErrorText();
  const [failure, setFailure] = useState<PlainError | null>(null);
  const attempt = (going: Promise<void> | undefined) => {
    setFailure(null);
    going?.catch((error) => {
      if (!isAbort(error)) setFailure(toPlainError(error));
    });
  };
  const error = work?.error ?? failure;
  const said = error && errorText(error);
  return (
    <Dialog
      title={t.title}
      className="batch-dialog"
      hint={t.hint}
      onClose={() => run(openDialog, null)}
      actions={
        work ? (
          <WorkButtons work={work} onResume={() => attempt(run(resumeBatch))} />
        ) : (
          <button
            type="button"
            className="btn primary"
            disabled={!possible}
            onClick={() => attempt(run(startBatch))}
          >
            {t.export}
          </button>
        )
      }
    >
      {work ? (
        <BatchProgress work={work} />
      ) : (
        <>
          <BatchForm />
          <BatchFacts />
        </>
      )}
      {said && (
        <p role="alert" className="field-error">
          {said.text}
          {said.detail && <span className="batch-detail">{said.detail}</span>}
        </p>
      )}
    </Dialog>
  );
}

function WorkButtons({ work, onResume }: { work: BatchWork; onResume: () => void }) {
  const run = useRun();
  const t = useMessages(batchPanelMessages);
  const { state, place, files } = work;
  if (state === 'running') {
    return (
      <button type="button" className="btn" onClick={() => void run(stopBatch)}>
        {t.cancel}
      </button>
    );
  }
  const saves = place === 'browser' && files.length > 0;
  return (
    <>
      <button type="button" className="btn" onClick={() => void run(discardBatch)}>
        {state === 'done' ? t.another : t.discard}
      </button>
      {saves && (
        <button
          type="button"
          className={state === 'done' ? 'btn primary' : 'btn'}
          onClick={() => void run(saveBatchFiles)}
        >
          {t.save}
        </button>
      )}
      {state === 'stopped' && (
        <button type="button" className="btn primary" onClick={onResume}>
          {t.resume}
        </button>
      )}
    </>
  );
}
