import { openCgroup, type Cgroup } from '../cgroup/cgroup.ts'
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
    if (!place.launch.orphaned) return place
    // Whoever waits there waits in vain.
    await this.clear(place)
    return this.take()
  }

  /** Ends what is left of a place, whether or not anything was started on it. */
  async clear({ launch, ...place }: Place): Promise<void> {
    launch.kill()
    place.cgroup.kill()
    for (const stream of [launch.stdout, launch.stderr, launch.channel]) stream.destroy()
    await launch.ended
    await this.#free(place)
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#ready.splice(0).map(async (place) => this.clear(await place)))
  }

  #fill(): void {
    while (!this.#closed && this.#ready.length < AHEAD) {
      const place = this.#make()
      this.#ready.push(place)
      // Whoever has taken it by then is told; nobody later is to fail for it.
      place.catch(() => {
        const index = this.#ready.indexOf(place)
        if (index !== -1) this.#ready.splice(index, 1)
      })
    }
  }

  async #make(): Promise<Place> {
    const { stage, tree, joins, blocks } = this.#options
    const name = `s${++this.#count}`
    const folder = `${stage.slots}/${name}`
    const slot = { folder, task: `${folder}/task`, layers: `${folder}/layers`, storage: `${folder}/storage` }
    const place = { name, cgroup: openCgroup(tree, name), slot, firstId: blocks.take() }
    try {
      place.cgroup.create()
      place.cgroup.limitCpu(STARTING_CORES)
      await stage.prepare(place.firstId, [slot.folder, slot.task, slot.layers, slot.storage])
      return { ...place, launch: await stage.launch(joins(place.cgroup)) }
    } catch (error) {
      await this.#free(place)
      throw error
    }
  }

  /** Where nothing can be done on the stage, what is mounted there goes with it. */
  async #free({ cgroup, slot, firstId }: Omit<Place, 'launch'>): Promise<void> {
    const { stage, blocks } = this.#options
    const clearing = stage.clear(firstId, [slot.task, slot.layers, slot.storage, slot.folder]).catch(() => {})
    await Promise.all([cgroup.remove(), clearing])
    blocks.release(firstId)
  }
}
