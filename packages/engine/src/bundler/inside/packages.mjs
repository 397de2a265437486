import { statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { readManifest } from './manifest.mjs'

export const BUILTINS = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)])
/** Virtual modules: a package as CommonJS, its namespace, and the function that converts one to the other. */
const PACKAGE = '\0package:'
const NAMESPACE = '\0namespace:'
const CONVERT = '\0as-commonjs'

/**
 * Keeps packages imports, so that they run as published, from node_modules or from a layer.
 *
 * TypeScript and esbuild treat an import of a CommonJS package like `require`: a default import of a module compiled
 * from ES modules (`__esModule`) is its `default`, and every property can be imported by name. Node.js offers only the
 * names that it detects, and `module.exports` as the default. A package therefore becomes a CommonJS module, for which
 * the bundler follows TypeScript. Files that declare themselves as ES modules (`.mts`, `"type": "module"`) keep the
 * rules of Node.js, as TypeScript and esbuild do.
 * @param {string} root
 */
export function packagesStayImports(root) {
  const declared = new Map()
  const isEsModule = (importer) => {
    if (/\.m[jt]s$/.test(importer)) return true
    if (/\.c[jt]s$/.test(importer)) return false
    const folder = dirname(importer)
    if (!declared.has(folder)) declared.set(folder, typeOf(root, folder) === 'module')
    return declared.get(folder)
  }
  return {
    name: 'packages-stay-imports',
    resolveId(id, importer, { kind }) {
      if (importer === undefined) return null
      if ([NAMESPACE, CONVERT].some((prefix) => id.startsWith(prefix))) return id
      if (BUILTINS.has(id) || id.startsWith('node:')) return { id, external: true }
      if (!isPackage(id)) return null
      const asPublished = importer.startsWith('\0') || kind !== 'import-statement' || isEsModule(importer)
      return asPublished ? { id, external: true } : PACKAGE + withEnding(root, id)
    },
    load(id) {
      if (id.startsWith(PACKAGE)) {
        const namespace = JSON.stringify(NAMESPACE + id.slice(PACKAGE.length))
        return `module.exports = require(${namespace}).exported`
      }
      if (id.startsWith(NAMESPACE)) {
        const name = JSON.stringify(id.slice(NAMESPACE.length))
        return `import * as namespace from ${name}\nimport { asCommonJs } from '${CONVERT}'\nexport const exported = asCommonJs(namespace)`
      }
      return id === CONVERT ? `export ${asCommonJs}` : null
    },
  }
}

/** A bare specifier: neither a path nor a subpath import. */
export function isPackage(id) {
  return !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('#') && !id.startsWith('\0') && !id.includes(':')
}

/** `lodash/debounce` → `lodash/debounce.js`: `require` finds it, `import` does not. */
function withEnding(root, id) {
  const [, name, path] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(id) ?? []
  if (name === undefined) return id
  const folder = join(root, 'node_modules', name)
  if (readManifest(join(folder, 'package.json'))?.exports !== undefined) return id
  const file = join(folder, path)
  if (!file.startsWith(folder + sep)) return id
  const ending = ['', '.js', '.json', '.cjs', '/index.js'].find((each) => isFile(file + each))
  return id + (ending ?? '')
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** Runs in the bundle. An ES module keeps its exports; a CommonJS module adds the properties that Node did not detect. */
function asCommonJs(namespace) {
  const given = namespace.default
  const hasProperties = (typeof given === 'object' && given !== null) || typeof given === 'function'
  const exported = Object.create(hasProperties ? given : null, { __esModule: { value: true } })
  for (const name of Object.keys(namespace)) {
    if (name === '__esModule' || name === 'default' || name === 'module.exports') continue
    Object.defineProperty(exported, name, { enumerable: true, get: () => namespace[name] })
  }
  if (hasProperties && !given.__esModule) {
    // `import * as namespace` lists these too.
    for (const name of Object.keys(given)) {
      if (name in namespace) continue
      Object.defineProperty(exported, name, { enumerable: true, get: () => given[name] })
    }
  }
  const value = hasProperties && given.__esModule && 'default' in given ? given.default : given
  return Object.defineProperty(exported, 'default', { enumerable: true, value })
}

/** `type` of the package.json that applies to a folder. */
function typeOf(root, folder) {
  for (let at = folder; at.startsWith(root); at = dirname(at)) {
    const manifest = readManifest(join(at, 'package.json'))
    if (manifest !== null) return manifest.type
  }
  return undefined
}
