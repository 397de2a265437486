import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { removeCgroupTree, type CgroupTree } from '../cgroup/hierarchy.ts'
import { endOf } from '../running.ts'
import { showsFolder, type Contents, type Sandbox, type SandboxDriver, type SandboxSpec } from '../sandbox.ts'
import { contentMounts, imageBinds, innerPaths, slotBinds } from './binds.ts'
import { containerConfig } from './container-spec.ts'
import { IdBlocks } from './id-blocks.ts'
import { LaunchPad, type Place } from './launch-pad.ts'
import type { ProcessLimits } from './process-limits.ts'
import type { OciRuntime } from './runtimes.ts'
import type { Stage } from './stage.ts'

export interface OciDriverOptions {
  runtime: OciRuntime
  stage: Stage
  tree: CgroupTree
  limits: ProcessLimits
  /** Host folder of bundles and runtime state. */
  runFolder: string
  /** Any number that tells this engine from others on the machine. */
  engineNumber: number
}

/** Where the OCI runtime keeps what it knows, among the bundles. */
export const STATE_FOLDER = 'state'

/** A clean environment: nothing of ours, and the function's own arrives over the channel, past the runtime's start. */
const ENVIRONMENT = ['PATH=/usr/bin', 'HOME=/tmp', 'TMPDIR=/tmp', 'LANG=C.UTF-8', 'TZ=UTC']

export function ociDriver(options: OciDriverOptions): SandboxDriver {
  const { runtime, stage, tree, runFolder } = options
  const state = join(stage.at(runFolder), STATE_FOLDER)
  const alive = new Map<Sandbox, Contents | null>()
  const pad = new LaunchPad({
    stage,
    tree,
    blocks: new IdBlocks(options.engineNumber),
    joins: (cgroup) => (runtime.leavesCgroups ? cgroup.joinFiles : cgroup.hiddenJoinFiles),
  })

  async function start(spec: SandboxSpec): Promise<Sandbox> {
    const bundle = join(runFolder, spec.id)
    let place: Place | null = null
    try {
      place = await pad.take()
      const showing = spec.contents === null ? null : stage.show(contentMounts(spec.contents, place))
      await Promise.all([showing, writeBundle(spec, place, bundle)])
      place.cgroup.limit(spec)
      const sandbox = follow(spec, place, bundle)
      place.launch.run(runtime.run({ state, bundle: stage.at(bundle), id: spec.id }))
      alive.set(sandbox, spec.contents)
      return sandbox
    } catch (error) {
      await Promise.allSettled([place && pad.clear(place), rm(bundle, { recursive: true, force: true })])
      throw error
    }
  }

  async function writeBundle(spec: SandboxSpec, place: Place, bundle: string): Promise<void> {
    const inner = innerPaths(spec.image)
    const added = Object.entries(spec.environment?.(inner) ?? {})
    const config = containerConfig({
      rootfs: stage.rootfs,
      args: [inner.binary, ...spec.args(inner)],
      env: [...ENVIRONMENT, ...added.map(([name, value]) => `${name}=${value}`)],
      firstId: place.firstId,
      tmpMb: spec.tmpMb,
      limits: options.limits,
      binds: [...imageBinds(spec.image, stage.at), ...slotBinds(place.slot)],
      network: spec.network,
      cgroupsPath: runtime.leavesCgroups ? null : `/${basename(tree.memory)}/${place.name}`,
    })
    await mkdir(bundle)
    await writeFile(join(bundle, 'config.json'), JSON.stringify(config))
  }

  function follow(spec: SandboxSpec, place: Place, bundle: string): Sandbox {
    const { cgroup, launch } = place
    const exited = endOf(launch).then((end) => ({ ...end, outOfMemory: cgroup.oomKills() > 0 }))
    let filled = spec.contents !== null
    let destroyed: Promise<void> | null = null

    async function destroy(): Promise<void> {
      launch.kill()
      cgroup.kill()
      await exited
      if (runtime.forget !== null) await stage.run(runtime.forget({ state, id: spec.id })).catch(() => {})
      await Promise.all([
        pad.clear(place),
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
        await stage.show(contentMounts(contents, place, { standing: spec.image.staysWhereItStarts }))
      },
      pid: () => cgroup.firstProcess(),
      memoryMb: () => inMb(cgroup.memory()),
      cpuMs: () => cgroup.cpuMs(),
      peakMemoryMb: () => inMb(cgroup.peakMemory()),
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
      return !stage.lost
    },
    isolation: 'oci',
    program: runtime.version,
    start,
    shows: (folder) => [...alive.values()].some((contents) => showsFolder(contents, folder)),
    async close() {
      // Whoever destroyed one that does not go was told; the others go in any case.
      await Promise.allSettled([...alive.keys()].map((sandbox) => sandbox.destroy()))
      await pad.close()
      await stage[Symbol.asyncDispose]()
      removeCgroupTree(tree)
      await rm(join(runFolder, STATE_FOLDER), { recursive: true, force: true })
    },
  }
}

function inMb(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 1024 / 1024
}
