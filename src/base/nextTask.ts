/**
 * Settles in another task, so that whatever the thread has to do for the user comes first: between the parts of long work, and
 * between two things that would be one long task together.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
