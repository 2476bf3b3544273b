/** Tells whether a drag brings files, and not, say, a text of the page. */
export const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
