import { pathToFileURL } from 'node:url'

import { mayCallBack } from './call-back.mjs'

/** @typedef {{ kind: 'handler', call: Function, callsBack: boolean } | { kind: 'fetch', app: { fetch: Function } }} Entry */

export class LoadError extends Error {
  name = 'LoadError'
}

/**
 * Loads the function's code and finds the export that its handler setting names.
 * @param {string} file absolute path
 * @param {string} exportName
 * @param {string} shownFile the file as its author knows it
 * @returns {Promise<Entry>}
 */
export async function loadEntry(file, exportName, shownFile) {
  const module = await import(pathToFileURL(file).href)
  const found = exportOf(module, exportName)
  if (typeof found === 'function') {
    return typeof (/** @type {any} */ (found).fetch) === 'function'
      ? { kind: 'fetch', app: /** @type {any} */ (found) }
      : { kind: 'handler', call: found, callsBack: mayCallBack(found) }
  }
  if (typeof found === 'object' && found !== null && typeof found.fetch === 'function') {
    return { kind: 'fetch', app: found }
  }
  if (found === undefined) {
    const names = Object.keys(module).filter((name) => name !== 'module.exports')
    const others = names.length > 0 ? `it exports ${names.map((name) => `'${name}'`).join(', ')}` : 'it exports nothing'
    throw new LoadError(`${shownFile} has no export '${exportName}': ${others}`)
  }
  throw new LoadError(
    `The export '${exportName}' of ${shownFile} must be a function or an object with a fetch method: it is ${typeof found}`,
  )
}

/**
 * A CommonJS module's exports are in its default export. By name there are only those that Node could detect.
 * `orders.list` is the property `list` of the export `orders`.
 * @param {any} module
 * @param {string} path
 */
function exportOf(module, path) {
  const [name = '', ...inside] = path.split('.')
  if (inside.length > 0) return inside.reduce((found, property) => found?.[property], exportOf(module, name))
  if (name !== 'default') return module[name] ?? module.default?.[name]
  const found = module.default ?? module['module.exports']
  return found?.__esModule === true ? found.default : found
}
