// TypeScript does not know https://github.com/tc39/proposal-json-parse-with-source yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

/**
 * A reviver that leaves every number as it was written: 64-bit ids and prices keep all their digits when JSON.stringify
 * writes the value again. Such a number is an opaque object meanwhile.
 */
export function withExactNumbers(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  return typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value
}
