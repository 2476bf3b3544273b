/** Numbers with their units, in the language of the page. */
import { formatBytes, formatMilliseconds } from '../../language/numbers.ts';

/** A number of bytes as people say it, in decimal units. */
export function bytesInWords(bytes: number): string {
  return formatBytes(bytes);
}

/** Milliseconds with only as many digits as are meaningful. */
export function millisecondsInWords(ms: number): string {
  return formatMilliseconds(ms);
}
