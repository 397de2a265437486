import { type Bucket, type ExpiryRule, PutBucket } from '@alcove/contract'

const MB = 2 ** 20

/** A rule as it is typed. */
export interface RuleDraft {
  id: number
  prefix: string
  days: string
}

/** What each tab of a bucket saves of its settings. */
export const QuotaOnly = PutBucket.pick({ quotaBytes: true })
export const ExpiryOnly = PutBucket.pick({ expiry: true })

export const rulesOf = (expiry: readonly ExpiryRule[]): RuleDraft[] =>
  expiry.map(({ prefix, days }, id) => ({ id, prefix, days: String(days) }))

export const expiryOf = (rules: readonly RuleDraft[]): ExpiryRule[] =>
  rules.map(({ prefix, days }) => ({ prefix, days: wholeNumber(days) }))

export const quotaTextOf = ({ quotaBytes }: Pick<Bucket, 'quotaBytes'>): string =>
  quotaBytes === null ? '' : String(Math.ceil(quotaBytes / MB))

/** null: none of its own. */
export const quotaBytesOf = (text: string): number | null => (text.trim() === '' ? null : wholeNumber(text) * MB)

const wholeNumber = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : NaN)
