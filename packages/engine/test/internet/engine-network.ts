/** An engine's network in a process of its own, to be closed or killed. */
import { openNetwork } from '../../src/network/open-network.ts'

const network = await openNetwork({ home: process.argv[2]!, log: () => {} })
const slot = network.available ? await network.take({ mode: 'internet', allow: [] }) : null
process.send!({
  available: network.available,
  reason: network.reason,
  remedy: network.remedy,
  path: slot?.path ?? null,
})
process.once('message', async () => {
  await network.close()
  process.disconnect()
})
