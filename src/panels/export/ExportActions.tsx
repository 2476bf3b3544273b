import { formatBytes, formatNumber, formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { roughly } from './FilmFacts.tsx';
import { exportMessages } from './messages.ts';
import type { Estimate } from './usePreview.ts';

/** The dialog's buttons: Export, Stop, and the questions before a very long film starts and before work is discarded. */
export function ExportActions({
  isWorking,
  asks,
  frames,
  estimate,
  isPossible,
  onExport,
  onBegin,
  onAsk,
  onStop,
}: {
  isWorking: boolean;
  asks: 'nothing' | 'to stop' | 'to begin';
  frames: number;
  estimate: Estimate | null | undefined;
  isPossible: boolean;
  onExport: () => void;
  onBegin: () => void;
  onAsk: (asks: 'nothing') => void;
  onStop: () => void;
}) {
  const t = useMessages(exportMessages);
  if (isWorking && asks === 'to stop') {
    return (
      <Question
        words={t.stopQuestion}
        stay={t.keepGoing}
        onStay={() => onAsk('nothing')}
        go={t.stop}
        onGo={onStop}
      />
    );
  }
  if (isWorking) {
    return (
      <button type="button" className="btn" onClick={onStop}>
        {t.cancel}
      </button>
    );
  }
  if (asks === 'to begin') {
    const words = t.longQuestion({
      frames: formatNumber(frames),
      time: estimate ? t.about({ amount: formatSeconds(estimate.seconds, 0) }) : t.unknownTime,
      size: estimate ? t.about({ amount: formatBytes(roughly(estimate.bytes)) }) : t.unknownSize,
    });
    return (
      <Question words={words} stay={t.back} onStay={() => onAsk('nothing')} go={t.makeIt} onGo={onBegin} />
    );
  }
  return (
    <button
      type="button"
      className="btn primary"
      // biome-ignore lint/a11y/noAutofocus: only where the question stood that had the focus; else the dialog begins at its beginning
      autoFocus={asks === 'to stop'}
      disabled={!isPossible}
      onClick={onExport}
    >
      {t.export}
    </button>
  );
}

function Question({
  words,
  stay,
  onStay,
  go,
  onGo,
}: {
  words: string;
  stay: string;
  onStay: () => void;
  go: string;
  onGo: () => void;
}) {
  return (
    <div role="alertdialog" aria-label={words} className="film-question">
      <span>{words}</span>
      {/* biome-ignore lint/a11y/noAutofocus: the question comes where Escape was pressed, and Enter answers it safely */}
      <button type="button" className="btn primary" autoFocus onClick={onStay}>
        {stay}
      </button>
      <button type="button" className="btn" onClick={onGo}>
        {go}
      </button>
    </div>
  );
}
