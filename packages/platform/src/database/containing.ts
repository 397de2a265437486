/** A LIKE pattern that matches text containing `text`; "%", "_" and "\" stand for themselves. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
