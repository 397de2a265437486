import type { QuotaScope } from '../targets/function-route.ts'

/** As the source of a platform event. */
export function sourceOf({ space, function: fn }: Pick<QuotaScope, 'space' | 'function'>): string {
  return fn === null ? `/spaces/${space}` : `/spaces/${space}/functions/${fn}`
}

/** As a sentence begins. */
export function nameOf({ space, function: fn }: Pick<QuotaScope, 'space' | 'function'>): string {
  return fn === null ? `The space ${space}` : `The function ${fn}`
}
