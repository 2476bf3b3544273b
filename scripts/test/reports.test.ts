import { describe, expect, it } from 'vitest';
import { countSuite, inWords, readPlaywright, readPytest, readVitest, sum } from './reports.mjs';

const vitest = (extra: object = {}) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
    ...extra,
  });
const playwright = (stats: object, errors: object[] = []) =>
  JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });

describe('countSuite', () => {
  it('takes the counts from a report', () => {
    expect(countSuite(readVitest, vitest(), 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
    expect(countSuite(readPlaywright, playwright({ expected: 4, unexpected: 2, skipped: 1 }), 1)).toEqual({
      passed: 4,
      failed: 2,
      skipped: 1,
    });
  });

  it('counts a test file that would not load', () => {
    const report = vitest({ testResults: [{ status: 'failed', assertionResults: [] }] });
    expect(countSuite(readVitest, report, 1).failed).toBe(1);
  });

  it('counts a Python test that could not be loaded or set up', () => {
    const report = JSON.stringify({ passed: 5, failed: 1, error: 2, skipped: 3 });
    expect(countSuite(readPytest, report, 1)).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });

  it('counts a flaky test, and an error outside any test', () => {
    const report = playwright({ expected: 1, flaky: 1 }, [{ message: 'the server did not start' }]);
    expect(countSuite(readPlaywright, report, 1).failed).toBe(2);
  });

  it('counts a suite that ended badly even if its report is clean', () => {
    expect(countSuite(readVitest, vitest(), 1)).toMatchObject({ failed: 1, note: 'it ended with code 1' });
  });

  it('counts a suite without a report, with a broken one, or without a test', () => {
    expect(countSuite(readVitest, undefined, 0).failed).toBe(1);
    expect(countSuite(readVitest, '{', 0).failed).toBe(1);
    expect(countSuite(readPlaywright, playwright({}), 0)).toMatchObject({
      failed: 1,
      note: 'it ran no test',
    });
  });
});

describe('the last line', () => {
  it('sums all steps and mentions skipped tests only when there are some', () => {
    const total = sum([
      { passed: 2, failed: 0, skipped: 0 },
      { passed: 3, failed: 1, skipped: 0 },
    ]);
    expect(inWords(total)).toBe('5 passed, 1 failed');
    expect(inWords({ ...total, skipped: 2 })).toBe('5 passed, 1 failed, 2 skipped');
  });
});
