import { expect, test } from 'vitest'
import { manifestFor } from './dependency.ts'

test.each([
  [undefined, 'hono', '^4.6.0', '{"type":"module","dependencies":{"hono":"^4.6.0"}}'],
  ['{"name":"x","dependencies":{"zod":"4"}}', 'hono', '', '{"name":"x","dependencies":{"hono":"latest","zod":"4"}}'],
  ['{"dependencies":{"zod":"3"}}', 'zod', '4', '{"dependencies":{"zod":"4"}}'],
  ['{ not JSON', 'zod', '4', null],
  ['[]', 'zod', '4', null],
])('a package.json %s with %s %s', (text, name, version, after) => {
  const written = manifestFor('nodejs24')!.withPackage(text, name, version)
  expect(written && JSON.stringify(JSON.parse(written))).toBe(after)
})

test.each([
  [undefined, 'requests', '', 'requests\n'],
  ['requests>=2 # for HTTP\nPyYAML\n', 'Requests', '2.32.3', 'PyYAML\nRequests==2.32.3\n'],
  ['ruamel.yaml', 'ruamel-yaml', '>=0.18', 'ruamel-yaml>=0.18\n'],
])('a requirements.txt %j with %s %s', (text, name, version, after) => {
  expect(manifestFor('python3')!.withPackage(text, name, version)).toBe(after)
})

test('names are those of the registry', () => {
  const npm = manifestFor('nodejs22')!.name
  expect(['hono', '@hono/zod-openapi', 'left pad', '../x', 'A'].map((name) => npm.test(name))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
  expect(manifestFor('java17')).toBeNull()
})
