import type { Route } from '@alcove/contract'
import type { Translate } from '../../../i18n/index.ts'

const UNITS = { 1: 'second', 60: 'minute', 3600: 'hour', 86400: 'day' } as const satisfies Record<number, string>

/** A rate limit in words: "60 / min". */
export function limitText(t: Translate, { requests, seconds }: NonNullable<Route['limits']['perKey']>): string {
  return t(`gateway.per.${UNITS[seconds as keyof typeof UNITS] ?? 'other'}`, { count: requests, seconds })
}
