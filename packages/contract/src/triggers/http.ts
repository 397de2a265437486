import { z } from 'zod'
import { triggerKind } from './kind.ts'

export const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export const HttpMethod = z.enum(HTTP_METHODS)
export type HttpMethod = z.infer<typeof HttpMethod>

/**
 * Who may call a function URL. `none`: anyone. The others need an API key that may invoke in the space. `key`: its
 * scope must name this space; a key for every space ("*") does not. `space`: any such key. Its owner has a grant in a
 * private space, or just an account in a public one.
 */
export const HttpAuth = z.enum(['none', 'key', 'space']).meta({
  description: 'none: anyone; key: an API key that names this space; space: whoever may invoke in it, by API key',
})
export type HttpAuth = z.infer<typeof HttpAuth>

export const HttpTriggerConfig = z.strictObject({
  auth: HttpAuth,
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
