import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { PLATFORM_EVENTS } from '../packages/contract/src/events.ts'

test('docs/events.md names every event that Alcove publishes', async () => {
  const doc = await readFile(new URL('../docs/events.md', import.meta.url), 'utf8')
  const rows = doc.split('\n').filter((line) => line.startsWith('| `alcove.'))
  const named = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(alcove\.[a-z.]+)`/g)].map(([, type]) => type))
  expect(named.toSorted()).toEqual([...PLATFORM_EVENTS].toSorted())
})
