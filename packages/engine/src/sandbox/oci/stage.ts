import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endOf } from '../running.ts'
import { takeOrders, type Launch } from './orders.ts'

export interface StageSources {
  rootfs: string
  /** Host folders: whatever sandboxes are shown lies in one of them. */
  folders: string[]
  /** Host paths of what images consist of. */
  images: string[]
  /** Called when it is gone although nobody closed it: nothing can be started any more. */
  onLost(): void
}

export interface Shown {
  /** Host path. */
  from: string
  /** Path on the stage. */
  to: string
  /** Read-only, or writable as if the ids on disk were counted from this one, which `prepare` was told of. */
  as: 'code' | { filesOf: number }
}

/** Paths as processes started on the stage see them. */
export interface Stage extends AsyncDisposable {
  /** The process that starts containers is gone: nothing can be started from here any more. */
  readonly lost: boolean
  rootfs: string
  /** A folder whose mounts reach the sandboxes that are shown something in it. */
  slots: string
  /** Where a host path is. @throws when it is not on the stage */
  at(path: string): string
  /** The same path, as the engine itself can open it. */
  fromOutside(path: string): string
  /** Starts a process that joins the cgroups named by their files. */
  launch(joinFiles: string[]): Promise<Launch>
  /** Makes folders for a sandbox whose ids are counted from this one. */
  prepare(firstId: number, folders: string[]): Promise<void>
  /** Mounts. @throws when the kernel refuses; what is mounted by then stays. */
  show(mounts: Shown[]): Promise<void>
  /** Unmounts whatever is there and removes the folders. */
  clear(firstId: number, folders: string[]): Promise<void>
  /** Runs a command to its end. @throws when it fails, with what it said */
  run(command: string[]): Promise<string>
}

const STAGE = '/mnt'
const UNIFIED = '/sys/fs/cgroup/unified'
const STAGEHAND = fileURLToPath(new URL('stagehand.pl', import.meta.url))

/**
 * `$0` is where to build, then come pairs of name and source. Built under the engine's own folder
 * and moved to /mnt last, so that nothing it needs on the way is hidden by the mount. The program that it becomes is stdin.
 */
const BUILD = `
set -eu
mount -t tmpfs -o mode=755,size=1m,nr_inodes=4k alcove "$0"
while [ $# -gt 0 ]; do
  if [ -d "$2" ]; then mkdir "$0/$1"; else : > "$0/$1"; fi
  mount --bind "$2" "$0/$1"
  shift 2
done
if mountpoint -q ${UNIFIED}; then
  mkdir "$0/unified"
  mount --bind ${UNIFIED} "$0/unified"
  umount ${UNIFIED}
fi
mkdir "$0/slots"
mount -t tmpfs -o mode=755,size=4m,nr_inodes=16k slots "$0/slots"
mount --make-shared "$0/slots"
mount --move "$0" ${STAGE}
exec perl - alcove-stage
`

/**
 * A private mount namespace in which containers are started. It exists for three reasons. A container's root, being
 * nobody outside, cannot walk through the engine's 0700 folders, so what it mounts is shown at paths it can reach; crun
 * refuses a host whose version 2 hierarchy is mounted beside version 1, so there it is out of crun's sight; and whatever
 * is mounted for sandboxes is mounted there only, so that nothing of it is ever left on the host.
 *
 * The process that holds the namespace ends with the engine, however the engine ends: it reads a socket of ours.
 */
export async function openStage(buildFolder: string, sources: StageSources): Promise<Stage> {
  const places = new Map([
    [sources.rootfs, 'rootfs'],
    ...sources.folders.map((path, index) => [path, `folder-${index}`] as const),
    ...sources.images.map((path, index) => [path, `image-${index}`] as const),
  ])
  const pairs = [...places].flatMap(([path, name]) => [name, path])
  const program = openSync(STAGEHAND, 'r')
  const stagehand = spawn(
    'unshare',
    ['--mount', '--propagation', 'private', 'sh', '-c', BUILD, buildFolder, ...pairs],
    {
      stdio: [program, 'ignore', 'pipe', 'ipc'],
      env: { PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
      // A terminal's Ctrl+C goes to the whole group: it must not end the containers under calls that are to finish.
      detached: true,
    },
  )
  closeSync(program)
  let complaint = ''
  stagehand.stderr!.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4096)))
  // No 'close' comes when the channel is closed from our side.
  const ended = new Promise((resolve) => stagehand.once('exit', resolve))
  let open = false
  let lost = false
  const orders = takeOrders(stagehand, () => {
    if (!open) return
    lost = true
    sources.onLost()
  })
  const ready = await Promise.race([
    once(stagehand, 'message').then(() => true),
    once(stagehand, 'close').then(() => false),
  ])
  if (!ready) throw new Error(`No private mount namespace: ${complaint.trim() || 'unshare failed'}`)
  open = true
  stagehand.unref()
  ;(stagehand.stderr as Socket).unref()

  function at(path: string): string {
    const name = places.get(path)
    if (name !== undefined) return `${STAGE}/${name}`
    const index = sources.folders.findIndex((folder) => path.startsWith(`${folder}/`))
    if (index === -1) throw new Error(`Cannot show '${path}': it is not on the stage`)
    return `${STAGE}/folder-${index}/${relative(sources.folders[index]!, path)}`
  }

  return {
    get lost() {
      return lost
    },
    rootfs: `${STAGE}/rootfs`,
    slots: `${STAGE}/slots`,
    at,
    fromOutside: (path) => `/proc/${stagehand.pid}/root${path}`,
    launch: (joinFiles) =>
      orders.launch(
        joinFiles.map((file) => (file.startsWith(`${UNIFIED}/`) ? file.replace(UNIFIED, `${STAGE}/unified`) : file)),
      ),
    prepare: (firstId, folders) => orders.give('prepare', [firstId, ...folders]),
    show: async (mounts) =>
      orders.give(
        'show',
        mounts.flatMap(({ from, to, as }) => [as === 'code' ? as : `files=${as.filesOf}`, at(from), to]),
      ),
    clear: (firstId, folders) => orders.give('clear', [firstId, ...folders]),
    async run(command) {
      const launch = await orders.launch([])
      let said = ''
      for (const stream of [launch.stdout, launch.stderr]) {
        stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4096)))
      }
      launch.run(command)
      const { code } = await endOf(launch)
      launch.channel.destroy()
      if (code !== 0) throw new Error(`'${command.join(' ')}' failed: ${said.trim()}`)
      return said
    },
    async [Symbol.asyncDispose]() {
      open = false
      stagehand.ref()
      if (stagehand.connected) stagehand.disconnect()
      await ended
    },
  }
}
