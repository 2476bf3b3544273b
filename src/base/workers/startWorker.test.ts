import { describe, expect, it } from 'vitest';
import { startWorker } from './startWorker.ts';

describe('startWorker', () => {
  it('returns what was made', () => {
    expect(startWorker(() => 7, 'Nothing can be done')).toBe(7);
  });

  it('says what cannot be done without the worker, and why', () => {
    const refuse = () => {
      throw new DOMException('Access is denied.', 'SecurityError');
    };
    expect(() => startWorker(refuse, 'The GIF cannot be made')).toThrow(
      expect.objectContaining({
        code: 'WORKER_UNAVAILABLE',
        message: expect.stringMatching(/^The GIF cannot be made: .*\(Access is denied\)\. Allow /),
      }),
    );
  });
});
