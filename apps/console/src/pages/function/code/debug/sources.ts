import { generatedPositionFor, LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'

/** A script that V8 has parsed. */
interface Script {
  id: string
  url: string
  map: TraceMap | null
}

/** A place in the author's files. Line and column are 1-based. */
export interface Place {
  path: string
  line: number
  column: number
}

/** A place as V8 counts: 0-based. */
export interface Location {
  scriptId: string
  lineNumber: number
  columnNumber?: number
}

/** Where the author's files lie in a container. Functions that run as plain processes have another folder. */
const TASK = 'file:///var/task/'
/** The guest's own files. */
export const GUEST = '^file:///(?!var/task/).*/(main|client|resolve)\\.cjs$'

/** A breakpoint on a line without code moves down at most this far. */
const MAX_MOVE = 20

/** Finds lines of the author's files in the scripts that run, and back. */
export class Sources {
  readonly #scripts = new Map<string, Script>()
  readonly #paths: readonly string[]

  /** @param paths the author's files */
  constructor(paths: readonly string[]) {
    // Longest first: `lib/index.ts` before `index.ts`.
    this.#paths = paths.toSorted((a, b) => b.length - a.length)
  }

  /** @returns whether the script holds code of the author */
  add({ scriptId, url, sourceMapURL }: { scriptId: string; url: string; sourceMapURL?: string }): boolean {
    if (!url.startsWith('file:')) return false
    const map = mapOf(url, sourceMapURL)
    if (map === null && this.pathOf(url) === null) return false
    this.#scripts.set(scriptId, { id: scriptId, url, map })
    return true
  }

  /** The author's file at this address; null for any other file. */
  pathOf(url: string): string | null {
    const path = decodeURI(url)
    if (path.includes('/node_modules/') || new RegExp(GUEST).test(path)) return null
    if (path.startsWith(TASK)) return this.#paths.find((each) => path === TASK + each) ?? null
    return this.#paths.find((each) => path.endsWith(`/${each}`)) ?? null
  }

  placeOf({ scriptId, lineNumber, columnNumber = 0 }: Location): Place | null {
    const script = this.#scripts.get(scriptId)
    if (script === undefined) return null
    if (script.map === null) {
      const path = this.pathOf(script.url)
      return path === null ? null : { path, line: lineNumber + 1, column: columnNumber + 1 }
    }
    const found = originalPositionFor(script.map, { line: lineNumber + 1, column: columnNumber })
    const path = found.source === null ? null : this.pathOf(found.source)
    return path === null || found.line === null ? null : { path, line: found.line, column: (found.column ?? 0) + 1 }
  }

  /** The line in the running script: the first code at or below it. */
  locate(path: string, line: number): (Location & { url: string }) | null {
    for (const script of this.#scripts.values()) {
      if (script.map === null) {
        if (this.pathOf(script.url) === path) return { scriptId: script.id, url: script.url, lineNumber: line - 1 }
        continue
      }
      const source = script.map.resolvedSources.find((each) => this.pathOf(each) === path)
      if (!source) continue
      for (let at = line; at < line + MAX_MOVE; at++) {
        const found = generatedPositionFor(script.map, { source, line: at, column: 0, bias: LEAST_UPPER_BOUND })
        if (found.line === null) continue
        return { scriptId: script.id, url: script.url, lineNumber: found.line - 1, columnNumber: found.column }
      }
    }
    return null
  }
}

function mapOf(url: string, sourceMapURL: string | undefined): TraceMap | null {
  const [, encoded] = /^data:application\/json[^,]*;base64,(.*)$/s.exec(sourceMapURL ?? '') ?? []
  if (encoded === undefined) return null
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.codePointAt(0)!)
    return new TraceMap(JSON.parse(new TextDecoder().decode(bytes)), url)
  } catch {
    return null
  }
}
