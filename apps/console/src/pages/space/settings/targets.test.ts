import { describe, expect, it } from 'vitest'
import { isPrivate, targetProblem } from './targets.ts'

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

describe('isPrivate()', () => {
  it.each(['10.1.2.3', '192.168.0.0/16', '172.31.0.1:80', '100.64.0.1', '169.254.169.254'])('knows %s', (target) =>
    expect(isPrivate(target)).toBe(true),
  )
  it.each(['203.0.113.7', '172.32.0.1', '100.128.0.1', 'example.org'])('leaves %s', (target) =>
    expect(isPrivate(target)).toBe(false),
  )
})
