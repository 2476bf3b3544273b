import { afterEach, describe, expect, it, vi } from 'vitest';
import { freshId } from './ids.ts';

afterEach(() => vi.unstubAllGlobals());

describe('freshId', () => {
  it('is a UUID of version 4, different each time', () => {
    const ids = Array.from({ length: 500 }, freshId);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('needs only the parts of `crypto` that a page over plain http has', () => {
    const getRandomValues = crypto.getRandomValues.bind(crypto);
    vi.stubGlobal('crypto', { getRandomValues });
    expect(freshId()).toHaveLength(36);
  });
});
