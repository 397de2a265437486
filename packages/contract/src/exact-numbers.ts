// TypeScript does not know https://github.com/tc39/proposal-json-parse-with-source yet.
interface RawNumber {
  rawJSON: string
}
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): RawNumber
  isRawJSON(value: unknown): value is RawNumber
}

/**
 * A reviver that leaves every number as it was written: 64-bit ids and prices keep all their digits when JSON.stringify
 * writes the value again. Such a number is an opaque object meanwhile.
 */
export function withExactNumbers(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  return typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value
}

/** Gives `given` the values that `exact`, the same JSON read with exact numbers, has at these paths (`expect.output`). */
export function takeExact(given: unknown, exact: unknown, paths: readonly string[]): void {
  for (const path of paths) {
    const names = path.split('.')
    const last = names.pop()!
    const inside = (value: unknown) => names.reduce((at, name) => (isRecord(at) ? at[name] : undefined), value)
    const [to, from] = [inside(given), inside(exact)]
    if (isRecord(to) && isRecord(from) && Object.hasOwn(to, last)) to[last] = from[last]
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A number, or one that `withExactNumbers` left as it was written: the text of it; null for any other value. */
export function numberText(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return isRawJSON(value) ? value.rawJSON : null
}

/** Whether two numbers in JSON are equal in each of their digits: 1.0 and 1e0 are 1. */
export function sameNumber(one: string, other: string): boolean {
  return decimal(one) === decimal(other)
}

/** The digits without zeros around them, and the power of ten of the last one. */
function decimal(text: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text)!
  const digits = (whole! + fraction).replace(/^0+/, '')
  // Not by an expression: /0+$/ takes the square of the time for zeros in the middle, and a function writes the number.
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  const kept = digits.slice(0, end)
  return kept === '' ? '0' : `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`
}
