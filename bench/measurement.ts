import type { Alcove } from './alcove.ts'
import type { Bare } from './bare/bare.ts'
import type { RowName, TargetId } from './targets.ts'

/** Shared by the measurements: servers that start when first needed. */
export interface Lab {
  alcove(): Promise<Alcove>
  bare(): Promise<Bare>
  /** Disposed of after this measurement. */
  own: AsyncDisposableStack
  quick: boolean
  /** How many lines the search is in. */
  lines: number | null
  /** Records the parts of one call or start, in milliseconds. Their medians are printed below the tables. */
  profile(what: string, parts: Record<string, number>): void
}

/** A value of ours and its reference, measured right after each other. */
export interface Pair {
  ours: number
  /** 1 if the value itself counts. */
  reference: number
}

/** The values of one round, by row. */
export type Pairs<Name extends string = RowName> = { [row in Name]?: Pair }

export interface Measurement {
  /** The targets it measures. */
  targets: readonly TargetId[]
  /** Number of rounds; default 3. */
  rounds?: number
  /**
   * Deploys and warms up. The returned function runs once per round and gets the round's number, for code that was
   * never seen before.
   */
  prepare(lab: Lab): Promise<(round: number) => Promise<Pairs>>
}
