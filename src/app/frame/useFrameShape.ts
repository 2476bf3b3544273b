import { useEffect, useState } from 'react';

const shapes = ['beside', 'low', 'below', 'scroll'] as const;
export type FrameShape = (typeof shapes)[number];

/**
 * Returns the layout of the page's parts, which the styles choose by the available room (`styles/app.css`). In the HTML that the
 * build writes, the parts are side by side.
 */
export function useFrameShape(): FrameShape {
  const [shape, setShape] = useState<FrameShape>('beside');
  useEffect(() => {
    const page = document.getElementById('root');
    const app = page?.querySelector('.app');
    if (!page || !app) return;
    const observer = new ResizeObserver(() => {
      const said = getComputedStyle(app).getPropertyValue('--shape').trim();
      setShape(shapes.find((name) => name === said) ?? 'beside');
    });
    observer.observe(page);
    return () => observer.disconnect();
  }, []);
  return shape;
}
