import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Box, common, gap, placeCard } from './placeCard.ts';

const room: Box = { left: 0, top: 0, width: 1280, height: 800 };
const card = { width: 340, height: 150 };
const put = (control: Box | null, obstacles: Parameters<typeof placeCard>[3] = []) => ({
  ...placeCard(card, control, room, obstacles),
  ...card,
});
const isInside = (box: Box) =>
  box.left >= gap &&
  box.top >= gap &&
  box.left + box.width <= room.width - gap &&
  box.top + box.height <= room.height - gap;

it('never covers its control and stays in the window, wherever the control is', () => {
  const controls = fc
    .record({
      left: fc.integer({ min: 0, max: 1240 }),
      top: fc.integer({ min: 0, max: 780 }),
      width: fc.integer({ min: 8, max: 380 }),
      height: fc.integer({ min: 8, max: 300 }),
    })
    .map((box) => ({
      ...box,
      width: Math.min(box.width, room.width - box.left),
      height: Math.min(box.height, room.height - box.top),
    }));
  const obstacles = fc.array(fc.record({ box: controls, cost: fc.double({ min: 0, max: 5, noNaN: true }) }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(controls, obstacles, (control, others) => {
      const box = put(control, others);
      expect(common(box, control)).toBe(0);
      expect(isInside(box)).toBe(true);
    }),
  );
});

it('stands right beside the control where nothing else is in the way', () => {
  const control: Box = { left: 600, top: 400, width: 80, height: 30 };
  const box = put(control);
  const right = box.left - (control.left + control.width);
  const left = control.left - (box.left + box.width);
  const below = box.top - (control.top + control.height);
  const above = control.top - (box.top + box.height);
  expect(Math.max(right, left, below, above)).toBe(gap);
});

it('goes to another side of the control rather than over the picture', () => {
  const picture: Box = { left: 200, top: 60, width: 640, height: 640 };
  const control: Box = { left: 930, top: 300, width: 300, height: 24 };
  expect(common(put(control, [{ box: picture, cost: 3 }]), picture)).toBe(0);
});

it('stands at the foot of the window as long as there is no control', () => {
  expect(put(null)).toMatchObject({ left: 470, top: 800 - 150 - gap });
});
