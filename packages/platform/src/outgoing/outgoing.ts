import type { Egress } from '@alcove/contract'

/**
 * Those of a host's addresses that a space's functions may be connected to. Whoever opens the platform provides it: the
 * rules are enforced for functions elsewhere, and must be the same ones.
 */
export type PermittedAddresses = (
  egress: Egress,
  target: { host: string; port: number },
  addresses: readonly string[],
) => string[]

declare module '../kernel/platform.ts' {
  interface Platform {
    permittedAddresses: PermittedAddresses
  }
}
