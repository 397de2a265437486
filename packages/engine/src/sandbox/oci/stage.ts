import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { relative } from 'node:path'
import { createInterface } from 'node:readline'

export interface StageSources {
  rootfs: string
  /** The engine's own folder: bundles, packages, storage. */
  home: string
  /** Host paths of what images consist of. */
  images: string[]
}

/** Paths as processes started on the stage see them. */
export interface Stage extends AsyncDisposable {
  rootfs: string
  /** Where a host path below the engine's home, or one of `images`, is. @throws when it is not on the stage */
  at(path: string): string
  /** Command and first arguments that run the rest on the stage, once it has joined the cgroups named by their files. */
  enter(joinFiles: string[]): string[]
}

const STAGE = '/mnt'
const UNIFIED = '/sys/fs/cgroup/unified'

/**
 * `$0` is where to build, `$1` the number of name/source pairs that follow. Built under the engine's own folder and
 * moved to /mnt last, so that nothing it needs on the way is hidden by the mount.
 */
const BUILD = `
set -eu
mount -t tmpfs -o mode=755,size=1m,nr_inodes=1k alcove "$0"
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
mount --move "$0" ${STAGE}
echo ready
exec cat
`

/** Joins the cgroups before it becomes the container's parent: whatever starts from here is counted from its first page. */
const JOIN = `
while [ "$1" != -- ]; do echo 0 > "$1" || exit 125; shift; done
shift
exec "$@"
`

/**
 * A private mount namespace in which containers are started. It exists for two reasons. A container's root, being
 * nobody outside, cannot walk through the engine's 0700 folders, so what it mounts is shown at paths it can reach; and
 * crun refuses a host whose version 2 hierarchy is mounted beside version 1, so there it is out of crun's sight.
 *
 * The process that holds the namespace ends with the engine, however the engine ends: it reads a pipe of ours.
 */
export async function openStage(buildFolder: string, sources: StageSources): Promise<Stage> {
  const places = new Map([
    [sources.rootfs, 'rootfs'],
    [sources.home, 'home'],
    ...sources.images.map((path, index) => [path, `image-${index}`] as const),
  ])
  const pairs = [...places].flatMap(([path, name]) => [name, path])
  const holder = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', BUILD, buildFolder, ...pairs], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let complaint = ''
  holder.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const ended = once(holder, 'close')
  const ready = await Promise.race([
    once(createInterface(holder.stdout), 'line').then(() => true),
    ended.then(() => false),
  ])
  if (!ready) throw new Error(`No private mount namespace: ${complaint.trim() || 'unshare failed'}`)
  holder.unref()

  return {
    rootfs: `${STAGE}/rootfs`,
    at(path) {
      const name = places.get(path)
      if (name !== undefined) return `${STAGE}/${name}`
      if (!path.startsWith(`${sources.home}/`)) throw new Error(`Cannot show '${path}': it is not on the stage`)
      return `${STAGE}/home/${relative(sources.home, path)}`
    },
    enter: (joinFiles) => [
      'nsenter',
      `--mount=/proc/${holder.pid}/ns/mnt`,
      'sh',
      '-c',
      JOIN,
      'sh',
      ...joinFiles.map((file) => (file.startsWith(`${UNIFIED}/`) ? file.replace(UNIFIED, `${STAGE}/unified`) : file)),
      '--',
    ],
    async [Symbol.asyncDispose]() {
      holder.ref()
      holder.stdin.end()
      await ended
    },
  }
}
