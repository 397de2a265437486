import { z } from 'zod'
import { FieldError } from '../errors.ts'
import { ParametersSchema } from './schema.ts'

/** Recorded calls that a preview looks at. */
export const PREVIEW_CALLS = { default: 200, max: 500 } as const

export const PreviewParameters = z
  .strictObject({
    parameters: ParametersSchema.nullable().default(null),
    calls: z.number().int().min(1).max(PREVIEW_CALLS.max).default(PREVIEW_CALLS.default),
  })
  .meta({ id: 'PreviewParameters' })
export type PreviewParameters = z.infer<typeof PreviewParameters>

export const DeclaredParameters = z
  .object({
    version: z.number().int().nullable().meta({ description: 'null: the draft' }),
    parameters: ParametersSchema.nullable().meta({ description: 'null: any event is taken' }),
  })
  .meta({ id: 'DeclaredParameters' })
export type DeclaredParameters = z.infer<typeof DeclaredParameters>

export const ParametersPreview = z
  .object({
    calls: z.number().int().meta({ description: 'Recorded calls whose whole input could be read' }),
    unreadable: z.number().int().meta({ description: 'Others: cut, no JSON, or requests without a body' }),
    inferred: ParametersSchema.nullable().meta({ description: 'A schema that all of them match; null: no objects' }),
    seen: z
      .array(z.object({ name: z.string(), calls: z.number().int() }))
      .meta({ description: 'Properties of the inputs, and how many calls had each' }),
    refused: z.number().int().meta({ description: 'How many the given parameters would refuse' }),
    errors: z
      .array(FieldError.extend({ calls: z.number().int() }))
      .meta({ description: 'Why, the most frequent first; at most 20' }),
  })
  .meta({ id: 'ParametersPreview' })
export type ParametersPreview = z.infer<typeof ParametersPreview>
