import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { createCgroup } from '../cgroup/cgroup.ts'
import { removeCgroupTree, type CgroupTree } from '../cgroup/hierarchy.ts'
import { fromChild } from '../from-child.ts'
import type { Sandbox, SandboxDriver, SandboxSpec } from '../sandbox.ts'
import { containerConfig, INNER } from './container-spec.ts'
import { IdBlocks } from './id-blocks.ts'
import type { OciRuntime } from './runtimes.ts'
import type { Stage } from './stage.ts'

export interface OciDriverOptions {
  runtime: OciRuntime
  stage: Stage
  tree: CgroupTree
  /** Host folder of bundles and runtime state, shown on the stage as its `run`. */
  runFolder: string
  /** Host folder all code lies in, shown on the stage as its `packages`. */
  packagesFolder: string
  /** Executables by their name on the stage. */
  executables: Record<string, string>
  /** Any number that tells this engine from others on the machine. */
  engineNumber: number
}

/** A clean environment: nothing of ours, and the function's own arrives over the channel, past the runtime's start. */
const ENVIRONMENT = ['PATH=/usr/bin', 'HOME=/tmp', 'TMPDIR=/tmp', 'LANG=C.UTF-8', 'TZ=UTC']

/** Whole cores while an instance starts; what it may use afterwards is the caller's to say. */
const STARTING_CORES = 2

export function ociDriver(options: OciDriverOptions): SandboxDriver {
  const { runtime, stage, tree, runFolder } = options
  const blocks = new IdBlocks(options.engineNumber)
  const state = `${stage.run}/state`
  const alive = new Set<Sandbox>()
  const nameOf = new Map(Object.entries(options.executables).map(([name, path]) => [path, name]))

  function start(spec: SandboxSpec): Sandbox {
    const executable = nameOf.get(spec.binary)
    if (executable === undefined) throw new Error(`Cannot start '${spec.binary}': it is not on the stage`)
    const firstId = blocks.take()
    const cgroup = createCgroup(tree, spec.id, { ...spec, cores: STARTING_CORES })
    const bundle = join(runFolder, spec.id)
    mkdirSync(bundle)
    const config = containerConfig({
      rootfs: stage.rootfs,
      args: [INNER.binary, ...spec.args(INNER)],
      env: ENVIRONMENT,
      firstId,
      tmpMb: spec.tmpMb,
      binds: [
        { inside: INNER.binary, from: stage.executable(executable), executable: true },
        { inside: INNER.guest, from: stage.guest, executable: false },
        // Executable, for native add-ons that come with a package.
        {
          inside: INNER.task,
          from: join(stage.packages, relative(options.packagesFolder, spec.task)),
          executable: true,
        },
      ],
      cgroupsPath: runtime.leavesCgroups ? null : `/${basename(tree.memory)}/${spec.id}`,
    })
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(config))

    const [command, ...args] = [
      ...stage.enter(runtime.leavesCgroups ? cgroup.joinFiles : cgroup.hiddenJoinFiles),
      ...runtime.run({ state, bundle: `${stage.run}/${spec.id}`, id: spec.id }),
    ]
    const child = spawn(command!, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] },
    })
    const { channel, stdout, stderr, ended } = fromChild(child)
    const exited = ended.then((end) => ({ ...end, outOfMemory: cgroup.oomKills() > 0 }))

    let destroyed: Promise<void> | null = null
    const sandbox: Sandbox = {
      id: spec.id,
      inner: INNER,
      channel,
      stdout,
      stderr,
      exited,
      peakMemoryMb() {
        const bytes = cgroup.peakMemory()
        return bytes === null ? null : bytes / 1024 / 1024
      },
      limitCpu: (cores) => cgroup.limitCpu(cores),
      freeze: () => cgroup.freeze(),
      thaw: () => cgroup.thaw(),
      destroy() {
        destroyed ??= (async () => {
          // On its way into the cgroup it is not in it yet, and all of the way it is this one process.
          child.kill('SIGKILL')
          cgroup.kill()
          await exited
          channel.destroy()
          if (runtime.forget !== null) await runOnStage(stage, runtime.forget({ state, id: spec.id }))
          await cgroup.remove()
          await rm(bundle, { recursive: true, force: true })
          await rm(join(runFolder, 'state', spec.id), { recursive: true, force: true })
          blocks.release(firstId)
          alive.delete(sandbox)
        })()
        return destroyed
      },
      [Symbol.asyncDispose]: () => sandbox.destroy(),
    }
    alive.add(sandbox)
    return sandbox
  }

  return {
    isolation: 'oci',
    program: runtime.version,
    start,
    async close() {
      await Promise.all([...alive].map((sandbox) => sandbox.destroy()))
      await stage[Symbol.asyncDispose]()
      removeCgroupTree(tree)
      await rm(join(runFolder, 'state'), { recursive: true, force: true })
    },
  }
}

async function runOnStage(stage: Stage, command: string[]): Promise<void> {
  const [program, ...args] = [...stage.enter([]), ...command]
  await once(spawn(program!, args, { stdio: 'ignore' }), 'close')
}
