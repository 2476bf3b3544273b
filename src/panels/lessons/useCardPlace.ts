import { type RefObject, useLayoutEffect } from 'react';
import { type Obstacle, placeCard } from './placeCard.ts';

/** Areas that the card should avoid, most costly first. */
const keptInView = [
  ['.canvas', 3],
  ['.actions > *', 6],
  ['.rail-tabs', 1.5],
  ['.top', 1],
  ['.panel :is(button, input, select, canvas, svg, output)', 0.4],
  ['.panel', 0.05],
  ['.tray', 0.2],
] as const;

/**
 * Puts the card near its control, and keeps it there when the page scrolls or changes size. The styles place a docked card; they get its
 * height here, so the panel ends above it.
 */
export function useCardPlace(
  card: RefObject<HTMLElement | null>,
  control: HTMLElement | null,
  docked: boolean,
): void {
  useLayoutEffect(() => {
    const own = card.current;
    if (!own) return;
    const root = document.documentElement;
    let frame = 0;
    const place = () => {
      frame = 0;
      if (docked) {
        own.style.translate = '';
        const before = root.style.getPropertyValue('--lesson');
        root.style.setProperty('--lesson', `${own.offsetHeight}px`);
        // The panel now ends higher up.
        if (before !== root.style.getPropertyValue('--lesson')) control?.scrollIntoView({ block: 'nearest' });
        return;
      }
      const obstacles = keptInView.flatMap(([selector, cost]) =>
        [...document.querySelectorAll(selector)].map(
          (one): Obstacle => ({ box: one.getBoundingClientRect(), cost }),
        ),
      );
      const room = { left: 0, top: 0, width: root.clientWidth, height: root.clientHeight };
      const size = { width: own.offsetWidth, height: own.offsetHeight };
      const { left, top } = placeCard(size, control?.getBoundingClientRect() ?? null, room, obstacles);
      own.style.translate = `${left}px ${top}px`;
    };
    const again = () => {
      frame ||= requestAnimationFrame(place);
    };
    const sizes = new ResizeObserver(again);
    for (const one of [own, control, document.getElementById('root')]) if (one) sizes.observe(one);
    window.addEventListener('scroll', again, { capture: true, passive: true });
    place();
    return () => {
      sizes.disconnect();
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', again, { capture: true });
      root.style.removeProperty('--lesson');
    };
  }, [card, control, docked]);
}
