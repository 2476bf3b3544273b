/** Draws how much the picture changes from step to step as an SVG line. */

/** The size of the drawing in its own units. */
export const changeSize = { width: 340, height: 56 } as const;

/**
 * The path of a line through the middles of the steps. Its axis begins at zero change, so its shape does not exaggerate.
 * @param top the change at its upper edge
 */
export function changeLine(steps: readonly number[], top: number): string {
  const { width, height } = changeSize;
  return steps
    .map((step, index) => {
      const x = ((index + 0.5) / steps.length) * width;
      const y = height - 2 - (step / top) * (height - 4);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
