import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { createCgroup } from '../cgroup/cgroup.ts'
import { removeCgroupTree, type CgroupTree } from '../cgroup/hierarchy.ts'
import { fromChild } from '../from-child.ts'
import type { Contents, InnerPaths, RuntimeImage, Sandbox, SandboxDriver, SandboxSpec } from '../sandbox.ts'
import { containerConfig, INNER, type Bind } from './container-spec.ts'
import { IdBlocks } from './id-blocks.ts'
import type { OciRuntime } from './runtimes.ts'
import type { Stage } from './stage.ts'

export interface OciDriverOptions {
  runtime: OciRuntime
  stage: Stage
  tree: CgroupTree
  /** Host folder of bundles and runtime state. */
  runFolder: string
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
  const state = join(stage.at(runFolder), 'state')
  const alive = new Set<Sandbox>()

  async function start(spec: SandboxSpec): Promise<Sandbox> {
    const inner = innerPaths(spec.image)
    const firstId = blocks.take()
    const cgroup = createCgroup(tree, spec.id, { ...spec, cores: STARTING_CORES })
    const bundle = join(runFolder, spec.id)
    mkdirSync(bundle)
    const config = containerConfig({
      rootfs: stage.rootfs,
      args: [inner.binary, ...spec.args(inner)],
      env: [
        ...ENVIRONMENT,
        ...Object.entries(spec.environment?.(inner) ?? {}).map(([name, value]) => `${name}=${value}`),
      ],
      firstId,
      tmpMb: spec.tmpMb,
      binds: [...imageBinds(spec.image), ...contentBinds(spec.contents!)].map((bind) => ({
        ...bind,
        from: stage.at(bind.from),
      })),
      network: spec.network,
      cgroupsPath: runtime.leavesCgroups ? null : `/${basename(tree.memory)}/${spec.id}`,
    })
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(config))

    const [command, ...args] = [
      ...stage.enter(runtime.leavesCgroups ? cgroup.joinFiles : cgroup.hiddenJoinFiles),
      ...runtime.run({ state, bundle: stage.at(bundle), id: spec.id }),
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
      inner,
      channel,
      stdout,
      stderr,
      exited,
      fill: () => Promise.reject(new Error('A sandbox cannot be filled yet')),
      pid: () => cgroup.firstProcess(),
      memoryMb: () => inMb(cgroup.memory()),
      cpuMs: () => cgroup.cpuMs(),
      peakMemoryMb: () => inMb(cgroup.peakMemory()),
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

/** An executable that lies in one of the image's folders stays among its own. */
function innerPaths({ binary, folders }: RuntimeImage): InnerPaths {
  const home = folders.find(({ from }) => binary.startsWith(`${from}/`))
  return home === undefined ? INNER : { ...INNER, binary: join(home.inside, relative(home.from, binary)) }
}

function imageBinds(image: RuntimeImage): Bind[] {
  const readOnly = { writable: false }
  return [
    ...image.folders.map(({ from, inside }) => ({ ...readOnly, from, inside, executable: true })),
    ...(innerPaths(image).binary === INNER.binary
      ? [{ ...readOnly, from: image.binary, inside: INNER.binary, executable: true }]
      : []),
    { ...readOnly, from: image.guest, inside: INNER.guest, executable: false },
  ]
}

function contentBinds({ task, layers, storage }: Contents): Bind[] {
  return [
    // Executable, for native add-ons that come with a package.
    { inside: INNER.task, from: task, executable: true, writable: false },
    ...(layers === null ? [] : [{ inside: INNER.layers, from: layers, executable: true, writable: false }]),
    ...(storage === null ? [] : [{ inside: INNER.storage, from: storage, executable: false, writable: true }]),
  ]
}

function inMb(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 1024 / 1024
}

async function runOnStage(stage: Stage, command: string[]): Promise<void> {
  const [program, ...args] = [...stage.enter([]), ...command]
  await once(spawn(program!, args, { stdio: 'ignore' }), 'close')
}
