import { z } from 'zod'
import { CHART_METRICS, METRIC_SPLITS } from './metrics.ts'
import { Etag, Name, Qualifier, Timestamp, VersionNumber } from './names.ts'

/** Charts that people of a space arrange and share. */
export const BOARD_LIMITS = { boards: 50, charts: 24 } as const

const WIDTHS = ['half', 'full'] as const

export const BoardChart = z
  .strictObject({
    metric: z.enum(CHART_METRICS),
    title: z.string().trim().max(80).default('').meta({ description: 'Empty: the name of the metric' }),
    function: Name.nullable().default(null).meta({ description: 'null: all functions of the space' }),
    version: z
      .union([z.literal('draft'), VersionNumber])
      .nullable()
      .default(null),
    qualifier: Qualifier.nullable().default(null),
    trigger: z.string().max(100).nullable().default(null).meta({ description: '`timer:nightly`, `api`' }),
    split: z.enum(METRIC_SPLITS).nullable().default(null),
    width: z.enum(WIDTHS).default('half'),
  })
  .refine((chart) => chart.function !== null || chart.version === null, {
    path: ['version'],
    message: 'Only a function has versions: name it',
  })
export type BoardChart = z.infer<typeof BoardChart>

export const PutBoard = z
  .strictObject({ charts: z.array(BoardChart).max(BOARD_LIMITS.charts).meta({ description: 'In their order' }) })
  .meta({ id: 'PutBoard' })
export type PutBoard = z.infer<typeof PutBoard>

export const Board = z
  .object({
    name: Name,
    charts: z.array(BoardChart),
    etag: Etag,
    updatedAt: Timestamp,
    updatedBy: z.string(),
  })
  .meta({ id: 'Board' })
export type Board = z.infer<typeof Board>
export const BoardList = z.object({ items: z.array(Board) }).meta({ id: 'BoardList' })
