import { describe, expect, it } from 'vitest'
import { targetProblem } from './targets.ts'

describe('targetProblem()', () => {
  it.each(['api.example.org', '*.example.org', '203.0.113.7', '203.0.113.0/24', 'db.internal:5432', '10.0.0.0/8:443'])(
    'lets %s in',
    (target) => expect(targetProblem(target, [])).toBe(null),
  )

  it.each([
    ['https://example.org', 'bad'],
    ['example.org/path', 'bad'],
    ['', 'bad'],
    ['example.org:70000', 'badPort'],
    ['example.org:0', 'badPort'],
    ['203.0.113.0/40', 'badNetwork'],
  ])('says what is wrong with "%s"', (target, problem) => expect(targetProblem(target, [])).toBe(problem))

  it('refuses what is listed already', () => {
    expect(targetProblem('example.org', ['example.org'])).toBe('twice')
  })
})
