import { closeSync, openSync, statSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endOf } from '../running.ts'
import type { Launch } from './orders.ts'
import { startSandboxHelper, type SandboxHelper } from './sandbox-helper.ts'

export interface StageSources {
  rootfs: string
  /** Host folders: whatever sandboxes are shown lies in one of them. */
  folders: string[]
  /** Host paths of what images consist of. */
  images: string[]
  /** Folders of the engine's own cgroups: what runs in those below ends with the engine. */
  cgroups: string[]
  log(line: object): void
}

export interface Shown {
  /** Host path. */
  from: string
  /** Path on the stage. */
  to: string
  /**
   * Read-only; or so and with links, to where a sandbox sees it, for processes that stand in the folder it covers; or
   * writable as if the ids on disk were counted from this one, which `prepare` was told of.
   */
  as: 'code' | { linkedAs: string } | { filesOf: number }
}

/** Paths as processes started on the stage see them. */
export interface Stage extends AsyncDisposable {
  /** The process that starts containers is gone, and no other has taken its place yet. */
  readonly lost: boolean
  rootfs: string
  /** A folder whose mounts reach the sandboxes that are shown something in it. */
  slots: string
  /** Where a host path is. @throws when it is not on the stage */
  at(path: string): string
  /** The same path, as the engine itself can open it. */
  hostPath(path: string): string
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
/** Between two attempts to have a process on the stage, so that trouble is not made worse. */
const PAUSE_MS = 1000

/**
 * `$0` is where to build, then come pairs of name and folder: first those of which parts are shown, behind "--" those
 * shown as they are; and behind another "--" what it becomes. Built under the engine's own folder and moved to /mnt, so
 * that nothing it needs on the way is hidden by the mount. What is shown as it is has an overlay for its own file system,
 * so that /proc/self/mountinfo of a sandbox names no path of the host: see overlay_of() in stagehand.pl.
 */
const BUILD = `
set -eu
mount -t tmpfs -o mode=755,size=1m,nr_inodes=4k alcove "$0"
mkdir "$0/nothing" "$0/below"
while [ "$1" != -- ]; do
  mkdir "$0/$1"
  mount --bind "$2" "$0/$1"
  shift 2
done
shift
while [ "$1" != -- ]; do
  mkdir "$0/$1" "$0/below/$1"
  mount --bind "$2" "$0/below/$1"
  shift 2
done
shift
if mountpoint -q ${UNIFIED}; then
  mkdir "$0/unified"
  mount --bind ${UNIFIED} "$0/unified"
  umount ${UNIFIED}
fi
mkdir "$0/slots"
mount -t tmpfs -o mode=755,size=4m,nr_inodes=128k slots "$0/slots"
mount --make-shared "$0/slots"
mount --move "$0" ${STAGE}
for lower in ${STAGE}/below/*; do
  target="${STAGE}/\${lower##*/}"
  case $lower in *-of-the-system) false ;; esac &&
  mount -t overlay -o "ro,lowerdir=$lower:${STAGE}/nothing" alcove "$target" 2>/dev/null ||
    mount --bind "$lower" "$target"
done
exec "$@"
`
/** Where crun makes a file of its own for a moment: one that is killed meanwhile leaves it here rather than in /tmp. */
const ENVIRONMENT = { _LIBCONTAINER_STATEDIR: STAGE }

/**
 * A private mount namespace in which containers are started. It exists for three reasons. A container's root, being
 * nobody outside, cannot walk through the engine's 0700 folders, so what it mounts is shown at paths it can reach; crun
 * refuses a host whose version 2 hierarchy is mounted beside version 1, so there it is out of crun's sight; and whatever
 * is mounted for sandboxes is mounted there only, so that nothing of it is ever left on the host.
 *
 * We hold the namespace, so it outlives the process that works in it: another one finds all as it was, and what was
 * started goes on. Both end with the engine, however that ends: the process reads a socket of ours.
 */
export async function openStage(buildFolder: string, sources: StageSources): Promise<Stage> {
  const folders = new Map(sources.folders.map((path, index) => [path, `folder-${index}`]))
  const whole = new Map([[sources.rootfs, 'rootfs']])
  const files = new Map<string, string>()
  for (const path of sources.images) {
    const isFolder = statSync(path).isDirectory()
    // An overlay is of a folder. Sandboxes are shown the one file in it.
    const folder = isFolder ? path : dirname(path)
    // Its name is the same on every machine, and a library of many files is read a little faster without an overlay.
    const kind = folder.startsWith('/usr/') ? '-of-the-system' : ''
    const name = whole.get(folder) ?? `image-${whole.size}${kind}`
    whole.set(folder, name)
    if (!isFolder) files.set(path, `${name}/${basename(path)}`)
  }
  const pairs = (of: Map<string, string>) => [...of].flatMap(([path, name]) => [name, path])
  const perl = ['perl', '-', 'alcove-stage', ...sources.cgroups.map(unhidden)]
  const build = [
    'unshare',
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    BUILD,
    buildFolder,
    ...pairs(folders),
    '--',
    ...pairs(whole),
    '--',
    ...perl,
  ]
  let hired = performance.now()
  let helper = await startSandboxHelper(build, ENVIRONMENT).catch((error: Error) => {
    throw new Error(`No private mount namespace: ${error.message}`)
  })
  const namespace = openSync(`/proc/${helper.pid}/ns/mnt`, 'r')
  let replacing: Promise<void> | null = null
  let closed = false
  watch()

  function watch(): void {
    void helper.ended.then(() => {
      if (closed) return
      sources.log({
        level: 'error',
        message: 'The process that starts containers was killed: another one takes its place',
      })
      replacing = replace()
    })
  }

  async function replace(): Promise<void> {
    await sleep(Math.max(0, hired + PAUSE_MS - performance.now()))
    if (closed) return
    hired = performance.now()
    try {
      helper = await startSandboxHelper(
        ['nsenter', `--mount=/proc/${process.pid}/fd/${namespace}`, ...perl],
        ENVIRONMENT,
      )
      watch()
    } catch (error) {
      const message = 'Nothing starts containers: no process for it could be started'
      sources.log({ level: 'error', message, error: (error as Error).message })
      replacing = replace()
    }
  }

  /** Waits for an attempt to replace it, and no longer. */
  async function orders(): Promise<SandboxHelper['orders']> {
    await replacing
    return helper.orders
  }

  function at(path: string): string {
    const name = whole.get(path) ?? files.get(path) ?? folders.get(path)
    if (name !== undefined) return `${STAGE}/${name}`
    const index = sources.folders.findIndex((folder) => path.startsWith(`${folder}/`))
    if (index === -1) throw new Error(`Cannot show '${path}': it is not on the stage`)
    return `${STAGE}/folder-${index}/${relative(sources.folders[index]!, path)}`
  }

  async function launch(joinFiles: string[]): Promise<Launch> {
    return (await orders()).launch(joinFiles.map(unhidden))
  }

  async function give(name: string, words: (string | number)[]): Promise<void> {
    return (await orders()).give(name, words)
  }

  return {
    get lost() {
      return helper.orders.gone
    },
    rootfs: `${STAGE}/rootfs`,
    slots: `${STAGE}/slots`,
    at,
    hostPath: (path) => `/proc/${helper.pid}/root${path}`,
    launch,
    prepare: (firstId, folders) => give('prepare', [firstId, ...folders]),
    show: async (mounts) =>
      give(
        'show',
        mounts.flatMap(({ from, to, as }) => [howOf(as), at(from), to]),
      ),
    clear: (firstId, folders) => give('clear', [firstId, ...folders]),
    async run(command) {
      const running = await launch([])
      let said = ''
      for (const stream of [running.stdout, running.stderr]) {
        stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4096)))
      }
      running.run(command)
      const { code } = await endOf(running)
      running.channel.destroy()
      if (code !== 0) throw new Error(`'${command.join(' ')}' failed: ${said.trim()}`)
      return said
    },
    async [Symbol.asyncDispose]() {
      if (closed) return
      closed = true
      await replacing
      await helper.dismiss()
      closeSync(namespace)
    },
  }
}

/** Where a file of a cgroup is on the stage. */
function unhidden(path: string): string {
  return path.startsWith(`${UNIFIED}/`) ? path.replace(UNIFIED, `${STAGE}/unified`) : path
}

/** In words of the helper. */
function howOf(as: Shown['as']): string {
  if (as === 'code') return 'code'
  return 'linkedAs' in as ? `linked=${as.linkedAs}` : `files=${as.filesOf}`
}
