import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { removeCgroupTree, type CgroupTree } from '../cgroup/hierarchy.ts'
import { endOf } from '../running.ts'
import { showsFolder, type Contents, type Sandbox, type SandboxDriver, type SandboxSpec } from '../sandbox.ts'
import { contentMounts, imageBinds, innerPaths, slotBinds } from './binds.ts'
import { containerConfig, INIT, INNER } from './container-spec.ts'
import { IdBlocks } from './id-blocks.ts'
import { Reservations, type Reservation } from './reservations.ts'
import type { ProcessLimits } from './process-limits.ts'
import type { OciRuntime } from './runtimes.ts'
import type { MountNamespace } from './mount-namespace.ts'

export interface OciDriverOptions {
  runtime: OciRuntime
  mountNs: MountNamespace
  tree: CgroupTree
  limits: ProcessLimits
  /** Host folder of the bundles and the runtime's state. */
  runFolder: string
  /** Distinguishes this engine from others on the machine. */
  engineNumber: number
}

/** Where the OCI runtime keeps its state, next to the bundles. */
export const STATE_FOLDER = 'state'

/** Programs of layers are found last. */
const PATH = `PATH=/usr/local/bin:/usr/bin:/bin:${INNER.layers}/bin`
/** Nothing of our own environment. The function's variables arrive later, in INIT. */
const ENVIRONMENT = [PATH, 'HOME=/tmp', 'TMPDIR=/tmp', 'LANG=C.UTF-8', 'TZ=UTC']

export function ociDriver(options: OciDriverOptions): SandboxDriver {
  const { runtime, mountNs, tree, runFolder } = options
  const state = join(mountNs.at(runFolder), STATE_FOLDER)
  const alive = new Map<Sandbox, Contents | null>()
  const reservations = new Reservations({
    mountNs,
    tree,
    blocks: new IdBlocks(options.engineNumber),
    joins: (cgroup) => (runtime.leavesCgroups ? cgroup.joinFiles : cgroup.hiddenJoinFiles),
  })

  async function start(spec: SandboxSpec): Promise<Sandbox> {
    const bundle = join(runFolder, spec.id)
    let reservation: Reservation | null = null
    try {
      reservation = await reservations.take()
      const showing = spec.contents === null ? null : mountNs.show(contentMounts(spec.contents, reservation))
      await Promise.all([showing, writeBundle(spec, reservation, bundle)])
      // The init counts too.
      reservation.cgroup.limit({ ...spec, maxProcesses: spec.maxProcesses + 1 })
      const sandbox = follow(spec, reservation, bundle)
      reservation.launch.run(runtime.run({ state, bundle: mountNs.at(bundle), id: spec.id }))
      alive.set(sandbox, spec.contents)
      return sandbox
    } catch (error) {
      await Promise.allSettled([
        reservation && reservations.clear(reservation),
        rm(bundle, { recursive: true, force: true }),
      ])
      throw error
    }
  }

  async function writeBundle(spec: SandboxSpec, reservation: Reservation, bundle: string): Promise<void> {
    const inner = innerPaths(spec.image)
    const added = Object.entries(spec.environment?.(inner) ?? {})
    const config = containerConfig({
      rootfs: mountNs.rootfs,
      args: [INIT, inner.binary, ...spec.args(inner)],
      env: [...ENVIRONMENT, ...added.map(([name, value]) => `${name}=${value}`)],
      firstId: reservation.firstId,
      memoryMb: spec.memoryMb,
      tmpMb: spec.tmpMb,
      limits: options.limits,
      binds: [...imageBinds(spec.image, mountNs.at), ...slotBinds(reservation.slot)],
      network: spec.network,
      cgroupsPath: runtime.leavesCgroups ? null : `/${basename(tree.memory)}/${reservation.name}`,
    })
    await mkdir(bundle)
    await writeFile(join(bundle, 'config.json'), JSON.stringify(config))
  }

  function follow(spec: SandboxSpec, reservation: Reservation, bundle: string): Sandbox {
    const { cgroup, launch } = reservation
    const exited = endOf(launch).then((end) => ({ ...end, outOfMemory: cgroup.oomKills() > 0 }))
    let filled = spec.contents !== null
    let destroyed: Promise<void> | null = null

    async function destroy(): Promise<void> {
      launch.kill()
      cgroup.kill()
      await exited
      if (runtime.forget !== null) await mountNs.run(runtime.forget({ state, id: spec.id })).catch(() => {})
      await Promise.all([
        reservations.clear(reservation),
        rm(bundle, { recursive: true, force: true }),
        rm(join(runFolder, STATE_FOLDER, spec.id), { recursive: true, force: true }),
      ])
      alive.delete(sandbox)
    }

    const sandbox: Sandbox = {
      id: spec.id,
      inner: innerPaths(spec.image),
      channel: launch.channel,
      stdout: launch.stdout,
      stderr: launch.stderr,
      exited,
      async fill(contents) {
        if (filled) throw new Error(`Cannot fill sandbox ${spec.id}: it has contents`)
        filled = true
        if (alive.has(sandbox)) alive.set(sandbox, contents)
        await mountNs.show(contentMounts(contents, reservation, { standing: spec.image.staysWhereItStarts }))
      },
      pid: () => cgroup.mainProcess(),
      memoryMb: () => inMb(cgroup.memory()),
      cpuMs: () => cgroup.cpuMs(),
      peakMemoryMb: () => inMb(cgroup.peakMemory()),
      hasUnreaped: (count) => cgroup.hasUnreaped(count),
      limitCpu: (cores) => cgroup.limitCpu(cores),
      setCpuWeight: (weight) => cgroup.setCpuWeight(weight),
      freeze: () => cgroup.freeze(),
      thaw: () => cgroup.thaw(),
      destroy: () => (destroyed ??= destroy()),
      [Symbol.asyncDispose]: () => sandbox.destroy(),
    }
    return sandbox
  }

  return {
    get working() {
      return !mountNs.lost
    },
    isolation: 'oci',
    program: runtime.version,
    start,
    shows: (folder) => [...alive.values()].some((contents) => showsFolder(contents, folder)),
    async close() {
      // A failed destroy has been reported already. Destroy the others in any case.
      await Promise.allSettled([...alive.keys()].map((sandbox) => sandbox.destroy()))
      await reservations.close()
      await mountNs[Symbol.asyncDispose]()
      removeCgroupTree(tree)
      await rm(join(runFolder, STATE_FOLDER), { recursive: true, force: true })
    },
  }
}

function inMb(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 1024 / 1024
}
