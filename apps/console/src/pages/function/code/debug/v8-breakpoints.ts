import { conditionOf, placeOf, type Breakpoint, type Breakpoints } from './breakpoints.ts'
import type { Location, Place, Sources } from './sources.ts'

export type Command = <T>(method: string, params: Record<string, unknown>) => Promise<T>

interface Listener {
  /** Where a breakpoint stops, once V8 knows the code. */
  onPlaced(breakpoint: Breakpoint, place: Place): void
  /** V8 or Python does not take it. */
  onRefused(breakpoint: Breakpoint, error: Error): void
}

/** The breakpoints that are set in V8. */
export class V8Breakpoints {
  readonly #breakpoints: Breakpoints
  readonly #sources: Sources
  readonly #command: Command
  readonly #listener: Listener
  /** By place. Without an id: those that were refused. */
  readonly #set = new Map<string, { id: string | null; breakpoint: Breakpoint; condition: string | undefined }>()
  /** Breakpoints change one after the other. */
  #changing: Promise<void> = Promise.resolve()

  /** @param breakpoints those of the author */
  constructor(breakpoints: Breakpoints, sources: Sources, command: Command, listener: Listener) {
    this.#breakpoints = breakpoints
    this.#sources = sources
    this.#command = command
    this.#listener = listener
  }

  /** Resolves when the changes so far are made. */
  get applied(): Promise<void> {
    return this.#changing
  }

  /** The author's breakpoints that have these ids. */
  placesOf(ids: readonly string[]): string[] {
    return [...this.#set.values()].flatMap(({ id, breakpoint }) =>
      id !== null && ids.includes(id) ? [placeOf(breakpoint)] : [],
    )
  }

  /** V8 knows the code of a breakpoint now. */
  resolved({ breakpointId, location }: { breakpointId: string; location: Location }): void {
    const breakpoint = [...this.#set.values()].find(({ id }) => id === breakpointId)?.breakpoint
    const place = this.#sources.placeOf(location)
    if (breakpoint && place?.path === breakpoint.path) this.#listener.onPlaced(breakpoint, place)
  }

  /** Makes V8's breakpoints match the author's, also those in files that are still to be loaded. */
  apply(): void {
    this.#changing = this.#changing.then(() => this.#change()).catch(() => {})
  }

  async #change(): Promise<void> {
    const wanted = new Map<string, { breakpoint: Breakpoint; location: Omit<Location, 'scriptId'> & { url: string } }>()
    for (const breakpoint of this.#breakpoints.snapshot()) {
      const location = breakpoint.enabled && locationOf(this.#sources, breakpoint)
      if (location)
        wanted.set(`${location.url}:${location.lineNumber}:${location.columnNumber ?? ''}`, { breakpoint, location })
    }
    const gone = [...this.#set].filter(([key, { condition }]) => {
      const next = wanted.get(key)
      return next === undefined || conditionOf(next.breakpoint) !== condition
    })
    for (const [key, { id }] of gone) {
      this.#set.delete(key)
      // oxlint-disable-next-line no-await-in-loop -- V8 keeps one breakpoint at a place
      if (id !== null) await this.#command('Debugger.removeBreakpoint', { breakpointId: id })
    }
    for (const [key, { breakpoint, location }] of wanted) {
      if (this.#set.has(key)) continue
      const condition = conditionOf(breakpoint)
      const { url, lineNumber, columnNumber } = location
      const params = { url, lineNumber, ...(columnNumber && { columnNumber }), ...(condition && { condition }) }
      const entry = { id: null as string | null, breakpoint, condition }
      this.#set.set(key, entry)
      try {
        // oxlint-disable-next-line no-await-in-loop
        const { breakpointId, locations } = await this.#command<Answer>('Debugger.setBreakpointByUrl', params)
        entry.id = breakpointId
        if (locations[0]) this.resolved({ breakpointId, location: locations[0] })
      } catch (error) {
        // The others are set all the same.
        this.#listener.onRefused(breakpoint, error as Error)
      }
    }
  }
}

interface Answer {
  breakpointId: string
  locations: readonly Location[]
}

/** A file that V8 has not parsed yet runs as it is, unless it turns out to be a bundle: then its map tells better. */
function locationOf(sources: Sources, { path, line }: Breakpoint): Omit<Location, 'scriptId'> & { url: string } {
  return sources.locate(path, line) ?? { url: `file:///var/task/${encodeURI(path)}`, lineNumber: line - 1 }
}
