/**
 * Reads the suites' reports and sums them. A suite that ended badly (a file that would not load, a crash) counts as a failure even
 * if its report lists none: nothing that went wrong may add up to success.
 */

/** @typedef {{ passed: number, failed: number, skipped: number, note?: string }} Counts */

/**
 * Vitest's JSON report.
 * @param {any} report @returns {Counts}
 */
export function readVitest(report) {
  // A file that could not be loaded is a failed suite without tests.
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' &&
      !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Playwright's JSON report. A flaky test counts as failed.
 * @param {any} report @returns {Counts}
 */
export function readPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
}

/**
 * pytest's counts, as training/conftest.py writes them. A file that would not load is an error and counts as failed.
 * @param {any} report @returns {Counts}
 */
export function readPytest({ passed, failed, error, skipped }) {
  return { passed, failed: failed + error, skipped };
}

/**
 * @param {(report: any) => Counts} reader
 * @param {string | undefined} text the report file's text, undefined when the suite left none
 * @param {number} exitCode of the suite
 * @returns {Counts}
 */
export function countSuite(reader, text, exitCode) {
  /** @type {Counts} */
  let counts;
  try {
    if (text === undefined) throw new Error('it left no report');
    counts = reader(JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { passed: 0, failed: 1, skipped: 0, note: `its report cannot be read: ${why}` };
  }
  if (counts.failed > 0) return counts;
  if (exitCode !== 0) return { ...counts, failed: 1, note: `it ended with code ${exitCode}` };
  if (counts.passed + counts.skipped === 0) return { ...counts, failed: 1, note: 'it ran no test' };
  return counts;
}

/** @param {readonly Counts[]} all @returns {Counts} */
export function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** @param {Counts} counts @returns {string} `N passed, N failed`, and `, N skipped` when there are some */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
