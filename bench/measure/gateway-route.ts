import { CHATTY } from '../functions.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'

/** Routes of the space, of which one is called. */
const ROUTES = 1_000

/** A function by a route beside the same function by its URL: what matching, parameters and counting cost. */
export const gatewayRoute: Measurement = {
  targets: ['gateway-route'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const milliseconds = lab.quick ? 1500 : 4000
    const url = await alcove.deploy('routed', CHATTY, { scaling: { concurrency: 100, maxInstances: 32 } })
    const route = await alcove.routeTo('routed', ROUTES)
    await load(url, 32, 3000)
    await load(route, 32, 1000)
    return async (round) => {
      const measure = async (address: string) => (await load(address, 32, milliseconds)).requestsPerSecond
      // Each is first in every other round: the second one meets what the first one leaves to be recorded.
      if (round % 2 === 0) {
        const reference = await measure(url)
        return { 'gateway-route': { ours: await measure(route), reference } }
      }
      const ours = await measure(route)
      return { 'gateway-route': { ours, reference: await measure(url) } }
    }
  },
}
