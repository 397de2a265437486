import type { Alcove } from './alcove.ts'
import type { Bare } from './bare/bare.ts'
import type { RowName, TargetId } from './targets.ts'

/** What measurements have in common: servers that are started when the first one asks for them. */
export interface Lab {
  alcove(): Promise<Alcove>
  bare(): Promise<Bare>
  /** Ended when this measurement is over. */
  own: AsyncDisposableStack
  quick: boolean
  /** Keeps what one call or start was made of, as milliseconds by part: printed below the tables, as medians. */
  profile(what: string, parts: Record<string, number>): void
}

/** One value of ours and the one it is held against, taken one right after the other. */
export interface Pair {
  ours: number
  /** 1 where the value itself is what counts. */
  reference: number
}

/** What one round took, by row. */
export type Pairs<Name extends string = RowName> = { [row in Name]?: Pair }

export interface Measurement {
  /** The targets it takes values for. */
  targets: readonly TargetId[]
  /** How often it is repeated; 3 if not said. */
  rounds?: number
  /**
   * Deploys what it needs and warms it up. What it answers is called once per round; the round's number is there to
   * make code that was never seen before.
   */
  prepare(lab: Lab): Promise<(round: number) => Promise<Pairs>>
}
