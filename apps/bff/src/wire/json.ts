import { AlcoveError, invalid, LIMITS } from '@alcove/contract'

/** Limits on JSON from outside, checked before it is parsed. */
export interface JsonLimits {
  depth: number
  values: number
}

const EVENT: JsonLimits = { depth: LIMITS.eventDepth, values: LIMITS.eventValues }

/**
 * @param reviver as JSON.parse takes it
 * @throws {AlcoveError} MalformedJson, or ValidationFailed when it is nested too deeply or has too many values.
 */
export function parseJson(bytes: Uint8Array, limits = EVENT, reviver?: Parameters<typeof JSON.parse>[1]): unknown {
  const excess = excessOf(limits, bytes)
  if (excess) throw invalid('', excess)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), reviver)
  } catch (cause) {
    throw new AlcoveError('MalformedJson', `The body is not JSON: ${(cause as Error).message}`, { cause })
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const OPENING_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

/**
 * Counts brackets and commas outside of strings: each stands for one value, plus one. In UTF-8, no byte of a longer
 * character looks like them. Parsing takes up to a hundred times the memory of the two bytes of a value.
 */
function excessOf({ depth: maxDepth, values: maxValues }: JsonLimits, bytes: Uint8Array): string | null {
  let depth = 0
  let values = 1
  let quoted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    if (quoted) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) quoted = false
    } else if (byte === QUOTE) {
      quoted = true
    } else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) {
      values += 1
      depth += 1
      if (depth > maxDepth) return `May be nested at most ${maxDepth} levels deep`
    } else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) {
      depth -= 1
    } else if (byte === COMMA) {
      values += 1
    }
    if (values > maxValues) return `May hold at most ${maxValues} values`
  }
  return null
}
