import { handlerNotFound, splitHandler, type Entry } from '../handler.ts'

/**
 * `Handler.handle`, or `com.acme.Handler.handle` with a package. As on AWS also `com.acme.Handler::handleRequest`, and the
 * class alone, whose method is then `handleRequest`. The class may be inside a jar, which only the JVM
 * opens.
 */
export function findJavaEntry(handler: string, files: readonly string[]): Entry {
  const [base, exportName] = splitHandler(methodOf(handler, files))
  const path = base.replaceAll('.', '/')
  const file = `${path}.class`
  if (!files.includes(file) && !files.some((name) => name.endsWith('.jar'))) {
    throw handlerNotFound(handler, `the class '${base.replaceAll('/', '.')}'`, path, files)
  }
  return { file, exportName, bundle: false }
}

function methodOf(handler: string, files: readonly string[]): string {
  if (handler.includes('::')) return handler.replace('::', '.')
  const named = files.includes(`${handler.replaceAll('.', '/')}.class`)
  // Classes begin with a capital letter, methods do not. What is in a jar is not known here.
  return named || /(^|[./])[A-Z][^./]*$/.test(handler) ? `${handler}.handleRequest` : handler
}
