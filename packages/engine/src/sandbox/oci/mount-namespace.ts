import { closeSync, openSync, statSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endOf } from '../running.ts'
import type { Launch } from './helper-client.ts'
import { startSandboxHelper, type SandboxHelper } from './sandbox-helper.ts'

export interface MountNamespaceSources {
  rootfs: string
  /** Host folders that contain everything sandboxes may show. */
  folders: string[]
  /** Host paths of the images' files. */
  images: string[]
  /** Cgroup folders of the engine. Processes in the cgroups below end with the engine. */
  cgroups: string[]
  log(line: object): void
}

export interface Mount {
  /** Host path. */
  from: string
  /** Path in the mount namespace. */
  to: string
  /**
   * 'code': read-only. `linkedAs`: read-only, plus links at this path for processes whose working folder gets covered.
   * `filesOf`: writable, with the ids on disk mapped to the block that starts here, as given to `prepare`.
   */
  as: 'code' | { linkedAs: string } | { filesOf: number }
}

/** The mount namespace of the containers. Paths are as processes inside it see them. */
export interface MountNamespace extends AsyncDisposable {
  /** The helper has died and has no replacement yet. */
  readonly lost: boolean
  rootfs: string
  /** Parent of the slots: mounts on a slot propagate into its sandbox. */
  slots: string
  /** Maps a host path into the namespace. @throws when it is not visible there */
  at(path: string): string
  /** Maps a path of the namespace to one the engine can open. */
  hostPath(path: string): string
  /** Starts a process that joins cgroups through these files. */
  launch(joinFiles: string[]): Promise<Launch>
  /** Creates folders for a sandbox whose ids start here. */
  prepare(firstId: number, folders: string[]): Promise<void>
  /** Mounts in order. @throws when the kernel refuses; earlier mounts stay */
  show(mounts: Mount[]): Promise<void>
  /** Unmounts and removes the folders. */
  clear(firstId: number, folders: string[]): Promise<void>
  /** Runs a command to its end. @throws with its output when it fails */
  run(command: string[]): Promise<string>
}

const STAGE = '/mnt'
const UNIFIED = '/sys/fs/cgroup/unified'
/** Pause between attempts to start a helper. */
const PAUSE_MS = 1000

/**
 * `$0` is the folder to build in. Pairs of name and source follow: first folders of which parts are shown, then, after
 * "--", those shown whole, and after another "--" the command to become. The tree is built in the engine's own folder and
 * moved to /mnt last, because the mount would hide sources below /mnt. A source shown whole gets an overlay, which has its
 * own file system, so /proc/self/mountinfo of a sandbox names no path of the host: see overlay_of() in sandbox-helper.pl.
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
/** crun creates a temporary file. If it is killed, the file stays here and not in /tmp. */
const ENVIRONMENT = { _LIBCONTAINER_STATEDIR: STAGE }

/**
 * Creates the private mount namespace in which containers are started, for three reasons:
 * - A container's root has no rights outside and cannot traverse the engine's 0700 folders. Here, sources lie at paths
 * it can reach.
 * - crun refuses a host that mounts the version 2 cgroup hierarchy beside version 1. Here, crun does not see it.
 * - Mounts for sandboxes exist only here, so none stay on the host.
 *
 * The engine holds the namespace open, so it outlives the helper: a new helper finds every mount, and started processes
 * go on. Both end with the engine, even when it is killed, because the helper reads a socket of ours.
 */
export async function openMountNamespace(buildFolder: string, sources: MountNamespaceSources): Promise<MountNamespace> {
  const folders = new Map(sources.folders.map((path, index) => [path, `folder-${index}`]))
  const whole = new Map([[sources.rootfs, 'rootfs']])
  const files = new Map<string, string>()
  for (const path of sources.images) {
    const isFolder = statSync(path).isDirectory()
    // An overlay covers a folder. Sandboxes mount the one file in it.
    const folder = isFolder ? path : dirname(path)
    // Paths below /usr are the same on every machine, and reading many files is a little faster without an overlay.
    const kind = folder.startsWith('/usr/') ? '-of-the-system' : ''
    const name = whole.get(folder) ?? `image-${whole.size}${kind}`
    whole.set(folder, name)
    if (!isFolder) files.set(path, `${name}/${basename(path)}`)
  }
  const pairs = (of: Map<string, string>) => [...of].flatMap(([path, name]) => [name, path])
  const perl = ['perl', '-', 'alcove-sandbox-helper', ...sources.cgroups.map(visiblePath)]
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
  let spawnedAt = performance.now()
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
        message: 'The sandbox helper was killed: starting another one',
      })
      replacing = replace()
    })
  }

  async function replace(): Promise<void> {
    await sleep(Math.max(0, spawnedAt + PAUSE_MS - performance.now()))
    if (closed) return
    spawnedAt = performance.now()
    try {
      helper = await startSandboxHelper(
        ['nsenter', `--mount=/proc/${process.pid}/fd/${namespace}`, ...perl],
        ENVIRONMENT,
      )
      watch()
    } catch (error) {
      const message = 'The sandbox helper could not be started: no container can start until it is'
      sources.log({ level: 'error', message, error: (error as Error).message })
      replacing = replace()
    }
  }

  /** Waits for one attempt to replace a dead helper, but not for success. */
  async function client(): Promise<SandboxHelper['client']> {
    await replacing
    return helper.client
  }

  function at(path: string): string {
    const name = whole.get(path) ?? files.get(path) ?? folders.get(path)
    if (name !== undefined) return `${STAGE}/${name}`
    const index = sources.folders.findIndex((folder) => path.startsWith(`${folder}/`))
    if (index === -1) throw new Error(`Cannot show '${path}': it is not visible to containers`)
    return `${STAGE}/folder-${index}/${relative(sources.folders[index]!, path)}`
  }

  async function launch(joinFiles: string[]): Promise<Launch> {
    return (await client()).launch(joinFiles.map(visiblePath))
  }

  async function request(name: string, words: (string | number)[]): Promise<void> {
    return (await client()).request(name, words)
  }

  return {
    get lost() {
      return helper.client.gone
    },
    rootfs: `${STAGE}/rootfs`,
    slots: `${STAGE}/slots`,
    at,
    hostPath: (path) => `/proc/${helper.pid}/root${path}`,
    launch,
    prepare: (firstId, folders) => request('prepare', [firstId, ...folders]),
    show: async (mounts) =>
      request(
        'show',
        mounts.flatMap(({ from, to, as }) => [modeOf(as), at(from), to]),
      ),
    clear: (firstId, folders) => request('clear', [firstId, ...folders]),
    async run(command) {
      const running = await launch([])
      let output = ''
      for (const stream of [running.stdout, running.stderr]) {
        stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4096)))
      }
      running.run(command)
      const { code } = await endOf(running)
      running.channel.destroy()
      if (code !== 0) throw new Error(`'${command.join(' ')}' failed: ${output.trim()}`)
      return output
    },
    async [Symbol.asyncDispose]() {
      if (closed) return
      closed = true
      await replacing
      await helper.stop()
      closeSync(namespace)
    },
  }
}

/** Maps a cgroup file into the namespace. */
function visiblePath(path: string): string {
  return path.startsWith(`${UNIFIED}/`) ? path.replace(UNIFIED, `${STAGE}/unified`) : path
}

/** The mode in the helper's protocol. */
function modeOf(as: Mount['as']): string {
  if (as === 'code') return 'code'
  return 'linkedAs' in as ? `linked=${as.linkedAs}` : `files=${as.filesOf}`
}
