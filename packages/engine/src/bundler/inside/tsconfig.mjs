import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { parseSync } from 'rolldown/utils'
import { readText } from './manifest.mjs'

const MAX_EXTENDS = 16
/** From these on, `useDefineForClassFields` is the default. */
const DEFINES_FIELDS = /^es(2022|2023|2024|2025|2026|next)$/i

/**
 * The compiler options that decide how code runs, from the tsconfig.json nearest to the entry. Those that decide what is
 * checked or written do not matter here.
 * @param {string} root
 * @param {string} file
 */
export function readTsconfig(root, file) {
  for (let folder = dirname(join(root, file)); folder.startsWith(root); folder = dirname(folder)) {
    const path = join(folder, 'tsconfig.json')
    if (existsSync(path)) return optionsOf(root, path)
  }
  return {}
}

/** How these options compile a file. */
export function transformOf(options) {
  const { target, useDefineForClassFields = target === undefined || DEFINES_FIELDS.test(target) } = options
  return {
    decorator: {
      legacy: options.experimentalDecorators === true,
      emitDecoratorMetadata: options.emitDecoratorMetadata === true,
      strictNullChecks: options.strictNullChecks ?? options.strict ?? false,
    },
    jsx: jsxOf(options),
    typescript: {
      onlyRemoveTypeImports: options.verbatimModuleSyntax === true,
      removeClassFieldsWithoutInitializer: !useDefineForClassFields,
    },
    assumptions: { setPublicClassFields: !useDefineForClassFields },
  }
}

/**
 * Files that `paths` and `baseUrl` give for an import, in the order to try them.
 * @returns {string[]} absolute paths, without an ending
 */
export function mappedPaths({ paths = {}, pathsFolder, baseUrl }, id) {
  if (id.startsWith('.') || isAbsolute(id)) return []
  const pattern = Object.keys(paths)
    .filter((each) => matchOf(each, id) !== null)
    // The longest prefix wins, and a pattern without a star before any other.
    .toSorted((a, b) => prefixOf(b) - prefixOf(a))[0]
  if (pattern !== undefined && Array.isArray(paths[pattern])) {
    const star = matchOf(pattern, id)
    return paths[pattern].map((to) =>
      resolve(
        baseUrl ?? pathsFolder,
        String(to).replace('*', () => star),
      ),
    )
  }
  return baseUrl === undefined ? [] : [resolve(baseUrl, id)]
}

/** What the star stands for; null when the pattern does not match. */
function matchOf(pattern, id) {
  const [before, after] = pattern.split('*', 2)
  if (after === undefined) return pattern === id ? '' : null
  const fits = id.startsWith(before) && id.endsWith(after) && id.length >= before.length + after.length
  return fits ? id.slice(before.length, id.length - after.length) : null
}

function prefixOf(pattern) {
  const star = pattern.indexOf('*')
  return star < 0 ? Infinity : star
}

/** Options of a file and of those that it extends. Development-only files that are not in the package count as empty. */
function optionsOf(root, path, depth = 0) {
  const config = readJsonWithComments(root, path)
  if (config === null || depth > MAX_EXTENDS) return {}
  const { compilerOptions, extends: parents = [] } = config
  const own = typeof compilerOptions === 'object' && compilerOptions !== null ? compilerOptions : {}
  const folder = dirname(path)
  const options = {}
  for (const parent of [parents].flat()) {
    const at = typeof parent === 'string' ? fileOf(root, folder, parent) : null
    if (at !== null) Object.assign(options, optionsOf(root, at, depth + 1))
  }
  return {
    ...options,
    ...own,
    ...(typeof own.paths === 'object' && own.paths !== null ? { pathsFolder: folder } : {}),
    ...(typeof own.baseUrl === 'string' ? { baseUrl: resolve(folder, own.baseUrl) } : {}),
  }
}

function fileOf(root, folder, parent) {
  const isPath = parent.startsWith('.') || isAbsolute(parent)
  const bases = isPath
    ? [resolve(folder, parent)]
    : foldersUpTo(root, folder).map((at) => join(at, 'node_modules', parent))
  for (const base of bases) {
    // Decide without touching the file system: a package must not learn whether a file outside exists.
    if (!base.startsWith(root + sep)) continue
    const found = [base, `${base}.json`, join(base, 'tsconfig.json')].find(
      (each) => each.endsWith('.json') && existsSync(each),
    )
    if (found !== undefined) return found
  }
  return null
}

function foldersUpTo(root, folder) {
  const names = relative(root, folder).split(sep).filter(Boolean)
  return [root, ...names.map((_, index) => join(root, ...names.slice(0, index + 1)))].toReversed()
}

/** tsconfig.json may have comments and trailing commas, so it is read as an expression and never run. */
function readJsonWithComments(root, path) {
  try {
    if (!realpathSync(path).startsWith(root + sep)) return null
    const { program, errors } = parseSync('tsconfig.js', `(${readText(path)}\n)`)
    return errors.length > 0 ? null : valueOf(program.body[0].expression)
  } catch {
    return null
  }
}

function valueOf(node) {
  if (node.type === 'ParenthesizedExpression') return valueOf(node.expression)
  if (node.type === 'Literal') return node.value
  if (node.type === 'ArrayExpression') return node.elements.map(valueOf)
  if (node.type !== 'ObjectExpression') return undefined
  const value = {}
  for (const { key, value: of } of node.properties) {
    const name = key?.type === 'Literal' ? String(key.value) : key?.name
    if (name !== undefined && name !== '__proto__') value[name] = valueOf(of)
  }
  return value
}

function jsxOf({ jsx, jsxFactory, jsxFragmentFactory, jsxImportSource }) {
  if (String(jsx).toLowerCase() === 'react')
    return { runtime: 'classic', pragma: jsxFactory, pragmaFrag: jsxFragmentFactory }
  return { runtime: 'automatic', importSource: jsxImportSource }
}
