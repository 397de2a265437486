import { createCgroup, type Cgroup } from '../cgroup/cgroup.ts'
import type { CgroupTree } from '../cgroup/hierarchy.ts'
import type { IdBlocks } from './id-blocks.ts'
import type { Launch } from './orders.ts'
import type { Stage } from './stage.ts'

/** All that a sandbox needs before it is known which: processes that wait in cgroups, and folders to show things in. */
export interface Place {
  /** Unique while the engine lives. */
  name: string
  cgroup: Cgroup
  launch: Launch
  /** First of its block of user and group ids. */
  firstId: number
  slot: Slot
}

/** Folders on the stage that a sandbox shows as its own: what is mounted there appears inside, also later. */
export interface Slot {
  folder: string
  task: string
  layers: string
  storage: string
}

export interface LaunchPadOptions {
  stage: Stage
  tree: CgroupTree
  blocks: IdBlocks
  /** Which of its cgroups a process joins before it becomes the OCI runtime; the others are up to that. */
  joins(cgroup: Cgroup): string[]
}

/** Entering a cgroup takes the kernel ten milliseconds or more when nobody has for a while: these have entered. */
const AHEAD = 2
/** Whole cores while an instance starts; what it may use afterwards is the caller's to say. */
const STARTING_CORES = 2

export class LaunchPad {
  readonly #options: LaunchPadOptions
  readonly #ready: Promise<Place>[] = []
  #count = 0
  #closed = false

  constructor(options: LaunchPadOptions) {
    this.#options = options
    this.#fill()
  }

  async take(): Promise<Place> {
    if (this.#closed) throw new Error('The driver is closed')
    const place = await (this.#ready.shift() ?? this.#make())
    this.#fill()
    return place
  }

  /** Ends what is left of a place, whether or not anything was started on it. */
  async clear({ cgroup, launch, slot, firstId }: Place): Promise<void> {
    launch.kill()
    cgroup.kill()
    await launch.ended
    launch.channel.destroy()
    const { stage, blocks } = this.#options
    await Promise.all([cgroup.remove(), stage.clear(firstId, [slot.task, slot.layers, slot.storage, slot.folder])])
    blocks.release(firstId)
  }

  async close(): Promise<void> {
    this.#closed = true
    const places = await Promise.allSettled(this.#ready.splice(0))
    await Promise.all(
      places.map((place) => {
        if (place.status === 'rejected') return
        place.value.launch.stdout.destroy()
        place.value.launch.stderr.destroy()
        return this.clear(place.value)
      }),
    )
  }

  #fill(): void {
    while (!this.#closed && this.#ready.length < AHEAD) {
      const place = this.#make()
      // Whoever takes it is told.
      place.catch(() => {})
      this.#ready.push(place)
    }
  }

  async #make(): Promise<Place> {
    const { stage, tree, joins, blocks } = this.#options
    const name = `s${++this.#count}`
    const folder = `${stage.slots}/${name}`
    const slot = { folder, task: `${folder}/task`, layers: `${folder}/layers`, storage: `${folder}/storage` }
    const firstId = blocks.take()
    const cgroup = createCgroup(tree, name)
    try {
      cgroup.limitCpu(STARTING_CORES)
      const [launch] = await Promise.all([
        stage.launch(joins(cgroup)),
        stage.prepare(firstId, [slot.folder, slot.task, slot.layers, slot.storage]),
      ])
      return { name, cgroup, launch, slot, firstId }
    } catch (error) {
      await cgroup.remove()
      blocks.release(firstId)
      throw error
    }
  }
}
