const INTEGER = /[:[,\s]-?\d{16,}/

/** Indented when it is JSON. Left as it is when a number in it would lose digits on the way. */
export function prettyJson(text: string): { text: string; json: boolean } {
  if (INTEGER.test(text)) return { text, json: true }
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), json: true }
  } catch {
    return { text, json: false }
  }
}
