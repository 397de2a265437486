import type { Files } from '@alcove/contract'

/** How a runtime names what it needs: the file, what a name may be, and the file with one package more. */
export interface Manifest {
  path: string
  name: RegExp
  /** Null: the file is not valid, so nothing can be added to it. */
  withPackage(text: string | undefined, name: string, version: string): string | null
}

const NPM: Manifest = {
  path: 'package.json',
  name: /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]{0,213}$/,
  withPackage(text = '{ "type": "module" }', name, version) {
    try {
      const manifest: unknown = JSON.parse(text)
      if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) return null
      const { dependencies = {} } = manifest as { dependencies?: unknown }
      if (typeof dependencies !== 'object' || dependencies === null) return null
      const all = Object.entries({ ...dependencies, [name]: version || 'latest' })
      const sorted = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
      return `${JSON.stringify({ ...manifest, dependencies: sorted }, null, 2)}\n`
    } catch {
      return null
    }
  },
}

const PIP: Manifest = {
  path: 'requirements.txt',
  name: /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
  withPackage(text = '', name, version) {
    const canonical = (each: string) => each.toLowerCase().replace(/[-_.]+/g, '-')
    // PEP 508: the name ends before extras, versions, markers and remarks.
    const nameOf = (line: string) => canonical(/^[A-Za-z0-9._-]*/.exec(line.trim())![0])
    const lines = text.split('\n').filter((line) => line.trim() !== '' && nameOf(line) !== canonical(name))
    const exact = /^\d/.test(version) ? `==${version}` : version
    return `${[...lines, `${name}${exact}`].join('\n')}\n`
  },
}

export function manifestFor(runtime: string): Manifest | null {
  if (runtime.startsWith('nodejs')) return NPM
  return runtime.startsWith('python') ? PIP : null
}

export const textIn = (files: Files, path: string): string | undefined =>
  typeof files[path] === 'string' ? files[path] : undefined
