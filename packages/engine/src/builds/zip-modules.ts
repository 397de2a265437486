import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The modules that pack-files.mjs imports, by their place in `node_modules`: sandboxes contain none of the server's own.
 */
export function zipModules(): Map<string, string> {
  const stream = fileURLToPath(import.meta.resolve('@alcove/archive/zip-stream'))
  const fflate = fileURLToPath(import.meta.resolve('fflate'))
  return new Map([
    ['@alcove/archive/package.json', join(dirname(dirname(stream)), 'package.json')],
    ['@alcove/archive/src/zip-stream.mjs', stream],
    ['fflate/package.json', join(dirname(dirname(fflate)), 'package.json')],
    ['fflate/esm/index.mjs', fflate],
  ])
}
