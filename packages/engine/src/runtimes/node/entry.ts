import { handlerNotFound, splitHandler, type Entry } from '../handler.ts'

const ENDINGS = ['mjs', 'js', 'cjs', 'ts', 'mts', 'cts', 'tsx', 'jsx']
const BUNDLED = /\.(ts|mts|cts|tsx|jsx)$/

/** `index.handler`, `index.mjs.handler`, or `index.orders.list` for a function within an export. */
export function findNodeEntry(handler: string, files: readonly string[]): Entry {
  const names = new Set(files)
  for (const [base, exportName] of splits(handler)) {
    const file = [base, ...ENDINGS.map((ending) => `${base}.${ending}`)].find((name) => names.has(name))
    if (file !== undefined) return { file, exportName, bundle: BUNDLED.test(file) }
  }
  const [base] = splitHandler(handler)
  throw handlerNotFound(handler, `the file '${base}', as ${base}.mjs, .js, .cjs or .ts`, base, files)
}

/** At every dot of the file's name, from the last to the first: a file's own name may contain dots. */
function* splits(handler: string): Generator<[base: string, exportName: string]> {
  const start = handler.lastIndexOf('/') + 1
  for (let dot = handler.lastIndexOf('.'); dot > start; dot = handler.lastIndexOf('.', dot - 1)) {
    yield [handler.slice(0, dot), handler.slice(dot + 1)]
  }
}
