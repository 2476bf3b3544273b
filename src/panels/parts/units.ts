/** A number of bytes as people say it, in decimal units. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}

/** Milliseconds with no more digits than mean something. */
export function millisecondsInWords(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** A time to wait, as people say it. */
function secondsInWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** How far a download is, how fast it goes, and how long the rest takes. @param total bytes, 0 while nobody knows */
export function transferInWords(
  done: number,
  total: number,
  { bytesPerSecond, secondsLeft }: { bytesPerSecond: number; secondsLeft: number | null },
): string {
  const parts = [total > 0 ? `${bytesInWords(done)} of ${bytesInWords(total)}` : bytesInWords(done)];
  if (bytesPerSecond > 0) parts.push(`${bytesInWords(bytesPerSecond)}/s`);
  if (secondsLeft !== null && done < total) parts.push(`${secondsInWords(secondsLeft)} left`);
  return parts.join(' · ');
}
