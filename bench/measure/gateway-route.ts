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
    return async () => {
      const byUrl = await load(url, 32, milliseconds)
      const byRoute = await load(route, 32, milliseconds)
      return { 'gateway-route': { ours: byRoute.requestsPerSecond, reference: byUrl.requestsPerSecond } }
    }
  },
}
