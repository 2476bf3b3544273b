import { describe, expect, it } from 'vitest';
import { Pages } from './pages.ts';

describe('bytes in memory', () => {
  it('are those written last to each position, across pages and out of order', async () => {
    const pages = new Pages();
    const whole = new Uint8Array(3_000_001);
    const write = (position: number, length: number, value: number) => {
      const data = new Uint8Array(length).fill(value);
      pages.write(position, data);
      whole.set(data, position);
    };
    write(0, 100, 1);
    write(2_500_000, 500_001, 2);
    write(1_000_000, 1_600_000, 3);
    write(40, 4, 4);
    expect(pages.bytes).toBe(3_000_001);
    const read = new Uint8Array(await new Blob(pages.parts()).arrayBuffer());
    expect(Buffer.compare(read, whole)).toBe(0);
  });

  it('are empty before anything is written', () => {
    expect(new Pages().parts()).toEqual([]);
  });
});
