import { readFileSync, realpathSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { rolldown } from 'rolldown'
import { parseSync } from 'rolldown/utils'

const BUILTINS = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)])
/** Of all files together. Fails with a clear message before the memory limit is reached. */
const MAX_SOURCE_BYTES = 16 * 1024 * 1024
const MAX_MESSAGE = 4000

/** The code cannot be bundled. The message is for its author. */
class CodeError extends Error {
  constructor(name, message, excerpt = null) {
    super(message)
    this.name = name
    this.excerpt = excerpt
  }
}

/**
 * Bundles a TypeScript entry and the files it imports into one module beside it, with a source map. Packages stay
 * imports: they run as published, from node_modules or from a layer.
 * @throws {CodeError} with file and line
 */
export async function bundle(folder, file, output) {
  const root = realpathSync(folder)
  const legacyDecorators = wantsLegacyDecorators(root)
  try {
    const bundle = await rolldown({
      input: join(root, file),
      cwd: root,
      platform: 'node',
      // Ignore tsconfig.json, except for what is read here.
      tsconfig: false,
      transform: { decorator: { legacy: legacyDecorators } },
      plugins: [staysInside(root), readsOnlyCode(root, legacyDecorators)],
      onLog: () => {},
    })
    try {
      const options = { file: join(root, output), format: 'esm', sourcemap: true, codeSplitting: false }
      const [{ code, map }] = (await bundle.generate(options)).output
      return { code, map: map.toString() }
    } finally {
      await bundle.close()
    }
  } catch (error) {
    throw toCodeError(error, root)
  }
}

/**
 * Allows only files of the package. The sandbox shows no others, but plain processes see the whole machine, and an
 * import must not reveal what is on it.
 */
function staysInside(root) {
  return {
    name: 'stays-inside',
    async resolveId(id, importer, options) {
      if (importer === undefined) return null
      if (BUILTINS.has(id) || id.startsWith('node:') || isPackage(id)) return { id, external: true }
      const place = relative(root, importer) + position(importer, id)
      // Decide without touching the file system: a package must not learn whether a file outside exists.
      if (isPath(id) && !isInside(root, resolve(dirname(importer), id))) {
        throw new Error(`${place}: '${id}' is outside of the package`)
      }
      const found = await this.resolve(id, importer, { ...options, skipSelf: true })
      if (found?.external || found?.id.startsWith('\0')) return found
      // Compare real paths: the resolver keeps a `..` behind a `?`.
      const real = found === null ? null : realPathOf(found.id)
      if (real === null || !isInside(root, real)) throw new Error(`${place}: Cannot find '${id}'`)
      return { ...found, id: real }
    },
  }
}

/** Limits how much is parsed, and reports decorators that can only be compiled to something else. */
function readsOnlyCode(root, legacyDecorators) {
  let bytes = 0
  return {
    name: 'reads-only-code',
    load(id) {
      if (id.startsWith('\0')) return null
      bytes += statSync(id).size
      if (bytes > MAX_SOURCE_BYTES) {
        throw new Error(`The code to bundle is larger than ${MAX_SOURCE_BYTES / 2 ** 20} MB`)
      }
      return null
    },
    transform(code, id) {
      if (legacyDecorators || !code.includes('@')) return null
      const at = firstDecorator(parseSync(id, code).program)
      if (at === null) return null
      const name = relative(root, id)
      throw new Error(
        `${name}${placeOf(code, at)}: Decorators need "experimentalDecorators": true in the tsconfig.json of the package`,
      )
    },
  }
}

/** A bare specifier: neither a path nor a subpath import. */
function isPackage(id) {
  return !isPath(id) && !id.startsWith('#') && !id.startsWith('\0') && !id.includes(':')
}

function isPath(id) {
  return id.startsWith('.') || isAbsolute(id)
}

function isInside(root, path) {
  return path.startsWith(root + sep)
}

/** Null when no file has exactly this name. */
function realPathOf(path) {
  try {
    const real = realpathSync(path)
    return statSync(real).isFile() ? real : null
  } catch {
    return null
  }
}

function wantsLegacyDecorators(root) {
  try {
    // The file may contain comments, so match the one setting instead of parsing it.
    return /"experimentalDecorators"\s*:\s*true/.test(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  } catch {
    return false
  }
}

function firstDecorator(program) {
  // An explicit stack: code may be nested deeper than the call stack allows.
  const waiting = [program]
  let first = null
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (typeof node !== 'object' || node === null) continue
    if (node.type === 'Decorator' && (first === null || node.start < first)) first = node.start
    for (const child of Object.values(node)) waiting.push(child)
  }
  return first
}

/** `:line:column` of an import's specifier. */
function position(importer, id) {
  const text = readFileSync(importer, 'utf8')
  const at = Math.max(text.indexOf(`'${id}'`), text.indexOf(`"${id}"`))
  return at < 0 ? '' : placeOf(text, at)
}

function placeOf(text, at) {
  const before = text.slice(0, at).split('\n')
  return `:${before.length}:${before.at(-1).length + 1}`
}

/** Turns `[PARSE_ERROR] Unexpected token` and a frame starting with `╭─[ index.ts:3:32 ]` into one line. */
function toCodeError(error, root) {
  // Remove terminal colours and our own folder.
  const text = stripVTControlCharacters(error.errors?.[0]?.message ?? error.message).replaceAll(`${root}${sep}`, '')
  const [, code, reason] = /^\[(\w+)\] (.*)/.exec(text) ?? []
  const place = /─\[ (\S+) \]/.exec(text)?.[1]
  const excerpt = text.slice(0, MAX_MESSAGE)
  if (reason === undefined || place === undefined) return new CodeError('BundleError', excerpt)
  const name = code === 'PARSE_ERROR' ? 'SyntaxError' : 'BundleError'
  return new CodeError(name, `${place}: ${reason}`.slice(0, MAX_MESSAGE), excerpt)
}
