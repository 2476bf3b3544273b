/**
 * What the page says aloud. A screen reader reads out events that do not move the focus; the page's `Announcements` holds
 * the region that it listens to.
 */
import { createStore } from 'zustand/vanilla';

interface Announcement {
  /** Different each time, so the same sentence is read out again when it happens again. */
  id: number;
  text: string;
}

/** How many stay in the region: a screen reader that is still reading one does not lose the previous one. */
const mostSaid = 3;

/** The latest announcements, oldest first. */
export const announcements = createStore<{ said: readonly Announcement[] }>(() => ({ said: [] }));

/** Announcements within this time are put into the region together, and repeated ones only once. */
const togetherMs = 80;

let lastId = 0;
let waiting: string[] = [];

/**
 * Makes screen readers say a sentence, in the language of the page, without moving the focus. Use it for something that
 * just happened, once and briefly: `Undone: New sample.`
 */
export function announce(text: string): void {
  const sentence = text.trim();
  if (sentence === '' || waiting.includes(sentence)) return;
  waiting.push(sentence);
  if (waiting.length === 1) setTimeout(say, togetherMs);
}

function say(): void {
  const added = waiting.map((text) => ({ id: ++lastId, text }));
  waiting = [];
  announcements.setState(({ said }) => ({ said: [...said, ...added].slice(-mostSaid) }));
}
