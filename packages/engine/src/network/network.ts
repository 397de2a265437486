import type { Egress } from '@alcove/contract'

/** Who resolves names for those that have a network: our forwarder, at the same address for everybody. */
export const DNS_ADDRESS = '198.18.0.1'

/** A network namespace of one sandbox. Never used a second time: its next holder would see counters and sockets of this one. */
export interface NetworkSlot {
  /** Where an OCI runtime finds it, whatever mount namespace it runs in. Null: there is nothing to join. */
  readonly path: string | null
  /**
   * Changes what it may reach from now on, open connections included. The mode 'none' takes the network away for good.
   * @throws when there is nothing to join, or no longer, and something is to be allowed
   */
  apply(egress: Egress): Promise<void>
  /** Gives it back; to be called once nothing runs in it. Calling again is free. */
  release(): Promise<void>
}

export interface Network {
  readonly available: boolean
  /** For a moment: a process that it needs was killed, and another one takes its place. Who takes a network waits. */
  readonly lost: boolean
  /** Why functions have no network here, or reach nothing with it, and the one command that mends it. */
  readonly reason: string | null
  readonly remedy: string | null
  /**
   * A network that obeys the policy from the first packet on. Where nothing can be reached in any case, be it by the mode
   * 'none' or for want of a network, there is no namespace to join. To have one in which nothing is allowed yet, ask for
   * the mode 'allow' with an empty list.
   * @param options.trusted targets that may be reached even where their name leads to a private address: for what the
   *   platform itself fetches, never for what a user names
   */
  take(egress: Egress, options?: { trusted?: readonly string[] }): Promise<NetworkSlot>
  /** Removes everything that this engine added to the machine's network. */
  close(): Promise<void>
}
