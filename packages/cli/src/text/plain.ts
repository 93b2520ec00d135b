/**
 * A text from a machine or a file as it can be shown in a terminal: control characters, which could move the cursor or
 * do worse, as escapes.
 */
export function plain(text: string): string {
  // oxlint-disable-next-line eslint/no-control-regex -- these are what is looked for
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
