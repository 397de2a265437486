import { expect, test } from 'vitest'
import { EgressTarget, opensPrivate } from './egress.ts'

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

test.for([
  '10.1.2.3',
  '192.168.0.0/16',
  '172.31.0.1:80',
  '100.64.0.1',
  '169.254.169.254',
  '168.63.129.16:443',
  '0.0.0.0/0',
  '128.0.0.0/1:8080',
])('%s opens private addresses', (target) => expect(opensPrivate(target)).toBe(true))

test.for([
  '203.0.113.7',
  '172.32.0.1',
  '100.128.0.1/32',
  '8.0.0.0/8',
  'example.org',
  '*.example.org:443',
  '10.example',
])('%s does not', (target) => expect(opensPrivate(target)).toBe(false))
