import { splitHandler, type Entry } from '../handler.ts'

/**
 * Always the executable `bootstrap`, which a layer may bring; what the handler setting means is for it to say. Whether
 * it is there shows when an instance starts.
 */
export function findCustomEntry(handler: string): Entry {
  return { file: 'bootstrap', exportName: splitHandler(handler)[1], bundle: false }
}
