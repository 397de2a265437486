import { z } from 'zod'
import { HttpAuth, HttpMethod } from '../http/index.ts'
import { triggerKind } from './kind.ts'

export const HttpTriggerAuth = HttpAuth.extract(['none', 'key', 'space'])
export type HttpTriggerAuth = z.infer<typeof HttpTriggerAuth>

export const HttpTriggerConfig = z.strictObject({
  auth: HttpTriggerAuth,
  methods: z.array(HttpMethod).min(1).optional().meta({ description: 'Left out: every method' }),
})
export type HttpTriggerConfig = z.infer<typeof HttpTriggerConfig>

export const httpTrigger = triggerKind({
  type: 'http',
  summary: 'Requests to the URL of the function',
  config: HttpTriggerConfig,
  shown: { url: z.string().meta({ description: 'Where callers reach it' }) },
  preview: { url: z.string() },
})
