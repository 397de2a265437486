import { CodeError } from '../../packages/package-error.ts'
import { splitHandler, topsOf, type Entry } from '../entry.ts'

/** `Handler.handle`, in a package `com.acme.Handler.handle`. Its class may also lie in a jar, which only the JVM opens. */
export function findJavaEntry(handler: string, files: readonly string[]): Entry {
  const [base, exportName] = splitHandler(handler)
  const file = `${base.replaceAll('.', '/')}.class`
  if (!files.includes(file) && !files.some((name) => name.endsWith('.jar'))) {
    throw new CodeError(
      'HandlerNotFound',
      `The handler '${handler}' names the class '${base.replaceAll('/', '.')}', but there is none: ${topsOf(files, base.replaceAll('.', '/'))}`,
    )
  }
  return { file, exportName, bundle: false }
}
