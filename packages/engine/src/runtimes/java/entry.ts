import { handlerNotFound, splitHandler, type Entry } from '../handler.ts'

/**
 * `Handler.handle`, or `com.acme.Handler.handle` with a package. The class may be inside a jar, which only the JVM
 * opens.
 */
export function findJavaEntry(handler: string, files: readonly string[]): Entry {
  const [base, exportName] = splitHandler(handler)
  const path = base.replaceAll('.', '/')
  const file = `${path}.class`
  if (!files.includes(file) && !files.some((name) => name.endsWith('.jar'))) {
    throw handlerNotFound(handler, `the class '${base.replaceAll('/', '.')}'`, path, files)
  }
  return { file, exportName, bundle: false }
}
