import type { Entry } from '../handler.ts'

/**
 * Always the executable `bootstrap`, which may come from a layer and interprets the handler setting itself. Whether it
 * exists shows when an instance starts.
 */
export function findCustomEntry(handler: string): Entry {
  return { file: 'bootstrap', exportName: handler, bundle: false }
}
