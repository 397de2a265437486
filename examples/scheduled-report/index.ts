import { alcove, type Handler } from 'alcove'

interface Tick {
  /** When it was due, in UTC. */
  scheduledAt: string
  /** Of the trigger; `day` makes the report of another day. */
  payload?: { day?: string } | null
}

interface Order {
  total: number
}

export const handler: Handler<Tick> = async ({ scheduledAt, payload }) => {
  const bucket = alcove.bucket(process.env.BUCKET!)
  const day = payload?.day ?? dayBefore(scheduledAt)
  const report = { day, orders: 0, total: 0 }
  let cursor: string | undefined
  do {
    const page = await bucket.list({ prefix: `orders/${day}/`, cursor })
    for (const { key } of page.items) {
      const order = await (await bucket.get(key)).json<Order>()
      report.orders += 1
      report.total += order.total
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  await bucket.put(`reports/${day}.json`, JSON.stringify(report), { contentType: 'application/json' })
  console.info(`${report.orders} orders on ${day}, ${report.total} in all`)
  return report
}

function dayBefore(time: string): string {
  return new Date(Date.parse(time) - 24 * 3600_000).toISOString().slice(0, 10)
}
