import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { makeOnce } from '../runtimes/make-once.ts'
import { nodeBinary } from '../runtimes/node/find.ts'
import type { RuntimeImage } from '../sandbox/sandbox.ts'

const SOURCES = join(import.meta.dirname, '..')
const INSIDE = 'bundler/inside'
const NODE_MAJOR = 24

/** The program to start, below the guest folder. */
export const BUNDLER_MAIN = `${INSIDE}/main.mjs`

interface Manifest {
  name: string
  version: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

interface Package {
  manifest: Manifest
  folder: string
}

/** Node.js, with the bundler and its dependencies as the guest. The sandbox contains nothing else of the machine. */
export async function bundlerImage(): Promise<RuntimeImage> {
  const own = readdirSync(join(SOURCES, INSIDE)).toSorted()
  const scripts = [...own.map((name) => join(INSIDE, name)), 'builds/inside/zip.mjs']
  const packages = rolldownAndItsOwn()
  // The folder is named after its contents. Package versions stand for their files, which take long to read.
  const versions = packages.map(({ manifest }) => `${manifest.name}@${manifest.version}`)
  const inputs = [
    ...versions,
    ...[import.meta.filename, ...scripts.map((script) => join(SOURCES, script))].map((file) => readFileSync(file)),
  ]
  const guest = await makeOnce('bundler', inputs, async (folder) => {
    for (const script of scripts) await cp(join(SOURCES, script), join(folder, script))
    for (const { manifest, folder: from } of packages) {
      await cp(from, join(folder, 'node_modules', manifest.name), {
        recursive: true,
        dereference: true,
        filter: (path) => !path.slice(from.length).includes('node_modules'),
      })
    }
  })
  return {
    binary: nodeBinary(NODE_MAJOR) ?? process.execPath,
    guest,
    loadsNativeCode: true,
    folders: [],
    programs: [],
  }
}

/** rolldown, its dependencies, and the native binding installed for this platform. */
function rolldownAndItsOwn(): Package[] {
  const rolldown = find('rolldown', import.meta.url)
  const base = join(rolldown.folder, 'package.json')
  const { dependencies = {}, optionalDependencies = {} } = rolldown.manifest
  const bindings = Object.keys(optionalDependencies).flatMap((name) => {
    try {
      return find(name, base)
    } catch {
      return []
    }
  })
  return [rolldown, ...Object.keys(dependencies).map((name) => find(name, base)), ...bindings]
}

function find(name: string, base: string): Package {
  // The real path: dependencies lie there, whichever package manager installed them.
  const path = realpathSync(findPackageJSON(name, base)!)
  return { manifest: JSON.parse(readFileSync(path, 'utf8')) as Manifest, folder: dirname(path) }
}
