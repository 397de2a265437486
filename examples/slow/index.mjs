import { setTimeout as sleep } from 'node:timers/promises'

export const handler = async (event) => {
  const ms = event?.ms ?? 3000
  console.log('Waiting %d ms', ms)
  await sleep(ms)
  return { waited: ms }
}
