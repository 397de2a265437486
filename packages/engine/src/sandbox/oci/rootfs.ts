import { execFile } from 'node:child_process'
import { access, chmod, copyFile, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { digestOf } from '../../digest.ts'
import { INNER, INNER_UID } from './container-spec.ts'

const run = promisify(execFile)

/** Bump when what is done with the files changes. */
const FORMAT = 1

const FILES: Record<string, string> = {
  '/etc/passwd': `root:x:0:0::/:/bin/false\nfunction:x:${INNER_UID}:${INNER_UID}::/tmp:/bin/false\n`,
  '/etc/group': `root:x:0:\nfunction:x:${INNER_UID}:\n`,
  '/etc/hosts': '127.0.0.1 localhost function\n::1 localhost function\n',
  '/etc/hostname': 'function\n',
  '/etc/resolv.conf': '',
  '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
}
const FOLDERS = ['/dev', '/proc', INNER.tmp, INNER.task, INNER.guest]

/**
 * The root file system every container sees, read-only: the shared libraries the executables name and a minimal /etc.
 * Built once: its name is the hash of what goes in, so another libc on the host makes another one.
 */
export async function buildRootfs(folder: string, executables: string[]): Promise<string> {
  const libraries = new Set<string>()
  for (const executable of executables) {
    for (const library of await sharedLibrariesOf(executable)) libraries.add(library)
  }
  const sorted = [...libraries].toSorted()
  const builds = await Promise.all(
    sorted.map(async (path) => {
      const { size, mtimeMs } = await stat(path)
      return [path, size, mtimeMs]
    }),
  )
  const target = join(folder, digestOf({ format: FORMAT, files: FILES, folders: FOLDERS, builds }).slice(0, 16))
  if (await exists(target)) return target

  await mkdir(folder, { recursive: true })
  const draft = await mkdtemp(join(folder, `.${basename(target)}-`))
  for (const inner of [...FOLDERS, dirname(INNER.binary)]) await mkdir(join(draft, inner), { recursive: true })
  // Bind mounts need something to lie on, and the root is read-only by then.
  await writeFile(join(draft, INNER.binary), '')
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(draft, path)), { recursive: true })
    await writeFile(join(draft, path), text, { mode: 0o644 })
  }
  for (const library of sorted) {
    await mkdir(dirname(join(draft, library)), { recursive: true })
    await copyFile(library, join(draft, library))
  }
  await run('chmod', ['-R', 'u=rwX,go=rX', draft])
  // runc gives a tmpfs the mode of the folder it lies on, whatever its options say.
  await chmod(join(draft, INNER.tmp), 0o1777)
  await rename(draft, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  return target
}

async function sharedLibrariesOf(executable: string): Promise<string[]> {
  const { stdout } = await run('ldd', [executable])
  const missing = /^\s*(\S+) => not found/m.exec(stdout)
  if (missing) throw new Error(`${executable} needs ${missing[1]}, which this machine does not have`)
  return stdout
    .split('\n')
    .map((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1])
    .filter((path) => path !== undefined)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
