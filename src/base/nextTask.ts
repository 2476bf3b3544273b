/**
 * Settles in another task, after messages that are already queued: between the parts of long work, and between two things that
 * would be one long task together. A message, because browsers delay nested timeouts.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
