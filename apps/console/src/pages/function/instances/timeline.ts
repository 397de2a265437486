import type { Instance, TimelineSegment } from '@alcove/contract'

/** A range of time. Milliseconds since the epoch. */
export interface Span {
  from: number
  to: number
}

/** The segments of an instance within `span`. The last one of a running instance extends to `now`. */
export function visibleSegments(instance: Pick<Instance, 'timeline' | 'endedAt'>, span: Span, now: number) {
  const { timeline, endedAt } = instance
  return timeline
    .map((segment, index): TimelineSegment =>
      endedAt === null && index === timeline.length - 1 ? { ...segment, to: Math.max(segment.to, now) } : segment,
    )
    .filter(({ from, to }) => to >= span.from && from <= span.to)
}

/** Whether the instance lived at any time within `span`. */
export const livedIn = ({ startedAt, endedAt }: Pick<Instance, 'startedAt' | 'endedAt'>, span: Span): boolean =>
  Date.parse(startedAt) <= span.to && (endedAt === null || Date.parse(endedAt) >= span.from)

/** The segment at a time, or the nearest within `slack`: a call of one millisecond must be possible to point at. */
export function segmentAt(segments: readonly TimelineSegment[], at: number, slack: number): number | null {
  let best: { index: number; distance: number; length: number } | null = null
  for (const [index, { from, to }] of segments.entries()) {
    const distance = at < from ? from - at : Math.max(0, at - to)
    if (distance > slack) continue
    // Where a short and a long segment meet, take the short one: it is harder to hit.
    const length = to - from
    const thinner = best !== null && length <= slack && best.length > slack
    const thicker = best !== null && length > slack && best.length <= slack
    if (best === null || thinner || (distance < best.distance && !thicker)) best = { index, distance, length }
  }
  return best?.index ?? null
}
