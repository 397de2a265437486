import { RUNTIMES, type Runtime } from '@alcove/contract'
import { findCustom } from './custom/find.ts'
import { findJava } from './java/find.ts'
import { findNode } from './node/find.ts'
import { findPython } from './python/find.ts'
import { isInstalled, type Found, type InstalledRuntime, type MissingRuntime } from './runtime.ts'

export type { InstalledRuntime, MissingRuntime } from './runtime.ts'

const FINDERS: Record<Runtime, () => Promise<Found>> = {
  nodejs24: () => findNode('nodejs24', 24),
  nodejs22: () => findNode('nodejs22', 22),
  nodejs26: () => findNode('nodejs26', 26),
  python3: findPython,
  java17: findJava,
  custom: findCustom,
}

export interface Runtimes {
  /** In the order of the contract. */
  installed: InstalledRuntime[]
  missing: MissingRuntime[]
}

/** Finds the runtimes of this machine by running each, and says how to install the missing ones. */
export async function findRuntimes(): Promise<Runtimes> {
  const found = await Promise.all(RUNTIMES.map((name) => FINDERS[name]()))
  return {
    installed: found.filter(isInstalled),
    missing: found.filter((one): one is MissingRuntime => !isInstalled(one)),
  }
}
