import type { Network, NetworkSlot } from './network.ts'

/** For sandboxes that can reach nothing: they get an empty network of their own. */
export const NO_SLOT: NetworkSlot = {
  path: null,
  apply({ mode }) {
    if (mode === 'none') return Promise.resolve()
    return Promise.reject(new Error('Cannot allow this sandbox anything: it was started without a network to join'))
  },
  release: () => Promise.resolve(),
}

export function noNetwork(reason: string, remedy: string | null): Network {
  return {
    available: false,
    lost: false,
    reason,
    remedy,
    take: () => Promise.resolve(NO_SLOT),
    close: () => Promise.resolve(),
  }
}
