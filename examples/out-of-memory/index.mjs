import { setTimeout as sleep } from 'node:timers/promises'

export const handler = async () => {
  const kept = []
  for (;;) {
    kept.push(Buffer.alloc(16 * 1024 * 1024, 1))
    console.log('Holding %d MB', kept.length * 16)
    await sleep(1)
  }
}
