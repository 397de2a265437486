import type { Runtime } from '@alcove/contract'
import { findCustomEntry } from './custom/entry.ts'
import { findJavaEntry } from './java/entry.ts'
import type { Entry } from './handler.ts'
import { findNodeEntry } from './node/entry.ts'
import { findPythonEntry } from './python/entry.ts'

type FindEntry = (handler: string, files: readonly string[]) => Entry

const FINDERS: Record<Runtime, FindEntry> = {
  nodejs24: findNodeEntry,
  nodejs22: findNodeEntry,
  nodejs26: findNodeEntry,
  python3: findPythonEntry,
  java17: findJavaEntry,
  custom: findCustomEntry,
}

/**
 * @param files of the package, including build output
 * @throws {CodeError} when the package has no such file
 */
export function findEntry(runtime: Runtime, handler: string, files: readonly string[]): Entry {
  return FINDERS[runtime](handler, files)
}
