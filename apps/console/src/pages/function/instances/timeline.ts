import type { Instance, TimelineSegment } from '@alcove/contract'

/** A stretch of time. Milliseconds since the epoch. */
export interface Span {
  from: number
  to: number
}

/** The stretches of a life that reach into `span`. One that goes on reaches to `now`, whenever it was told. */
export function visibleSegments(instance: Pick<Instance, 'timeline' | 'endedAt'>, span: Span, now: number) {
  const { timeline, endedAt } = instance
  return timeline
    .map((segment, index): TimelineSegment =>
      endedAt === null && index === timeline.length - 1 ? { ...segment, to: Math.max(segment.to, now) } : segment,
    )
    .filter(({ from, to }) => to >= span.from && from <= span.to)
}

/** Whether any of the instance's life falls into `span`. */
export const livedIn = ({ startedAt, endedAt }: Pick<Instance, 'startedAt' | 'endedAt'>, span: Span): boolean =>
  Date.parse(startedAt) <= span.to && (endedAt === null || Date.parse(endedAt) >= span.from)

/** The stretch at a moment; of those within `slack`, the nearest: a call of a millisecond can be pointed at too. */
export function segmentAt(segments: readonly TimelineSegment[], at: number, slack: number): number | null {
  let best: { index: number; distance: number; length: number } | null = null
  for (const [index, { from, to }] of segments.entries()) {
    const distance = at < from ? from - at : Math.max(0, at - to)
    if (distance > slack) continue
    // A short stretch beside a long one is the one that was meant.
    const length = to - from
    const thinner = best !== null && length <= slack && best.length > slack
    const thicker = best !== null && length > slack && best.length <= slack
    if (best === null || thinner || (distance < best.distance && !thicker)) best = { index, distance, length }
  }
  return best?.index ?? null
}
