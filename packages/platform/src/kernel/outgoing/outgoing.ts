import type { Egress } from '@alcove/contract'

/**
 * Selects the addresses of a host that functions of a space may connect to. Whoever opens the platform provides it: the
 * engine enforces the same rules for functions.
 */
export type PermittedAddresses = (
  egress: Egress,
  target: { host: string; port: number },
  addresses: readonly string[],
) => string[]

declare module '../platform.ts' {
  interface Platform {
    permittedAddresses: PermittedAddresses
  }
}
