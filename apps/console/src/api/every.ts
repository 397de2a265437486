import { isApiError } from './error.ts'

/** A `refetchInterval` that ends at a refusal: what one may not see, or what is gone, is not asked for again. */
export const every =
  (ms: number) =>
  ({ state: { error } }: { state: { error: Error | null } }): number | false =>
    isApiError(error) && (error.status === 403 || error.status === 404) ? false : ms
