/** Numbers and units in the language of the page, by the browser's own `Intl`. */
import { listFormat, numberFormat } from './formats.ts';
import { language } from './texts.ts';

/**
 * Formats a number with the language's own separators. @param digits the most decimals, or with `exactly` their exact
 * number
 */
export function formatNumber(value: number, digits = 0, exactly = false): string {
  return numberFormat(language.get(), {
    maximumFractionDigits: digits,
    ...(exactly && { minimumFractionDigits: digits }),
  }).format(value);
}

/** Formats a share as a percentage. @param share 1 is 100 % */
export function formatPercent(share: number, digits = 0): string {
  return numberFormat(language.get(), { style: 'percent', maximumFractionDigits: digits }).format(share);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Formats a number of bytes, in decimal units: 12 bytes, 840 kB, 2.4 MB, 120 MB. */
export function formatBytes(bytes: number): string {
  const size = Math.max(0, Math.min(3, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** size;
  return numberFormat(language.get(), {
    style: 'unit',
    unit: byteUnits[size],
    unitDisplay: size === 0 ? 'long' : 'short',
    maximumFractionDigits: size >= 2 && value < 100 ? 1 : 0,
  }).format(value);
}

/** Formats a time in seconds, or in minutes from 90 seconds on. */
export function formatSeconds(seconds: number, digits = seconds < 10 ? 1 : 0): string {
  const minutes = seconds >= 90;
  return numberFormat(language.get(), {
    style: 'unit',
    unit: minutes ? 'minute' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: minutes ? 0 : digits,
  }).format(minutes ? seconds / 60 : seconds);
}

/** Formats a time in milliseconds, with one decimal below 10 ms. */
export function formatMilliseconds(ms: number): string {
  const digits = ms < 10 ? 1 : 0;
  return numberFormat(language.get(), {
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(ms);
}

/** Joins sentences into one text; Japanese puts no space between them. */
export function joinSentences(sentences: readonly string[]): string {
  return sentences.join(language.get() === 'ja' ? '' : ' ');
}

/** Formats a list, with the language's own commas and its word before the last item, or none of that word as `unit`. */
export function formatList(things: readonly string[], type: Intl.ListFormatType = 'conjunction') {
  return listFormat(language.get(), type).format(things);
}

/** Formats a date with a time of day. @param time milliseconds since 1970 */
export function formatMoment(time: number): string {
  return new Intl.DateTimeFormat(language.get(), { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}
