/** Handles the files that an installed app is opened with (`file_handlers` of the manifest). */
export interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: readonly { getFile(): Promise<File> }[] }) => void): void;
}

/**
 * Opens the files of each launch, in the order in which the browser brings them. A launch without files only shows the app, and
 * one whose files can no longer be read does not stop the others.
 * @param queue undefined in browsers that have none
 * @param ready a promise that settles when the page can open files
 * @param open opens the files of one launch
 * @param fail called with whatever `open` or reading a file throws
 */
export function takeLaunches(
  queue: LaunchQueue | undefined,
  ready: Promise<unknown>,
  open: (files: readonly File[]) => Promise<unknown> | undefined,
  fail: (error: unknown) => void,
): void {
  let before: Promise<unknown> = ready;
  queue?.setConsumer(({ files = [] }) => {
    if (files.length === 0) return;
    before = before
      .then(() => Promise.all(files.map((file) => file.getFile())))
      .then(open)
      .catch(fail);
  });
}
