import { readFileSync, realpathSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { rolldown } from 'rolldown'
import { parseSync } from 'rolldown/utils'

const BUILTINS = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)])
/** Of all files together: a clear refusal before the memory of the sandbox is the limit. */
const MAX_SOURCE_BYTES = 16 * 1024 * 1024
const MAX_MESSAGE = 4000

/** The code cannot be bundled; the message is for its author. */
class CodeError extends Error {
  constructor(name, message, excerpt = null) {
    super(message)
    this.name = name
    this.excerpt = excerpt
  }
}

/**
 * Bundles a TypeScript entry and the files that it imports into one module that is to lie beside it, with a source map.
 * Packages stay imports: they run as they were published, from node_modules or from a layer.
 * @throws {CodeError} naming file and line
 */
export async function bundle(folder, file, output) {
  const root = realpathSync(folder)
  const legacyDecorators = wantsLegacyDecorators(root)
  try {
    const bundle = await rolldown({
      input: join(root, file),
      cwd: root,
      platform: 'node',
      // Nothing of it counts but what is read here.
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
    throw asCodeError(error, root)
  }
}

/**
 * Only files of the package are read. The sandbox shows no others; plain processes have the whole machine in sight, and
 * there an import must not tell what is on it either.
 */
function staysInside(root) {
  return {
    name: 'stays-inside',
    async resolveId(id, importer, options) {
      if (importer === undefined) return null
      if (BUILTINS.has(id) || id.startsWith('node:') || isPackage(id)) return { id, external: true }
      const place = relative(root, importer) + position(importer, id)
      // What a path leads to is decided without looking: whether there is such a file outside is nobody's business.
      if (isPath(id) && !isInside(root, resolve(dirname(importer), id))) {
        throw new Error(`${place}: '${id}' is outside of the package`)
      }
      const found = await this.resolve(id, importer, { ...options, skipSelf: true })
      if (found?.external || found?.id.startsWith('\0')) return found
      // Compared as the file system reads it: the resolver leaves `..` behind a `?` as it is.
      const real = found === null ? null : realPathOf(found.id)
      if (real === null || !isInside(root, real)) throw new Error(`${place}: Cannot find '${id}'`)
      return { ...found, id: real }
    },
  }
}

/** Bounds what is parsed, and says where decorators stand that could only be compiled into something else. */
function readsOnlyCode(root, legacyDecorators) {
  let bytes = 0
  return {
    name: 'reads-only-code',
    load(id) {
      if (id.startsWith('\0')) return null
      bytes += statSync(id).size
      if (bytes > MAX_SOURCE_BYTES) {
        throw new Error(`What is to be bundled is larger than ${MAX_SOURCE_BYTES / 2 ** 20} MB`)
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

/** A bare specifier: neither a path nor a subpath import of the package's own. */
function isPackage(id) {
  return !isPath(id) && !id.startsWith('#') && !id.startsWith('\0') && !id.includes(':')
}

function isPath(id) {
  return id.startsWith('.') || isAbsolute(id)
}

function isInside(root, path) {
  return path.startsWith(root + sep)
}

/** Null: there is no file of exactly this name. */
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
    // It may hold comments: what matters is one setting.
    return /"experimentalDecorators"\s*:\s*true/.test(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  } catch {
    return false
  }
}

function firstDecorator(program) {
  // A list of its own: code may be nested deeper than the stack is.
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

/** `:line:column` of an import's specifier in its file. */
function position(importer, id) {
  const text = readFileSync(importer, 'utf8')
  const at = Math.max(text.indexOf(`'${id}'`), text.indexOf(`"${id}"`))
  return at < 0 ? '' : placeOf(text, at)
}

function placeOf(text, at) {
  const before = text.slice(0, at).split('\n')
  return `:${before.length}:${before.at(-1).length + 1}`
}

/** `[PARSE_ERROR] Unexpected token`, a frame that begins with `╭─[ index.ts:3:32 ]`: place and reason in one line. */
function asCodeError(error, root) {
  // Colours are for terminals, and the folder is ours.
  const text = stripVTControlCharacters(error.errors?.[0]?.message ?? error.message).replaceAll(`${root}${sep}`, '')
  const [, code, reason] = /^\[(\w+)\] (.*)/.exec(text) ?? []
  const place = /─\[ (\S+) \]/.exec(text)?.[1]
  const excerpt = text.slice(0, MAX_MESSAGE)
  if (reason === undefined || place === undefined) return new CodeError('BundleError', excerpt)
  const name = code === 'PARSE_ERROR' ? 'SyntaxError' : 'BundleError'
  return new CodeError(name, `${place}: ${reason}`.slice(0, MAX_MESSAGE), excerpt)
}
