import { realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { rolldown } from 'rolldown'
import { namesTypesOfEnums } from './decorator-metadata.mjs'
import { compilesDecorators } from './decorators.mjs'
import { followsJsxPragma } from './jsx-pragma.mjs'
import { readText } from './manifest.mjs'
import { missingExports } from './missing-exports.mjs'
import { packagesStayImports } from './packages.mjs'
import { isNeverMain, placeIntro, placesOfFiles, placeTransform } from './places.mjs'
import { staysInside } from './stays-inside.mjs'
import { readTsconfig, transformOf } from './tsconfig.mjs'

/** The most bytes of all files together. Fails with a clear message before the memory limit is reached. */
const MAX_SOURCE_BYTES = 16 * 1024 * 1024
const MAX_MESSAGE = 4000
/** The oldest runtime. Newer syntax is compiled to what it knows. */
const TARGET = 'node22'

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
  try {
    const tsconfig = readTsconfig(root, file)
    const missing = missingExports(root)
    const bundle = await rolldown({
      input: join(root, file),
      cwd: root,
      platform: 'node',
      // rolldown would read what it extends from anywhere. readTsconfig() stays inside.
      tsconfig: false,
      transform: { ...transformOf(tsconfig), ...placeTransform, target: TARGET },
      // TypeScript allows to pass on a type like a value. See missingExports().
      shimMissingExports: true,
      // It would also remove and inline local variables, and no debugger could show them.
      treeshake: false,
      plugins: [
        placesOfFiles(root, output),
        isNeverMain,
        namesTypesOfEnums,
        staysInside(root, tsconfig),
        packagesStayImports(root),
        limitsSource(),
        followsJsxPragma(tsconfig),
        compilesDecorators(tsconfig, TARGET),
        missing.plugin,
      ],
      onLog: missing.onLog,
    })
    try {
      const [{ code, map }] = (
        await bundle.generate({
          file: join(root, output),
          format: 'esm',
          sourcemap: true,
          codeSplitting: false,
          keepNames: true,
          // By default code that is never reached is removed, with exports that others still name.
          minify: false,
          intro: placeIntro,
        })
      ).output
      missing.check()
      return { code, map: map.toString() }
    } finally {
      await bundle.close()
    }
  } catch (error) {
    throw toCodeError(error, root)
  }
}

/** Limits how much is parsed. */
function limitsSource() {
  let bytes = 0
  return {
    name: 'limits-source',
    load(id) {
      if (id.startsWith('\0')) return null
      bytes += statSync(id).size
      if (bytes > MAX_SOURCE_BYTES) {
        throw new Error(`The code to bundle is larger than ${MAX_SOURCE_BYTES / 2 ** 20} MB`)
      }
      return id.endsWith('.json') ? readText(id) : null
    },
  }
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
