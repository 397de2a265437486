import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { zipModules } from '../builds/zip-modules.ts'
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

/** Node.js, with rolldown, esbuild and our scripts as the guest. The sandbox contains nothing else of the machine. */
export async function bundlerImage(): Promise<RuntimeImage> {
  const own = readdirSync(join(SOURCES, INSIDE)).toSorted()
  const scripts = [...own.map((name) => join(INSIDE, name)), 'builds/inside/pack-files.mjs']
  const packages = [...withItsOwn('rolldown'), ...withItsOwn('esbuild')]
  const modules = zipModules()
  // The folder is named after its contents. Package versions stand for their files, which take long to read.
  const versions = packages.map(({ manifest }) => `${manifest.name}@${manifest.version}`)
  const inputs = [
    ...versions,
    ...[import.meta.filename, ...scripts.map((script) => join(SOURCES, script)), ...modules.values()].map((file) =>
      readFileSync(file),
    ),
  ]
  const guest = await makeOnce('bundler', inputs, async (folder) => {
    for (const script of scripts) await cp(join(SOURCES, script), join(folder, script))
    for (const [name, from] of modules) await cp(from, join(folder, 'node_modules', name))
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

/** A package, its dependencies, and the native program installed for this platform. */
function withItsOwn(name: string): Package[] {
  const own = find(name, import.meta.url)
  const base = join(own.folder, 'package.json')
  const { dependencies = {}, optionalDependencies = {} } = own.manifest
  const native = Object.keys(optionalDependencies).flatMap((each) => {
    try {
      return find(each, base)
    } catch {
      return []
    }
  })
  return [own, ...Object.keys(dependencies).map((each) => find(each, base)), ...native]
}

function find(name: string, base: string): Package {
  // The real path: dependencies lie there, whichever package manager installed them.
  const path = realpathSync(findPackageJSON(name, base)!)
  return { manifest: JSON.parse(readFileSync(path, 'utf8')) as Manifest, folder: dirname(path) }
}
