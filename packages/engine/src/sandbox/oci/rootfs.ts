import {
  access,
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { digestOf } from '../../digest.ts'
import type { RuntimeImage } from '../sandbox.ts'
import { commandPath, INIT, INNER, INNER_UID } from './container-spec.ts'
import { initProgram } from './init.ts'
import { LIBRARIES, sharedLibrariesOf } from './shared-libraries.ts'

/** Increase when the contents change for the same sources. */
const FORMAT = 3

/** Folders of the machine that code reads, as far as they exist: time zones, and the locale that LANG names. */
const DATA = ['/usr/share/zoneinfo', '/usr/lib/locale/C.utf8']
const ETC = ['/etc/services', '/etc/protocols']
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
const FOLDERS = ['/dev', '/proc', '/usr/bin', INNER.tmp, INNER.task, INNER.guest, INNER.layers, INNER.storage]

/**
 * Builds the read-only root file system of every container: the shared libraries the images need, their programs, the
 * host's certificates and a minimal /etc. Its name hashes its sources, so a new libc gives a new root. It also hashes
 * the boot, because a kernel crash may have lost what was written before it.
 * @param nameserver for sandboxes with a network
 */
export async function buildRootfs(
  folder: string,
  images: readonly RuntimeImage[],
  nameserver: string | null,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  const copies = new Set<string>(images.flatMap(({ programs }) => programs))
  const libraries = await sharedLibrariesOf(images, folder)
  for (const library of libraries) copies.add(library)
  for (const file of [CERTIFICATES, ...ETC]) if (await exists(file)) copies.add(file)
  const data = await existing(DATA)
  const sorted = [...copies].toSorted()
  const builds = await Promise.all(
    [...sorted, ...data].map(async (path) => {
      const { size, mtimeMs } = await stat(path)
      return [path, size, mtimeMs]
    }),
  )
  // Bind mounts need mount points, and the root is read-only by then.
  const places = [...FOLDERS, ...images.flatMap((image) => image.folders.map(({ inside }) => inside))].toSorted()
  const files: Record<string, string | Buffer> = {
    [INNER.binary]: '',
    ...Object.fromEntries(images.flatMap(({ command }) => (command === undefined ? [] : [[commandPath(command), '']]))),
    '/etc/passwd': `root:x:0:0::/:/bin/false\nfunction:x:${INNER_UID}:${INNER_UID}::/tmp:/bin/false\n`,
    '/etc/group': `root:x:0:\nfunction:x:${INNER_UID}:\n`,
    '/etc/hosts': '127.0.0.1 localhost function\n::1 localhost function\n',
    '/etc/hostname': 'function\n',
    '/etc/resolv.conf': nameserver === null ? '' : `nameserver ${nameserver}\n`,
    '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
    '/sbin/ldconfig': ldconfig(libraries),
    [INIT]: initProgram(),
  }
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  const target = join(folder, digestOf({ format: FORMAT, files, places, builds, boot }).slice(0, 16))
  const old = (await readdir(folder)).filter((name) => ![basename(target), LIBRARIES].includes(name))
  await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true, force: true })))
  if (await exists(target)) return target

  const draft = await mkdtemp(join(folder, `.${basename(target)}-`))
  for (const inner of places) await mkdir(join(draft, inner), { recursive: true })
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(draft, path)), { recursive: true })
    await writeFile(join(draft, path), contents, { mode: path.startsWith('/sbin/') ? 0o755 : 0o644 })
  }
  for (const path of sorted) {
    await mkdir(dirname(join(draft, path)), { recursive: true })
    await copyFile(path, join(draft, path))
  }
  for (const path of data) {
    await mkdir(dirname(join(draft, path)), { recursive: true })
    await promisify(execFile)('cp', ['--archive', path, dirname(join(draft, path))])
  }
  await promisify(execFile)('chmod', ['-R', 'u=rwX,go=rX', draft])
  // runc gives a tmpfs the mode of its mount point, whatever the options say.
  await chmod(join(draft, INNER.tmp), 0o1777)
  await rename(draft, target)
  return target
}

/** Lists the libraries as `ldconfig -p` does: Python's `ctypes.util.find_library` reads its answer. */
function ldconfig(libraries: readonly string[]): string {
  const kind = process.arch === 'arm64' ? 'libc6,AArch64' : 'libc6,x86-64'
  const lines = libraries.map((path) => `\t${basename(path)} (${kind}) => ${path}`)
  return ['#!/bin/sh', "cat <<'END'", `${lines.length} libs found`, ...lines, 'END', ''].join('\n')
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(exists))
  return paths.filter((_, index) => found[index])
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
