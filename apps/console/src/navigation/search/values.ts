/** What a URL says. Unknown values are dropped, so that a stale link still opens its page. */
export type Search = Record<string, unknown>

export function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((candidate) => candidate === value)
}

export function text(value: unknown): string | undefined {
  // The router reads `q=42` as a number.
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const positive = (value: unknown): number | undefined =>
  Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined

/** A time; anything else is dropped. */
export function moment(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined
}

export function month(value: unknown): string | undefined {
  const given = text(value)
  return given !== undefined && /^2\d{3}-(0[1-9]|1[0-2])$/.test(given) ? given : undefined
}
