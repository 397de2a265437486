import { z } from 'zod'
import { Timestamp } from './names.ts'

export const FLOW_KINDS = ['trigger', 'route', 'call', 'destination', 'event', 'log'] as const

/** Something that starts a function, or that a function starts or sends to. Counts cover the last day. */
export const FlowLink = z.object({
  kind: z.enum(FLOW_KINDS).meta({
    description:
      'trigger, route: starts the function; call: one function calls the other; destination: results of tasks go there; ' +
      'event: published by the function; log: a trigger that reads its lines',
  }),
  name: z.string().meta({ description: 'Of the trigger, route, function, bucket, type of event, or a URL' }),
  detail: z.string().meta({
    description:
      'The type of the trigger or destination; the method and path of a route; the function of a log trigger',
  }),
  count: z.number().int(),
  lastAt: Timestamp.nullable(),
})
export type FlowLink = z.infer<typeof FlowLink>

export const FunctionFlow = z
  .object({ fedBy: z.array(FlowLink), feeds: z.array(FlowLink) })
  .meta({ id: 'FunctionFlow', description: 'What starts a function, and what it starts or sends to' })
export type FunctionFlow = z.infer<typeof FunctionFlow>
