import type { SinkDataset } from '@alcove/contract'
import type { SocketLimits } from '@alcove/storage'
import type { SpaceCtx } from '../../../kernel/context.ts'
import type { SinkRecord } from '../read/sink-record.ts'

/** Where a sink writes. Every one runs the suite in test/sinks.test.ts. */
export interface Destination {
  /** Resolves when the receiver has all of the records for good. Twice the same ones is as once, where it can be. */
  write(dataset: SinkDataset, records: readonly SinkRecord[]): Promise<void>
  /** Tries, from the credentials to a write, and leaves nothing behind. @returns what it found, step by step */
  test(datasets: readonly SinkDataset[]): AsyncIterable<{ step: 'signIn' | 'write'; detail: string }>
  close(): Promise<void>
}

/** What a destination needs to reach out. */
export interface Reach {
  /** The context of the platform itself, in the space of the sink. */
  ctx: SpaceCtx
  /** The address to connect to in place of the name, by the egress rules of the space. */
  addressOf(host: string, port: number): Promise<string>
  limits: SocketLimits
}

/** For one statement or request. */
export const TIMEOUT_MS = 20_000
/** Limits of one connection. A turn takes seconds, and receivers have little to say. */
export const SOCKET_LIMITS: SocketLimits = { mostBytes: 16 * 2 ** 20, idleMs: TIMEOUT_MS, mostMs: 120_000 }
/** What receivers say of themselves is shown, as far as people read it. */
export const shown = (text: unknown): string => String(text).slice(0, 200)
