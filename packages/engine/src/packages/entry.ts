import { CodeError } from './package-error.ts'

const ENDINGS = ['mjs', 'js', 'cjs', 'ts', 'mts', 'cts', 'tsx', 'jsx']
const BUNDLED = /\.(ts|mts|cts|tsx|jsx)$/

export interface Entry {
  file: string
  exportName: string
  /** Whether Node cannot run it as it is. */
  bundle: boolean
}

/**
 * The file and export that a handler setting names among these files: `index.handler`, or `index.mjs.handler`.
 * @throws {CodeError}
 */
export function findEntry(handler: string, files: readonly string[]): Entry {
  const dot = handler.lastIndexOf('.')
  const [base, exportName] = [handler.slice(0, dot), handler.slice(dot + 1)]
  const names = new Set(files)
  const file = [base, ...ENDINGS.map((ending) => `${base}.${ending}`)].find((name) => names.has(name))
  if (file === undefined) {
    const tops = files.filter((name) => !name.includes('/')).slice(0, 10)
    const have = tops.length > 0 ? `the package holds ${tops.join(', ')}` : 'the package has no file at its top'
    throw new CodeError(
      'HandlerNotFound',
      `The handler '${handler}' names the file '${base}', as ${base}.mjs, .js, .cjs or .ts, but there is none: ${have}`,
    )
  }
  return { file, exportName, bundle: BUNDLED.test(file) }
}
