import { AlcoveError, EVENT_LIMITS, type CloudEvent } from '@alcove/contract'
import { newId, publishCloudEvents } from '@alcove/platform'
import { z } from 'zod'
import { checkedEvents } from '../wire/check-events.ts'
import { parseJson } from '../wire/json.ts'
import { guestOperation, type GuestOperationRequest } from './guest-operation.ts'

/** `alcove.publish()` in functions: the body is a list of events as JSON. */
export const eventOperations = [
  guestOperation({
    name: 'events.publish',
    action: 'functions:invoke',
    input: z.strictObject({}),
    async run({ ctx, body, call }) {
      const { order, route } = call
      const events = await readEvents(body, `/spaces/${route.space}/functions/${route.function}`)
      const lineage = order.lineage ?? order.id.replaceAll('-', '')
      const cause = { traceId: order.traceId, hops: order.hops + 1, lineage, parentId: order.id }
      return { value: await publishCloudEvents({ ctx, input: { events, cause } }) }
    },
  }),
]

/** Fills in what the function leaves out: an id, the function as source, the time. */
async function readEvents(body: GuestOperationRequest<unknown>['body'], source: string): Promise<CloudEvent[]> {
  const given = parseJson(await bytesOf(body))
  if (!Array.isArray(given) || given.length > EVENT_LIMITS.batch) {
    throw new AlcoveError('ValidationFailed', `alcove.publish takes an event, or a list of up to ${EVENT_LIMITS.batch}`)
  }
  const time = new Date().toISOString()
  return checkedEvents(
    given.map((event: unknown) =>
      typeof event === 'object' && event !== null && !Array.isArray(event)
        ? { specversion: '1.0', id: newId(), source, time, ...event }
        : event,
    ),
  )
}

async function bytesOf(body: GuestOperationRequest<unknown>['body']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > EVENT_LIMITS.batchBytes)
      throw new AlcoveError('PayloadTooLarge', `Events may have at most ${EVENT_LIMITS.batchBytes} bytes together`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
