import { readFileSync, realpathSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, dirname, join, relative, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { CodeError } from './package-error.ts'

const BUILTINS = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)])

/**
 * Bundles a TypeScript entry and what it imports into one module beside it, with a source map.
 * @returns path of the bundle below the folder
 * @throws {CodeError} naming file and line
 */
export async function bundleEntry(folder: string, file: string): Promise<string> {
  const { rolldown } = await import('rolldown')
  const root = realpathSync(folder)
  const output = join(dirname(file), `${basename(file).replace(/\.\w+$/, '')}.alcove.mjs`)
  try {
    const bundle = await rolldown({
      input: join(root, file),
      cwd: root,
      platform: 'node',
      // The author's tsconfig could point anywhere on this machine.
      tsconfig: false,
      external: (id) => BUILTINS.has(id) || id.startsWith('node:'),
      plugins: [staysInside(root)],
      onLog: () => {},
    })
    try {
      await bundle.write({
        file: join(root, output),
        format: 'esm',
        sourcemap: true,
        codeSplitting: false,
      })
    } finally {
      await bundle.close()
    }
  } catch (error) {
    throw asCodeError(error, root)
  }
  return output
}

/**
 * The bundler runs with the engine's rights, and `import '/etc/passwd'` is an import like any other: only what lies in
 * the package may be read.
 */
function staysInside(root: string) {
  return {
    name: 'stays-inside',
    async resolveId(
      this: {
        resolve(id: string, importer?: string, options?: object): Promise<{ id: string; external: unknown } | null>
      },
      id: string,
      importer: string | undefined,
      options: object,
    ) {
      if (importer === undefined || BUILTINS.has(id)) return null
      const found = await this.resolve(id, importer, { ...options, skipSelf: true })
      const from = relative(root, importer)
      if (found === null) throw new Error(`${from}${position(importer, id)}: Cannot find '${id}'`)
      if (!found.external && !isInside(root, found.id)) {
        throw new Error(`${from}${position(importer, id)}: '${id}' is outside of the package`)
      }
      return found
    },
  }
}

function isInside(root: string, id: string): boolean {
  if (id.startsWith('\0')) return true
  return id.startsWith(root + sep)
}

/** `:line:column` of an import's specifier in its file. */
function position(importer: string, id: string): string {
  const text = readFileSync(importer, 'utf8')
  const at = Math.max(text.indexOf(`'${id}'`), text.indexOf(`"${id}"`))
  if (at < 0) return ''
  const before = text.slice(0, at).split('\n')
  return `:${before.length}:${before.at(-1)!.length + 1}`
}

/** `[PARSE_ERROR] Unexpected token`, a frame that begins with `╭─[ index.ts:3:32 ]`: place and reason in one line. */
function asCodeError(error: unknown, root: string): CodeError {
  const { errors, message } = error as { errors?: { message: string }[]; message: string }
  // Colours are for terminals, and the folder is ours.
  const text = stripVTControlCharacters(errors?.[0]?.message ?? message).replaceAll(`${root}${sep}`, '')
  const [, code, reason] = /^\[(\w+)\] (.*)/.exec(text) ?? []
  const place = /─\[ (\S+) \]/.exec(text)?.[1]
  if (reason === undefined || place === undefined) return new CodeError('BundleError', text.slice(0, 4000))
  return new CodeError(
    code === 'PARSE_ERROR' ? 'SyntaxError' : 'BundleError',
    `${place}: ${reason}`,
    text.slice(0, 4000),
  )
}
