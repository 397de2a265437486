import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Timeline } from './timeline.ts'

test('calls close to each other share a segment, those far apart do not', () => {
  const timeline = new Timeline(0)
  timeline.enter('idle', 40)
  for (const at of [50, 200, 900]) {
    timeline.enter('busy', at)
    timeline.callEnded()
    timeline.enter('idle', at + 10)
    timeline.enter('frozen', at + 60)
  }
  timeline.enter('busy', 5000)
  expect(timeline.segments(5200)).toEqual([
    { state: 'starting', from: 0, to: 40, calls: 0 },
    { state: 'idle', from: 40, to: 50, calls: 0 },
    { state: 'busy', from: 50, to: 910, calls: 3 },
    { state: 'idle', from: 910, to: 960, calls: 0 },
    { state: 'frozen', from: 960, to: 5000, calls: 0 },
    { state: 'busy', from: 5000, to: 5200, calls: 0 },
  ])
})

test('a timeline stays short and has no gaps, and every call is counted', () => {
  const step = fc.record({ gap: fc.integer({ min: 1, max: 5000 }), work: fc.integer({ min: 1, max: 3000 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
      const timeline = new Timeline(0)
      let now = 10
      timeline.enter('idle', now)
      for (const { gap, work } of steps) {
        now += gap
        timeline.enter('busy', now)
        now += work
        timeline.callEnded()
        timeline.enter('idle', now)
      }
      const segments = timeline.segments(now)
      expect(segments.length).toBeLessThanOrEqual(100)
      expect(segments.reduce((sum, { calls }) => sum + calls, 0)).toBe(steps.length)
      expect(segments[0]!.from).toBe(0)
      expect(segments.at(-1)!.to).toBe(now)
      for (let at = 1; at < segments.length; at++) expect(segments[at]!.from).toBe(segments[at - 1]!.to)
    }),
  )
})
