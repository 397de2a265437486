import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { BUILTINS, isPackage } from './packages.mjs'
import { mappedPaths } from './tsconfig.mjs'

/** Stands for a file with types only. */
const TYPES = '\0types'

/**
 * Allows only files of the package. The sandbox shows no others, but plain processes see the whole machine, and an
 * import must not reveal what is on it.
 * @param {string} root
 * @param {object} tsconfig its `paths` and `baseUrl` name files too
 */
export function staysInside(root, tsconfig) {
  return {
    name: 'stays-inside',
    async resolveId(id, importer, options) {
      if (importer === undefined || id.startsWith('\0') || BUILTINS.has(id)) return null
      const find = async (path) => {
        const found = await this.resolve(path, importer, { ...options, skipSelf: true })
        if (found?.external || found?.id.startsWith('\0')) return found
        // Compare real paths: the resolver keeps a `..` behind a `?`.
        const real = found === null ? null : realPathOf(found.id)
        return real === null || !isInside(root, real) ? null : { ...found, id: real }
      }
      for (const path of mappedPaths(tsconfig, id)) {
        // Decide without touching the file system: a package must not learn whether a file outside exists.
        const found = isInside(root, path) ? await find(path) : null
        if (found !== null) return found
      }
      if (isPackage(id)) return null
      const path = isPath(id) ? resolve(dirname(importer), id) : null
      const place = () => relative(root, importer) + position(importer, id)
      if (path !== null && !isInside(root, path)) throw new Error(`${place()}: '${id}' is outside of the package`)
      const found = await find(id)
      if (found !== null) return found
      if (path !== null && existsSync(`${path}.d.ts`)) return TYPES
      throw new Error(`${place()}: Cannot find '${id}'`)
    },
    load(id) {
      return id === TYPES ? 'module.exports = {}' : null
    },
  }
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

/** `:line:column` of an import's specifier. */
function position(importer, id) {
  const text = readFileSync(importer, 'utf8')
  const at = Math.max(text.indexOf(`'${id}'`), text.indexOf(`"${id}"`))
  return at < 0 ? '' : placeOf(text, at)
}

export function placeOf(text, at) {
  const before = text.slice(0, at).split('\n')
  return `:${before.length}:${before.at(-1).length + 1}`
}
