/*
 * PostgreSQL's text cannot store NUL or half a surrogate pair, and functions print both. Visible signs replace them, so
 * that readers of a log see that something was there.
 */
const NUL_SIGN = '\u2400'
const REPLACEMENT = '\ufffd'

export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', NUL_SIGN) : whole
}

/** Like cleanText, for JSON: JSON.stringify writes these characters as escapes. */
export function cleanJson(json: string): string {
  if (!json.includes(String.raw`\u`)) return json
  // Match an escaped backslash first, so that a "u" after it does not look like an escape.
  return json.replaceAll(/\\\\|\\u(0000|d[89a-f][0-9a-f]{2})/g, (escape, code?: string) => {
    if (code === undefined) return escape
    return code === '0000' ? NUL_SIGN : REPLACEMENT
  })
}
