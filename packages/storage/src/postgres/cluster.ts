import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { syncFolder } from '../disk/durable-write.ts'
import type { Binaries } from './binaries.ts'
import type { Launcher } from './launcher.ts'
import { waitUntilFree } from './processes.ts'

const run = promisify(execFile)

/** sun_path holds 108 bytes with its NUL (unix(7)); PostgreSQL adds `/.s.PGSQL.5432.lock`. */
const SOCKET_FOLDER_MAX = 85

export interface Cluster {
  data: string
  socketFolder: string
}

/** The cluster under `folder`, created if need be, with no process at work in it and no stale lock file. */
export async function prepareCluster(folder: string, binaries: Binaries, launcher: Launcher): Promise<Cluster> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const root = await realpath(folder)
  const data = join(root, 'data')
  await initialise(root, data, binaries, launcher)
  await clearLocks(data)
  const socketFolder = await freshSocketFolder(root)
  await launcher.own(socketFolder)
  return { data, socketFolder }
}

/** Made whole under another name, then renamed: a kill during initdb leaves nothing that looks like a cluster. */
async function initialise(root: string, data: string, { initdb }: Binaries, launcher: Launcher): Promise<void> {
  if (await exists(join(data, 'PG_VERSION'))) return
  const making = join(root, 'data.making')
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { mode: 0o700 })
  await launcher.own(making)
  const options = ['--auth=trust', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const [program, ...args] = [...launcher.prefix, initdb, '-D', making, '-U', 'alcove', ...options]
  await run(program!, args, { env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH } })
  await rename(making, data)
  await syncFolder(root)
}

/**
 * PostgreSQL refuses to start while the pid in its lock file exists, whatever that process is now. Once the folder is
 * known to be free the file is stale by definition.
 */
export async function clearLocks(data: string): Promise<void> {
  await waitUntilFree(data)
  await rm(join(data, 'postmaster.pid'), { force: true })
}

/** @param root as realpath(3) says it */
export function socketFolderOf(root: string): string {
  const inside = join(root, 'run')
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 16)
  return Buffer.byteLength(inside) <= SOCKET_FOLDER_MAX ? inside : join(tmpdir(), `alcove-pg-${digest}`)
}

async function freshSocketFolder(root: string): Promise<string> {
  const folder = socketFolderOf(root)
  // Whoever reaches the socket is trusted, so the folder must be ours alone: made anew, never taken over.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
  await chmod(folder, 0o700)
  return folder
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
