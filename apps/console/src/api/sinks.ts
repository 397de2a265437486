import type { BackgroundAction, Page, PutSink, ReplaySink, Sink, SinkTest, TestSink } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export const sinksKey = (space: string) => ['sinks', space] as const

export const sinksQuery = (space: string) =>
  queryOptions({
    queryKey: sinksKey(space),
    queryFn: async ({ signal }) => (await request<Page<Sink>>(['spaces', space, 'sinks'], { signal })).items,
    refetchInterval: every(5_000),
  })

export const getSink = (space: string, sink: string) => request<Sink>(['spaces', space, 'sinks', sink])

export const putSink = (space: string, sink: string, settings: PutSink, seen: string | null) =>
  request<Sink>(['spaces', space, 'sinks', sink], { method: 'PUT', body: settings, headers: onlyOver(seen) })

export const deleteSink = (space: string, sink: string) =>
  request<void>(['spaces', space, 'sinks', sink], { method: 'DELETE' })

export const pauseSink = (space: string, sink: string) =>
  request<Sink>(['spaces', space, 'sinks', sink, 'pause'], { method: 'POST' })

export const resumeSink = (space: string, sink: string) =>
  request<Sink>(['spaces', space, 'sinks', sink, 'resume'], { method: 'POST' })

export const testSink = (space: string, settings: TestSink) =>
  request<SinkTest>(['spaces', space, 'sink-tests'], { method: 'POST', body: settings })

export const replaySink = (space: string, sink: string, range: ReplaySink) =>
  request<BackgroundAction>(['spaces', space, 'sinks', sink, 'replays'], { method: 'POST', body: range })
