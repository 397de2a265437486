import { openCgroup, type Cgroup } from '../cgroup/cgroup.ts'
import type { CgroupTree } from '../cgroup/hierarchy.ts'
import type { IdBlocks } from './id-blocks.ts'
import type { Launch } from './helper-client.ts'
import type { MountNamespace } from './mount-namespace.ts'

/** What a sandbox needs before its spec is known: a process waiting in a cgroup, an id block and mount points. */
export interface Reservation {
  /** Unique while the engine lives. */
  name: string
  cgroup: Cgroup
  launch: Launch
  /** First id of its block of user and group ids. */
  firstId: number
  slot: Slot
}

/** Folders that a sandbox sees as its own. A mount on them appears inside even after the start. */
export interface Slot {
  folder: string
  task: string
  layers: string
  storage: string
}

export interface ReservationOptions {
  mountNs: MountNamespace
  tree: CgroupTree
  blocks: IdBlocks
  /** The cgroup files a process joins before it becomes the OCI runtime. The runtime joins the others itself. */
  joins(cgroup: Cgroup): string[]
}

/**
 * Joining a cgroup takes the kernel 10 ms or more when none was joined recently, so keep reservations that have joined.
 */
const RESERVE_AHEAD = 2
/** CPU limit during the start. The caller sets the limit for calls. */
const STARTING_CORES = 2

export class Reservations {
  readonly #options: ReservationOptions
  readonly #ready: Promise<Reservation>[] = []
  #count = 0
  #closed = false

  constructor(options: ReservationOptions) {
    this.#options = options
    this.#fill()
  }

  async take(): Promise<Reservation> {
    if (this.#closed) throw new Error('The driver is closed')
    const reservation = await (this.#ready.shift() ?? this.#make())
    this.#fill()
    if (!reservation.launch.orphaned) return reservation
    // The helper that would start this process has died.
    await this.clear(reservation)
    return this.take()
  }

  /** Ends whatever runs on the reservation and frees it. */
  async clear({ launch, ...reservation }: Reservation): Promise<void> {
    launch.kill()
    reservation.cgroup.kill()
    for (const stream of [launch.stdout, launch.stderr, launch.channel]) stream.destroy()
    await launch.ended
    await this.#free(reservation)
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#ready.splice(0).map(async (reservation) => this.clear(await reservation)))
  }

  #fill(): void {
    while (!this.#closed && this.#ready.length < RESERVE_AHEAD) {
      const reservation = this.#make()
      this.#ready.push(reservation)
      // A caller that took it gets the error. Do not hand it to a later caller.
      reservation.catch(() => {
        const index = this.#ready.indexOf(reservation)
        if (index !== -1) this.#ready.splice(index, 1)
      })
    }
  }

  async #make(): Promise<Reservation> {
    const { mountNs, tree, joins, blocks } = this.#options
    const name = `s${++this.#count}`
    const folder = `${mountNs.slots}/${name}`
    const slot = { folder, task: `${folder}/task`, layers: `${folder}/layers`, storage: `${folder}/storage` }
    const reservation = { name, cgroup: openCgroup(tree, name), slot, firstId: blocks.take() }
    try {
      reservation.cgroup.create()
      reservation.cgroup.limitCpu(STARTING_CORES)
      await mountNs.prepare(reservation.firstId, [slot.folder, slot.task, slot.layers, slot.storage])
      return { ...reservation, launch: await mountNs.launch(joins(reservation.cgroup)) }
    } catch (error) {
      await this.#free(reservation)
      throw error
    }
  }

  /** If the helper cannot unmount, the mounts go away with the mount namespace. */
  async #free({ cgroup, slot, firstId }: Omit<Reservation, 'launch'>): Promise<void> {
    const { mountNs, blocks } = this.#options
    const clearing = mountNs.clear(firstId, [slot.task, slot.layers, slot.storage, slot.folder]).catch(() => {})
    await Promise.all([cgroup.remove(), clearing])
    blocks.release(firstId)
  }
}
