import { expect, it } from 'vitest'
import { IgnoredPath, ignoring } from './ignored-paths.ts'
import { StartReplay } from './replays.ts'

it.each(['at', 'items.*.id', 'items.0', '*', 'a key', 'a[b]'])('%j is a path', (path) => {
  expect(IgnoredPath.safeParse(path).success).toBe(true)
})

it.each(['', '$.at', '/items/0', 'items[0].id', 'items[*].id', 'items[].id', 'a["b"]', '.at', 'at.', 'a..b'])(
  '%j would match nothing, and is refused',
  (path) => expect(IgnoredPath.safeParse(path).success).toBe(false),
)

it.each([
  ['output.at', true],
  ['logs', true],
  ['httpStatus', true],
  ['body.at', false],
  ['outputs', false],
])('a replay leaves out %j: %j', (path, can) => {
  const request = { invocations: ['019a0000-aaaa-7bbb-8ccc-0123456789ab'], ignore: [path] }
  expect(StartReplay.safeParse(request).success).toBe(can)
})

it.each([
  ['output.items.3.id', ['output.items.*.id'], true],
  ['output.items.3.id', ['output.items.2.id'], false],
  ['output.items', ['output.items.*.id'], false],
  ['output.items.3.id', ['output.items'], true],
  ['output.a.b', ['output.a.b'], true],
  ['output', [], false],
])('%j is among %j: %j', (path, paths, expected) => expect(ignoring(paths)(path)).toBe(expected))
