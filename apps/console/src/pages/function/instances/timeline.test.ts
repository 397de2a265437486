import type { TimelineSegment } from '@alcove/contract'
import { describe, expect, it } from 'vitest'
import { livedIn, segmentAt, visibleSegments } from './timeline.ts'

const life: TimelineSegment[] = [
  { state: 'starting', from: 0, to: 100, calls: 0 },
  { state: 'busy', from: 100, to: 105, calls: 1 },
  { state: 'frozen', from: 105, to: 1_000, calls: 0 },
]

describe('visibleSegments()', () => {
  it('lets a life that goes on reach to now', () => {
    const shown = visibleSegments({ timeline: life, endedAt: null }, { from: 0, to: 5_000 }, 4_000)
    expect(shown.at(-1)).toEqual({ state: 'frozen', from: 105, to: 4_000, calls: 0 })
  })

  it('ends where an ended life ended, and leaves out what is elsewhere', () => {
    const ended = { timeline: life, endedAt: new Date(1_000).toISOString() }
    expect(visibleSegments(ended, { from: 200, to: 5_000 }, 4_000)).toEqual([life[2]])
  })
})

describe('segmentAt()', () => {
  it('finds the stretch under the pointer', () => expect(segmentAt(life, 500, 0)).toBe(2))
  it('finds a short one beside the pointer rather than the long one under it', () =>
    expect(segmentAt(life, 110, 20)).toBe(1))
  it('finds nothing where nothing is', () => expect(segmentAt(life, 5_000, 20)).toBe(null))
})

describe('livedIn()', () => {
  const at = (ms: number) => new Date(ms).toISOString()
  it('counts a life that reaches into the span from either side', () => {
    expect(livedIn({ startedAt: at(0), endedAt: at(50) }, { from: 40, to: 90 })).toBe(true)
    expect(livedIn({ startedAt: at(80), endedAt: null }, { from: 40, to: 90 })).toBe(true)
    expect(livedIn({ startedAt: at(0), endedAt: at(30) }, { from: 40, to: 90 })).toBe(false)
  })
})
