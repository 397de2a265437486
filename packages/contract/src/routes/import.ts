import { z } from 'zod'
import { Name } from '../names.ts'
import { RouteMethod, type PutRoute } from './route.ts'

/** What an import does, or would do, with one operation of the file. */
export const ImportedRoute = z.object({
  outcome: z.enum(['new', 'change', 'same', 'clash', 'refused', 'delete']),
  name: Name,
  method: RouteMethod,
  path: z.string(),
  detail: z.string().meta({ description: 'What changes, or why it is left out' }),
})
export type ImportedRoute = z.infer<typeof ImportedRoute>

export const ImportResult = z
  .object({
    title: z.string(),
    version: z.string().meta({ description: 'Of OpenAPI' }),
    operations: z.number().int(),
    counts: z.record(ImportedRoute.shape.outcome, z.number().int()),
    unnamed: z.number().int().meta({ description: 'Routes of the space that the file does not name' }),
    routes: z.array(ImportedRoute),
  })
  .meta({ id: 'ImportResult' })
export type ImportResult = z.infer<typeof ImportResult>

const flag = z.enum(['true', 'false']).default('false')

export const ImportQuery = z.strictObject({
  preview: flag.meta({ description: 'Only say what would be done' }),
  deleteUnnamed: flag.meta({ description: 'Delete the routes that the file does not name' }),
})
export type ImportQuery = z.infer<typeof ImportQuery>

/** One operation of an OpenAPI file: what it says of a route. What it leaves out stays as it is, or is the default. */
export interface RouteDraft {
  name: string
  method: RouteMethod
  path: string
  settings: Partial<PutRoute>
  /** Why it cannot be a route. */
  refusal?: string
}
