import { CodeError } from '../package-error.ts'

/** What the handler setting names among a package's files. */
export interface Entry {
  /** Below the task folder. */
  file: string
  exportName: string
  /** Whether it is TypeScript, which Node cannot run as it is. */
  bundle: boolean
}

/** The handler setting in two: what stands before its last dot, and the name behind it. */
export function splitHandler(handler: string): [base: string, exportName: string] {
  const dot = handler.lastIndexOf('.')
  return [handler.slice(0, dot), handler.slice(dot + 1)]
}

/**
 * The package lacks what the handler setting names.
 * @param named what that is, in words: "the file 'app.py'"
 * @param path the same as a path, without its ending
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
