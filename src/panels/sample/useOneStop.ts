import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { resetZ } from '../../commands/face/editDimensions.ts';
import { useRun } from '../../commands/hooks.ts';

/** Digits that come one after another within this time are one number. */
const typingMs = 900;

/** Where a key leads, from a position in a list of `count` rows, of which `page` are in view. */
const steps: Record<string, (at: number, page: number, count: number) => number> = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  PageUp: (at, page) => at - page,
  PageDown: (at, page) => at + page,
  Home: () => 0,
  End: (_, __, count) => count - 1,
};

/**
 * Makes a long list of sliders, of which only the rows in view exist, a single Tab stop. Up and down go from row to row, Page
 * keys by a page, Home and End to the ends, digits to the dimension of that number, and Backspace restores the starting value.
 * Left and right belong to the slider.
 * @param listed the dimensions in the order of the list
 * @param page how many rows are in view
 * @param goTo brings the row of a dimension into view and gives its slider the focus
 */
export function useOneStop(listed: readonly number[], page: () => number, goTo: (index: number) => void) {
  const run = useRun();
  const [last, setLast] = useState<number | null>(null);
  const position = Math.max(0, last === null ? 0 : listed.indexOf(last));
  const stop = listed[position] ?? null;
  const typed = useRef({ digits: '', timer: 0 });
  useEffect(() => () => clearTimeout(typed.current.timer), []);

  const moveTo = (to: number) => {
    const next = listed[Math.min(listed.length - 1, Math.max(0, to))];
    if (next === undefined) return;
    setLast(next);
    goTo(next);
  };
  /** Adds a digit to the number that is being typed; if no dimension has that number, starts over with the digit. */
  const type = (digit: string) => {
    clearTimeout(typed.current.timer);
    const number = Number(typed.current.digits + digit);
    const found = [number, Number(digit)].find((one) => listed.includes(one));
    typed.current = {
      digits: found === undefined ? '' : String(found),
      timer: window.setTimeout(() => {
        typed.current.digits = '';
      }, typingMs),
    };
    if (found !== undefined) moveTo(listed.indexOf(found));
  };
  return {
    /** The dimension whose slider is the Tab stop. */
    stop,
    /** The rows that exist: those in view, and the Tab stop. */
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), position])].sort((a, b) => a - b),
    /** Runs before the sliders handle their own keys. */
    onKeyDownCapture: (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!(target instanceof HTMLInputElement) || target.type !== 'range') return;
      const index = dimensionAt(target);
      if (index === null) return;
      const step = steps[key];
      if (step) moveTo(step(listed.indexOf(index), page(), listed.length));
      else if (/^\d$/.test(key)) type(key);
      else if (key === 'Backspace' || key === 'Delete') run(resetZ, index);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    onFocus: ({ target }: FocusEvent) => {
      const index = dimensionAt(target);
      if (index !== null) setLast(index);
    },
  };
}

/** The dimension in whose row a control stands. */
function dimensionAt(element: Element): number | null {
  const row = element.closest<HTMLElement>('[data-dimension]');
  return row ? Number(row.dataset.dimension) : null;
}
