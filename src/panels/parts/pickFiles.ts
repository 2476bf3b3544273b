/** Asks for files or for a folder with the browser's own dialog. Resolves to an empty list if the user cancels it. */
export function pickFiles({ accept = '', folder = false } = {}): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.webkitdirectory = folder;
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
}
