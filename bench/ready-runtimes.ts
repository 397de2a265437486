import type { Alcove } from './alcove.ts'
import { BARE_NODE, bareJava, barePython, type Program } from './bare/bare.ts'

const BARE: Record<string, (own: AsyncDisposableStack) => Program | Promise<Program>> = {
  nodejs24: () => BARE_NODE,
  python3: barePython,
  java17: bareJava,
}

export interface ReadyRuntime {
  runtime: string
  /** Suffix of its rows' names. */
  variant: '' | ` (${string})`
  bare: Program
}

/** The languages of this machine, each with its bare server. */
export async function readyRuntimes(alcove: Alcove, own: AsyncDisposableStack): Promise<ReadyRuntime[]> {
  const { runtimes } = await alcove.engine()
  const available = Object.keys(BARE).filter((name) => runtimes.some((each) => each.name === name && each.available))
  return Promise.all(
    available.map(async (runtime) => ({
      runtime,
      variant: runtime === 'nodejs24' ? ('' as const) : (` (${runtime})` as const),
      bare: await BARE[runtime]!(own),
    })),
  )
}
