import { readFileSync, realpathSync, statSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { isAbsolute, join, relative, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { rolldown } from 'rolldown'
import { parseSync } from 'rolldown/utils'
import { CodeError } from '../package-error.ts'

const BUILTINS = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)])
/** Of all files together. Parsing takes many times their size in memory, and no limit of V8's holds native code. */
const MAX_SOURCE_BYTES = 16 * 1024 * 1024

/**
 * Bundles a TypeScript entry and the files that it imports into one module beside it, with a source map. Packages stay
 * imports: they run as they were published, from node_modules or from a layer.
 * @returns size of what was written
 * @throws {CodeError} naming file and line
 */
export async function bundle(folder: string, file: string, output: string): Promise<number> {
  const root = realpathSync(folder)
  const target = join(root, output)
  // The folder shares its files with others by hard links: writing into one would change it for all.
  await Promise.all([rm(target, { force: true }), rm(`${target}.map`, { force: true })])
  try {
    const bundle = await rolldown({
      input: join(root, file),
      cwd: root,
      platform: 'node',
      // The author's tsconfig could point anywhere on this machine.
      tsconfig: false,
      transform: { decorator: { legacy: wantsLegacyDecorators(root) } },
      plugins: [staysInside(root), readsOnlyCode(root)],
      onLog: () => {},
    })
    try {
      await bundle.write({ file: target, format: 'esm', sourcemap: true, codeSplitting: false })
    } finally {
      await bundle.close()
    }
  } catch (error) {
    throw asCodeError(error, root)
  }
  return (await stat(target)).size + (await stat(`${target}.map`)).size
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
      if (importer === undefined) return null
      if (BUILTINS.has(id) || id.startsWith('node:') || isPackage(id)) return { id, external: true }
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

/** Bounds what is parsed, and says where decorators stand that could only be compiled into something else. */
function readsOnlyCode(root: string) {
  let bytes = 0
  const legacy = wantsLegacyDecorators(root)
  return {
    name: 'reads-only-code',
    load(id: string) {
      if (id.startsWith('\0')) return null
      bytes += statSync(id).size
      if (bytes > MAX_SOURCE_BYTES) {
        throw new Error(`What is to be bundled is larger than ${MAX_SOURCE_BYTES / 2 ** 20} MB`)
      }
      return null
    },
    transform(code: string, id: string) {
      if (legacy || !code.includes('@')) return null
      const at = firstDecorator(parseSync(id, code).program)
      if (at === null) return null
      const name = relative(root, id)
      throw new Error(
        `${name}${placeOf(code, at)}: Decorators need "experimentalDecorators": true in the tsconfig.json of the package`,
      )
    },
  }
}

/** A bare specifier: neither a path nor a subpath import of the package's own. */
function isPackage(id: string): boolean {
  return !id.startsWith('.') && !id.startsWith('#') && !id.startsWith('\0') && !isAbsolute(id) && !id.includes(':')
}

function isInside(root: string, id: string): boolean {
  if (id.startsWith('\0')) return true
  return id.startsWith(root + sep)
}

function wantsLegacyDecorators(root: string): boolean {
  try {
    // It may hold comments: what matters is one setting.
    return /"experimentalDecorators"\s*:\s*true/.test(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  } catch {
    return false
  }
}

function firstDecorator(node: unknown): number | null {
  if (typeof node !== 'object' || node === null) return null
  const { type, start } = node as { type?: unknown; start?: unknown }
  if (type === 'Decorator' && typeof start === 'number') return start
  for (const child of Object.values(node)) {
    const found = firstDecorator(child)
    if (found !== null) return found
  }
  return null
}

/** `:line:column` of an import's specifier in its file. */
function position(importer: string, id: string): string {
  const text = readFileSync(importer, 'utf8')
  const at = Math.max(text.indexOf(`'${id}'`), text.indexOf(`"${id}"`))
  return at < 0 ? '' : placeOf(text, at)
}

function placeOf(text: string, at: number): string {
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
