/** Charts of many calls and what sets some of them apart. Both read a sample of bounded size. */
import { z } from 'zod'
import { Invocation, InvocationFilter } from './invocations.ts'
import { Moment } from './names.ts'

export const ScatterQuery = InvocationFilter.extend({ from: Moment, to: Moment })
export type ScatterQuery = z.infer<typeof ScatterQuery>

export const ScatterPoint = Invocation.pick({
  id: true,
  function: true,
  status: true,
  start: true,
  startedAt: true,
  durationMs: true,
  repeats: true,
})
export type ScatterPoint = z.infer<typeof ScatterPoint>

export const Scatter = z
  .object({
    points: z.array(ScatterPoint),
    everyFailure: z.boolean().meta({ description: 'false: there were too many, and this is a sample even over time' }),
    everySuccess: z.boolean(),
  })
  .meta({ id: 'Scatter' })
export type Scatter = z.infer<typeof Scatter>

/** Which calls are compared with the others that match the filter. */
export const SELECTIONS = ['failed', 'slow', 'window', 'issue'] as const
export type Selection = (typeof SELECTIONS)[number]

export const DifferencesQuery = ScatterQuery.extend({
  these: z.enum(SELECTIONS).meta({
    description:
      'failed; slow: the slowest twentieth; window: within windowFrom and windowTo, and the durations; issue: of that issue',
  }),
  windowFrom: Moment.optional(),
  windowTo: Moment.optional(),
  windowMinMs: z.coerce.number().min(0).optional(),
  windowMaxMs: z.coerce.number().min(0).optional(),
})
export type DifferencesQuery = z.infer<typeof DifferencesQuery>

const SampleSize = z.object({
  calls: z.number().int().meta({ description: 'Calls that were read' }),
  sampled: z.boolean().meta({ description: 'There were more' }),
})

/** One value that is more common among the selected calls than among the others. */
export const Difference = z.object({
  field: z.string().meta({ description: 'version, alias, trigger, instance, start, caller, function or input.{path}' }),
  value: z.string().meta({ description: '`*`: the field is there at all' }),
  these: z.number().meta({ description: 'Share of the selected calls that have it' }),
  rest: z.number().meta({ description: 'Share of the other calls that have it' }),
})
export type Difference = z.infer<typeof Difference>

export const Differences = z
  .object({
    these: SampleSize,
    rest: SampleSize,
    slowerThanMs: z.number().nullable().meta({ description: 'Of these=slow: where the slowest twentieth begins' }),
    alike: z.number().int().meta({ description: 'Fields that were compared and hardly differ' }),
    items: z.array(Difference).meta({ description: 'The greatest difference first, at most 20' }),
  })
  .meta({ id: 'Differences' })
export type Differences = z.infer<typeof Differences>
