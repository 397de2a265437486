/** A LIKE pattern for text that holds `text`, in which "%", "_" and "\" mean themselves. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
