/**
 * A recipe in an MP4 or a WebM: the comment, the one tag that both formats have and that programs carry from one to the
 * other (`©cmt` of iTunes' list in MP4, `COMMENT` among Matroska's tags).
 */

/** Returns the recipe in Mediabunny's form: `output.setMetadataTags(videoRecipeTags(text))`, before the output starts. */
export function videoRecipeTags(text: string): { comment: string } {
  return { comment: text };
}

/** The beginning of a comment that is a recipe. */
const beginning = /^\s*\{\s*"zscape"\s*:\s*"recipe"/;

/** True for a comment that is a recipe, not one that somebody wrote. */
export function isRecipeText(comment: string): boolean {
  return beginning.test(comment);
}
