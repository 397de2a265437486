import { CodeError } from '../package-error.ts'

/** The file and export that the handler setting names. */
export interface Entry {
  /** Path below the task folder. */
  file: string
  exportName: string
  /** Whether it must be bundled first: TypeScript that Node cannot run directly. */
  bundle: boolean
}

/** Splits the handler setting at its last dot. */
export function splitHandler(handler: string): [base: string, exportName: string] {
  const dot = handler.lastIndexOf('.')
  return [handler.slice(0, dot), handler.slice(dot + 1)]
}

/**
 * The error for a handler whose file is missing.
 * @param named the missing file in words: "the file 'app.py'"
 * @param path its path without the extension
 */
export function handlerNotFound(handler: string, named: string, path: string, files: readonly string[]): CodeError {
  const message = `The handler '${handler}' names ${named}, but there is none: ${insteadOf(path, files)}`
  return new CodeError('HandlerNotFound', message)
}

function insteadOf(path: string, files: readonly string[]): string {
  const deeper = files.find(
    (name) => !name.includes('node_modules/') && name.replace(/\.\w+$/, '').endsWith(`/${path}`),
  )
  if (deeper !== undefined) return `it lies at ${deeper}. Zip what is in the folder, not the folder, or name it whole`
  const tops = files.filter((name) => !name.includes('/')).slice(0, 10)
  return tops.length > 0 ? `the package holds ${tops.join(', ')}` : 'the package has no file at its top'
}
