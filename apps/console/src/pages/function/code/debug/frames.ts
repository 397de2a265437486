import type { Location, Place, Sources } from './sources.ts'

/** A value as V8 describes it. */
export interface Value {
  type: string
  subtype?: string
  value?: unknown
  description?: string
  objectId?: string
  unserializableValue?: string
}

export interface Scope {
  kind: string
  name: string | undefined
  object: Value
  /** Index in the frame, to change a variable. */
  number: number
}

export interface Frame {
  /** Null: an earlier turn of the event loop, which cannot be evaluated in. */
  id: string | null
  name: string
  place: Place | null
  scopes: Scope[]
  /** Not all can: V8 says which, and Python has no such thing. */
  canRestart: boolean
  /** What separates it from the frame above: "await". */
  after: string | null
}

interface AsyncTrace {
  description?: string
  callFrames: { functionName: string; scriptId: string; lineNumber: number; columnNumber: number }[]
  parent?: AsyncTrace
}

/** The event `Debugger.paused`. */
export interface Paused {
  callFrames: {
    callFrameId: string
    functionName: string
    location: Location
    scopeChain: { type: string; name?: string; object: Value }[]
    canBeRestarted?: boolean
  }[]
  reason: string
  data?: Value
  /** Ids of breakpoints. */
  hitBreakpoints?: readonly string[]
  asyncStackTrace?: AsyncTrace
}

/** The frames of a pause, and below them those of earlier turns of the event loop. */
export function framesOf({ callFrames, asyncStackTrace }: Paused, sources: Sources): Frame[] {
  const frames: Frame[] = callFrames.map((frame) => ({
    id: frame.callFrameId,
    name: frame.functionName || '(anonymous)',
    place: sources.placeOf(frame.location),
    scopes: frame.scopeChain.map(({ type, name, object }, number) => ({ kind: type, name, object, number })),
    canRestart: frame.canBeRestarted === true,
    after: null,
  }))
  for (let trace = asyncStackTrace; trace; trace = trace.parent) {
    let after: string | null = trace.description ?? 'async'
    for (const { functionName, scriptId, lineNumber, columnNumber } of trace.callFrames) {
      const place = sources.placeOf({ scriptId, lineNumber, columnNumber })
      frames.push({ id: null, name: functionName || '(anonymous)', place, scopes: [], canRestart: false, after })
      after = null
    }
  }
  return frames
}
