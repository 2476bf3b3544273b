import { formatBytes, formatSeconds } from '../../language/numbers.ts';
import type { modelsMessages } from './messages.ts';

interface Pace {
  bytesPerSecond: number;
  secondsLeft: number | null;
}

/** The progress, speed and remaining time of a download. @param total bytes, 0 while unknown */
export function transferInWords(
  t: ReturnType<typeof modelsMessages.get>,
  done: number,
  total: number,
  { bytesPerSecond, secondsLeft }: Pace,
): string {
  const facts = [
    total > 0 ? t.fetched({ done: formatBytes(done), total: formatBytes(total) }) : formatBytes(done),
  ];
  if (bytesPerSecond > 0) facts.push(t.rate({ bytes: formatBytes(bytesPerSecond) }));
  if (secondsLeft !== null && done < total) {
    facts.push(t.timeLeft({ time: formatSeconds(Math.max(1, secondsLeft), 0) }));
  }
  return facts.join(' · ');
}
