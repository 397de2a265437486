/** An input can be of any shape: fields further inside are left out, and so are values that are longer. */
const MOST = { fields: 60, depth: 5, elements: 3, value: 100, body: 4_096 }
/** Keys that a filter can name. */
const KEY = /^[^\s.="':]{1,60}$/

/** The fields of a recorded input and their values as text, by path: `lines.0.currency`. A JSON body is looked into. */
export function inputFields(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  const value = parsed(text)
  if (typeof value === 'object' && value !== null) collect(fields, value, '', 0)
  return fields
}

function collect(fields: Map<string, string>, value: object, prefix: string, depth: number): void {
  const entries = Array.isArray(value) ? Object.entries(value.slice(0, MOST.elements)) : Object.entries(value)
  for (const [key, each] of entries as [string, unknown][]) {
    if (fields.size >= MOST.fields) return
    if (!KEY.test(key)) continue
    const path = `${prefix}${key}`
    const inside = path === 'body' && typeof each === 'string' ? parsed(each.slice(0, MOST.body)) : each
    if (typeof inside === 'object' && inside !== null) {
      if (depth < MOST.depth) collect(fields, inside, `${path}.`, depth + 1)
    } else if (each !== null && String(each).length <= MOST.value) {
      fields.set(path, String(each))
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
