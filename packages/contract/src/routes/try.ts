import { z } from 'zod'
import { FieldError } from '../errors.ts'
import { HttpMethod } from '../http/index.ts'
import { Uuid } from '../names.ts'
import { PutRoute } from './route.ts'

/** A request to a route as it is being edited. Who may invoke in the space passes its auth. */
export const TryRoute = z
  .strictObject({
    route: PutRoute,
    request: z.strictObject({
      method: HttpMethod,
      /** With its query, as after the address of the gateway. */
      path: z
        .string()
        .max(4000)
        .regex(/^\/[^\s#]*$/, 'Must start with "/"'),
      headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().max(8000)).default({}),
      body: z
        .string()
        .max(1024 * 1024)
        .default(''),
    }),
  })
  .meta({ id: 'TryRoute' })
export type TryRoute = z.infer<typeof TryRoute>

export const TriedRoute = z
  .object({
    status: z.number().int(),
    durationMs: z.number(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string().meta({ description: 'As text' }),
    truncated: z.boolean(),
    called: z.boolean().meta({ description: 'Whether the function was called' }),
    invocationId: Uuid.nullable(),
    errors: z.array(FieldError).meta({ description: 'Fields that do not match the schemas' }),
  })
  .meta({ id: 'TriedRoute' })
export type TriedRoute = z.infer<typeof TriedRoute>
