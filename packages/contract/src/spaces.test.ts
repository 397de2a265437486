import { expect, test } from 'vitest'
import { EgressTarget } from './spaces.ts'

test.for([
  ['api.example.org', true],
  ['*.example.org', true],
  ['*.example.org:443', true],
  ['localhost', true],
  ['10.1.2.3', true],
  ['10.0.0.0/8', true],
  ['0.0.0.0/0:443', true],
  ['3com.example', true],
  ['10.0.0.0/33', false],
  ['10.0.0.256', false],
  ['10.0.0', false],
  ['example.org/24', false],
  ['example.org:0', false],
  ['example.org:65536', false],
  ['*', false],
  ['a.*.org', false],
  ['https://example.org', false],
  ['::1', false],
  ['', false],
] as const)('%j may be a target of egress: %s', ([target, allowed]) => {
  expect(EgressTarget.safeParse(target).success).toBe(allowed)
})
