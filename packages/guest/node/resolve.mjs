import { basename } from 'node:path'
import Module, { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/** The guest runs as one bundled file; client.cjs lies beside it and gives what that file exports. */
const CLIENT = new URL('./client.cjs', import.meta.url).href
const [MAJOR] = process.versions.node.split('.')

/**
 * Makes `alcove` and the packages of layers available to `import` and `require`. The function's own packages take
 * precedence over those of layers.
 * @param {string} layersFolder
 * @param {{ file: string, shownFile: string }} entry errors name a bundle by the file that it was made from
 */
export function resolveFrom(layersFolder, { file, shownFile }) {
  // Node applies NODE_PATH only to require, so import needs the hook below.
  const folders = [`${layersFolder}/nodejs`, `${layersFolder}/nodejs/node${MAJOR}`, layersFolder]
  const paths = /** @type {any} */ (Module)
  const own = process.env.NODE_PATH === undefined ? [] : [process.env.NODE_PATH]
  process.env.NODE_PATH = [...own, ...folders.map((folder) => `${folder}/node_modules`)].join(':')
  paths._initPaths()
  const parents = folders.map((folder) => pathToFileURL(`${folder}/from-a-layer.mjs`).href)

  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === 'alcove') return { url: CLIENT, format: 'commonjs', shortCircuit: true }
      try {
        return nextResolve(specifier, context)
      } catch (error) {
        if (!isBare(specifier) || /** @type {any} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error
        for (const parentURL of parents) {
          try {
            return nextResolve(specifier, { ...context, parentURL })
          } catch {
            // Try the next folder; report the first error.
          }
        }
        const failed = /** @type {Error} */ (error)
        const named = (/** @type {string} */ text) => text.replaceAll(basename(file), () => basename(shownFile))
        failed.message = named(failed.message)
        failed.stack = named(failed.stack ?? '')
        throw failed
      }
    },
  })
}

/** @param {string} specifier */
function isBare(specifier) {
  return !/^(\.{0,2}\/|[a-z][a-z0-9+.-]*:)/i.test(specifier)
}
