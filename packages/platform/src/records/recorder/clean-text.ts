/*
 * PostgreSQL's text holds neither NUL nor half a surrogate pair, and functions print both. They are replaced by the
 * signs that stand for them, so that whoever reads the log sees that something was there.
 */
const NUL_SIGN = '\u2400'
const REPLACEMENT = '\ufffd'

export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', NUL_SIGN) : whole
}

/** The same in JSON text, where JSON.stringify has written them as escapes. */
export function cleanJson(json: string): string {
  if (!json.includes(String.raw`\u`)) return json
  // An escaped backslash is matched first, so that the "u" after it is not mistaken for an escape.
  return json.replaceAll(/\\\\|\\u(0000|d[89a-f][0-9a-f]{2})/g, (escape, code?: string) => {
    if (code === undefined) return escape
    return code === '0000' ? NUL_SIGN : REPLACEMENT
  })
}
