import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FolderInUse, lockFolder } from '../src/index.ts'
import { folder } from './folder.ts'

async function holderOf(path: string) {
  const holder = spawn(process.execPath, [join(import.meta.dirname, 'hold-lock.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  return holder
}

test('a folder in use is refused, and the message names the process that has it', async () => {
  const path = await folder()
  const holder = await holderOf(path)
  const refused = await lockFolder(path).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(FolderInUse)
  expect((refused as Error).message).toContain(`process ${holder.pid}`)
  expect((refused as Error).message).toContain(path)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
})

test('the lock of a killed process is gone with it', async () => {
  const path = await folder()
  const holder = await holderOf(path)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  await using lock = await lockFolder(path)
  expect(lock).toBeDefined()
})

test('a released lock can be taken again, and of ten simultaneous attempts one wins', async () => {
  const path = await folder()
  {
    await using _lock = await lockFolder(path)
    await expect(lockFolder(path)).rejects.toThrow(FolderInUse)
  }
  const takers = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(path)))
  const winners = takers.filter((taker) => taker.status === 'fulfilled')
  expect(winners).toHaveLength(1)
  await winners[0]!.value[Symbol.asyncDispose]()
})
