import { handlerNotFound, splitHandler, type Entry } from '../handler.ts'

/** `main.handler`. In a package `app/main.handler` or, as in an import, `app.main.handler`. */
export function findPythonEntry(handler: string, files: readonly string[]): Entry {
  const [base, exportName] = splitHandler(handler)
  const path = base.replace(/\.py$/, '').replaceAll('.', '/')
  const file = [`${path}.py`, `${path}/__init__.py`].find((name) => files.includes(name))
  if (file === undefined) {
    throw handlerNotFound(handler, `the file '${path}.py'`, path, files)
  }
  return { file, exportName, bundle: false }
}
