import type { Egress } from '@alcove/contract'

/** Address of the name forwarder, the same in every slot. */
export const DNS_ADDRESS = '198.18.0.1'

/** A sandbox's network namespace. Never reused: the next sandbox would see counters and sockets of this one. */
export interface NetworkSlot {
  /** Path that is valid in every mount namespace. Null when there is no namespace to join. */
  readonly path: string | null
  /**
   * Changes what the slot may reach, open connections included. The mode 'none' removes the network for good.
   * @throws when the policy allows something and there is no network
   */
  apply(egress: Egress): Promise<void>
  /** Releases the slot. Call it when nothing runs in it any more. Idempotent. */
  release(): Promise<void>
}

export interface Network {
  readonly available: boolean
  /** A helper process was killed and is being replaced. `take` waits for it. */
  readonly lost: boolean
  /** Why functions have no network or reach nothing, and the command that fixes it. */
  readonly reason: string | null
  readonly remedy: string | null
  /**
   * Takes a network that enforces the policy from the first packet on. When nothing is reachable in any case (mode
   * 'none', or no network on this machine), there is no namespace to join. To get one that allows nothing yet, ask for
   * the mode 'allow' with an empty list.
   * @param options.trusted targets that may be reached even if their name resolves to a private address: for what the
   * platform fetches, never for what a user names
   */
  take(egress: Egress, options?: { trusted?: readonly string[] }): Promise<NetworkSlot>
  /** Removes everything this engine added to the machine's network. */
  close(): Promise<void>
}
