import { relative } from 'node:path'
import { readText } from './manifest.mjs'
import { placeOf } from './stays-inside.mjs'

const TYPESCRIPT = /\.[cm]?tsx?$/

/**
 * TypeScript allows `export { User } from './types'` where `User` is a type. Types are gone when files are linked, so
 * the bundler makes every missing export undefined. This refuses those that the source does not have either.
 * @param {string} root
 */
export function missingExports(root) {
  const missing = []
  let importersOf = () => []
  return {
    onLog(_level, { code, exporter, binding }) {
      if (code === 'SHIMMED_EXPORT') missing.push({ exporter, binding })
    },
    plugin: {
      name: 'missing-exports',
      buildEnd() {
        importersOf = (id) => this.getModuleInfo(id)?.importers ?? []
      },
    },
    check() {
      for (const { exporter, binding } of missing) {
        if (exporter === undefined || exporter.startsWith('\0')) continue
        const source = readText(exporter)
        const word = new RegExp(`(?<![\\w$])${binding.replaceAll('$', '\\$')}(?![\\w$])`)
        if (TYPESCRIPT.test(exporter) && (word.test(source) || source.includes('export *'))) continue
        const importer = importersOf(exporter)
          .filter((id) => !id.startsWith('\0'))
          .map((id) => ({ id, text: readText(id) }))
          .find(({ text }) => word.test(text))
        const place =
          importer && `${relative(root, importer.id)}${placeOf(importer.text, importer.text.search(word))}: `
        throw new Error(`${place ?? ''}'${binding}' is not exported by ${relative(root, exporter)}`)
      }
    },
  }
}
