import type { Bucket, ExpiryRule } from '@alcove/contract'

const MB = 2 ** 20
const MAX_DAYS = 3650

/** A rule as it is typed. */
export interface RuleDraft {
  id: number
  prefix: string
  days: string
}

export const rulesOf = (expiry: readonly ExpiryRule[]): RuleDraft[] =>
  expiry.map(({ prefix, days }, id) => ({ id, prefix, days: String(days) }))

export const expiryOf = (rules: readonly RuleDraft[]): ExpiryRule[] =>
  rules.map(({ prefix, days }) => ({ prefix, days: Number(days) }))

/** Whether the days of all rules can be saved. */
export const areDays = (rules: readonly RuleDraft[]): boolean => rules.every(({ days }) => isWhole(days, MAX_DAYS))

export const quotaTextOf = ({ quotaBytes }: Pick<Bucket, 'quotaBytes'>): string =>
  quotaBytes === null ? '' : String(Math.ceil(quotaBytes / MB))

/** null: none of its own. */
export const quotaBytesOf = (text: string): number | null => (text.trim() === '' ? null : Number(text) * MB)

export const isQuota = (text: string): boolean => text.trim() === '' || isWhole(text, Number.MAX_SAFE_INTEGER / MB)

function isWhole(text: string, max: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= max
}
