import type { Engine, LogpointReport } from '@alcove/engine'
import { countLogpointHits, type FunctionRoute, type LogpointHits, type Platform } from '@alcove/platform'
import type { Logger } from 'pino'

/** Reports of many instances within this time are one write. */
const FLUSH_MS = 500

/** Tells the engine which logpoints there are, and counts what they write. */
export function serveLogpoints({ platform, engine, log }: { platform: Platform; engine: Engine; log: Logger }): void {
  const waiting = new Map<string, LogpointHits>()
  const set = new Set<string>()

  const flush = () => {
    const reports = [...waiting.values()]
    waiting.clear()
    for (const report of reports) {
      countLogpointHits(platform, report).catch((error: unknown) =>
        log.warn({ err: error, logpoint: report.id }, 'Lines of a logpoint were not counted'),
      )
    }
  }
  const onReport = (functionId: string, { id, hits, problem, over }: LogpointReport) => {
    if (waiting.size === 0) setTimeout(flush, FLUSH_MS).unref()
    const before = waiting.get(id) ?? { id, functionId, hits: 0, problem: null, over: false }
    waiting.set(id, {
      ...before,
      hits: before.hits + hits,
      problem: problem ?? before.problem,
      over: before.over || over,
    })
  }
  const serve = (functionId: string, route: FunctionRoute | null) => {
    const points = (route?.logpoints ?? []).flatMap(({ version, ...point }) => {
      const revision = route!.versions.get(version)?.id
      return revision === undefined ? [] : [{ ...point, revision }]
    })
    // Nearly all functions have none, and never had.
    if (points.length === 0 && !set.delete(functionId)) return
    if (points.length > 0) set.add(functionId)
    engine.setLogpoints(functionId, points, (report) => onReport(functionId, report))
  }
  platform.routes.onChange(serve)
  for (const route of platform.routes.all()) serve(route.functionId, route)
}
