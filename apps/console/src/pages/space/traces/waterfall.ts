import type { CallSpan, LogLine, Phases, Trace, TraceCall } from '@alcove/contract'

/** The order in which the phases of a call follow each other. */
export const PHASES = [
  'build',
  'queue',
  'fetch',
  'unpack',
  'sandbox',
  'runtime',
  'init',
  'handler',
  'response',
] as const satisfies readonly (keyof Phases)[]

/** A row of the waterfall. Times are milliseconds since the trace began. */
export type WaterfallRow =
  | { kind: 'call'; key: string; depth: number; from: number; ms: number; call: TraceCall; parent: boolean }
  | { kind: 'phase'; key: string; depth: number; from: number; ms: number; phase: keyof Phases; call: TraceCall }
  | { kind: 'span'; key: string; depth: number; from: number; ms: number; span: CallSpan; call: TraceCall }
  | { kind: 'line'; key: string; depth: number; from: number; line: LogLine }

/**
 * The calls of a trace as a tree: below each call its phases, then its lines, spans and the calls it made, by time.
 * Calls whose caller is not in the trace are at the top.
 */
export function waterfallOf(trace: Trace, folded: ReadonlySet<string> = new Set()): WaterfallRow[] {
  const begin = Date.parse(trace.startedAt)
  const known = new Set(trace.calls.map(({ id }) => id))
  const children = Map.groupBy(trace.calls, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : '',
  )
  const lines = Map.groupBy(trace.logs, ({ invocationId }) => invocationId)
  const rows: WaterfallRow[] = []

  function add(call: TraceCall, depth: number): void {
    const from = Date.parse(call.startedAt) - begin
    const inside = [
      ...(lines.get(call.id) ?? []).map((line) => ({ at: Date.parse(line.time) - begin, line })),
      ...nested(call.spans).map(({ span, level }) => ({ at: from + span.startMs, span, level })),
      ...(children.get(call.id) ?? []).map((child) => ({ at: Date.parse(child.startedAt) - begin, child })),
    ].sort((a, b) => a.at - b.at)
    const phases = phasesOf(call, from)
    const parent = inside.length + phases.length > 0
    rows.push({ kind: 'call', key: call.id, depth, from, ms: call.durationMs, call, parent })
    if (folded.has(call.id)) return
    for (const phase of phases) rows.push({ ...phase, depth: depth + 1 })
    for (const each of inside) {
      if ('child' in each) add(each.child, depth + 1)
      else if ('span' in each) {
        const { span, level, at } = each
        const key = `${call.id} ${span.id}`
        rows.push({ kind: 'span', key, depth: depth + 1 + level, from: at, ms: span.durationMs, span, call })
      } else rows.push({ kind: 'line', key: each.line.id, depth: depth + 1, from: each.at, line: each.line })
    }
  }

  for (const call of children.get('') ?? []) add(call, 0)
  return rows
}

/** Deeper ones are shown at this depth. */
const MOST_NESTED = 8

/** How deep each span is inside of the others. Ids come from the function: they may repeat, or form a circle. */
function nested(spans: readonly CallSpan[]): { span: CallSpan; level: number }[] {
  const byId = new Map(spans.map((span) => [span.id, span]))
  return spans.map((span) => {
    let level = 0
    for (let at = span; level < MOST_NESTED; level++) {
      const parent = at.parentId === null ? undefined : byId.get(at.parentId)
      if (!parent) break
      at = parent
    }
    return { span, level }
  })
}

/** Where the time of a call went. For a call that only ran its handler, its own bar says it. */
function phasesOf(call: TraceCall, from: number) {
  const present = PHASES.filter((phase) => call.phases[phase] !== undefined)
  if (present.every((phase) => phase === 'handler')) return []
  let at = from
  return present.map((phase) => {
    const ms = call.phases[phase]!
    const row = { kind: 'phase', key: `${call.id} ${phase}`, from: at, ms, phase, call } as const
    at += ms
    return row
  })
}
