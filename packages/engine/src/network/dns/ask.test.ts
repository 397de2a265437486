import { expect, it } from 'vitest'
import { ask } from './ask.ts'

it.each(['255.255.255.255', 'fe80::1%nowhere'])('has no answer from %s, to which there is no way', async (resolver) => {
  expect(await ask({ type: 'A', name: 'www.example.org' }, [resolver])).toBeNull()
})
