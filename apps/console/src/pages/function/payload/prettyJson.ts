const INTEGER = /[:[,\s]-?\d{16,}/

/** Indents JSON. Leaves it unchanged if a number in it would lose digits. */
export function prettyJson(text: string): { text: string; json: boolean } {
  if (INTEGER.test(text)) return { text, json: true }
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), json: true }
  } catch {
    return { text, json: false }
  }
}
