import { describe, expect, it } from 'vitest'
import { exposure, refusalOf } from './isolation.ts'

const engine = { reason: 'Neither crun nor runc is installed', remedy: 'apt-get install crun' }

describe('refusalOf()', () => {
  it.each([
    ['a fresh home that only this machine reaches', { strongest: null, forced: undefined, exposed: null }],
    ['who asked for plain processes', { strongest: 'oci', forced: 'process', exposed: 'ALCOVE_HOST=0.0.0.0' }],
  ] as const)('lets %s go on', (_, facts) => expect(refusalOf({ engine, ...facts })).toBeNull())

  it('does not let the isolation of a home become weaker', () => {
    const refusal = refusalOf({ engine, strongest: 'oci', forced: undefined, exposed: null })
    expect(refusal).toMatch(/^Functions have run in containers here.*Neither crun nor runc.*apt-get install crun/)
    expect(refusal).toContain('ALCOVE_SANDBOX=process')
  })

  it('asks before others than this machine can have plain processes started', () => {
    const refusal = refusalOf({ engine, strongest: null, forced: undefined, exposed: 'ALCOVE_HOST=0.0.0.0' })
    expect(refusal).toMatch(/ALCOVE_HOST=0\.0\.0\.0.*Neither crun nor runc.*ALCOVE_SANDBOX=process/)
  })
})

describe('exposure()', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('is none at %s', (ALCOVE_HOST) =>
    expect(exposure({ ALCOVE_HOST })).toBeNull(),
  )

  it.each(['0.0.0.0', '::', '192.0.2.1', '::ffff:192.0.2.1', 'server.example.org', ''])(
    'is there at "%s"',
    (ALCOVE_HOST) => expect(exposure({ ALCOVE_HOST })).toBe(`ALCOVE_HOST=${ALCOVE_HOST}`),
  )

  it('is there behind a proxy', () => {
    const at = (origin: string) => exposure({ ALCOVE_HOST: '127.0.0.1', ALCOVE_GATEWAY_ORIGIN: origin })
    expect(at('https://functions.example.org')).toBe('ALCOVE_GATEWAY_ORIGIN=https://functions.example.org')
    expect(at('http://[::1]:4401')).toBeNull()
  })
})
