import { z } from 'zod'
import { authProblem, Cors, HmacAuth, HostName, HttpAuth, HttpMethod, JwtAuth, PayloadFormat } from '../http/index.ts'
import { triggerKind } from './kind.ts'

export const HttpTriggerConfig = z
  .strictObject({
    auth: HttpAuth,
    methods: z.array(HttpMethod).min(1).optional().meta({ description: 'Left out: every method' }),
    jwt: JwtAuth.optional(),
    hmac: HmacAuth.optional(),
    cors: Cors.optional(),
    payloadFormat: PayloadFormat.optional(),
    respondAsync: z
      .boolean()
      .optional()
      .meta({ description: 'A request with `Prefer: respond-async` is a task: answered with 202 once it is accepted' }),
    hosts: z.array(HostName).max(20).optional().meta({ description: 'Host names that lead to this trigger alone' }),
  })
  .superRefine((config, ctx) => {
    const problem = authProblem(config)
    if (problem) ctx.addIssue({ code: 'custom', path: [problem.path], message: problem.message })
  })
export type HttpTriggerConfig = z.infer<typeof HttpTriggerConfig>

export const httpTrigger = triggerKind({
  type: 'http',
  summary: 'Requests to the URL of the function',
  config: HttpTriggerConfig,
  shown: { url: z.string().meta({ description: 'Where callers reach it' }) },
  preview: { url: z.string() },
})
