import { handlerNotFound, splitHandler, type Entry } from '../handler.ts'

const ENDINGS = ['mjs', 'js', 'cjs', 'ts', 'mts', 'cts', 'tsx', 'jsx']
const BUNDLED = /\.(ts|mts|cts|tsx|jsx)$/

/** `index.handler`, or `index.mjs.handler`. */
export function findNodeEntry(handler: string, files: readonly string[]): Entry {
  const [base, exportName] = splitHandler(handler)
  const names = new Set(files)
  const file = [base, ...ENDINGS.map((ending) => `${base}.${ending}`)].find((name) => names.has(name))
  if (file === undefined) {
    throw handlerNotFound(handler, `the file '${base}', as ${base}.mjs, .js, .cjs or .ts`, base, files)
  }
  return { file, exportName, bundle: BUNDLED.test(file) }
}
