import { z } from 'zod'
import { BackgroundState } from './background.ts'
import { IgnoredPath, ignoring } from './ignored-paths.ts'
import { InvocationQuery } from './invocations.ts'
import { Name, Qualifier, Timestamp, Uuid, VersionNumber } from './names.ts'
import { InvocationStatus } from './statuses.ts'
import { TestDiff } from './tests.ts'

export const REPLAY_LIMITS = { calls: 200, parallel: 4, ignored: 100 } as const

/** `output.body.at`, `output.items.*.id`, `logs`: a path and everything below it. */
const Ignored = z
  .array(
    IgnoredPath.regex(
      /^(output|logs|httpStatus)(\.|$)/,
      'Must begin with output, logs or httpStatus, as output.items.*.id does',
    ),
  )
  .max(REPLAY_LIMITS.ignored)
  .meta({ description: 'Paths that are not compared, with what is below them: output.at, output.items.*.id, logs' })

export const StartReplay = z
  .strictObject({
    invocations: z.array(Uuid).min(1).max(REPLAY_LIMITS.calls).optional(),
    filter: z
      .strictObject(InvocationQuery.omit({ limit: true, cursor: true }).shape)
      .optional()
      .meta({
        description:
          'In place of invocations: the newest 200 calls that match, without tests and replays unless it names one',
      }),
    qualifier: Qualifier.default('draft'),
    outgoing: z.enum(['blocked', 'allowed']).default('blocked').meta({
      description:
        'blocked: the function can connect to nothing, call no function, and ask nothing of the platform. allowed: all of it is real',
    }),
    ignore: Ignored.default([]),
  })
  .refine(({ invocations, filter }) => (invocations === undefined) !== (filter === undefined), {
    path: ['invocations'],
    message: 'Name either invocations or a filter',
  })
  .meta({ id: 'StartReplay' })
export type StartReplay = z.infer<typeof StartReplay>

export const PatchReplay = z.strictObject({ ignore: Ignored })

/** What came of a call that was run again, the worst first. */
export const REPLAY_VERDICTS = [
  'failsNow',
  'stillFails',
  'differs',
  'fixed',
  'same',
  'notComparable',
  'skipped',
  'waiting',
] as const
export const ReplayVerdict = z.enum(REPLAY_VERDICTS)
export type ReplayVerdict = z.infer<typeof ReplayVerdict>

/** A call as far as two of them are shown side by side. */
const Ran = z.object({
  invocation: Uuid,
  status: InvocationStatus,
  startedAt: Timestamp,
  durationMs: z.number(),
  httpStatus: z.number().int().nullable(),
})

export const ReplayCall = z.object({
  recorded: Ran.extend({ version: VersionNumber.nullable(), summary: z.string() }),
  replayed: Ran.nullable(),
  verdict: ReplayVerdict,
  reason: z.string().nullable().meta({ description: 'Why it was skipped, or cannot be compared' }),
  diffs: z.array(TestDiff),
})
export type ReplayCall = z.infer<typeof ReplayCall>

export const Replay = z
  .object({
    id: Uuid.meta({ description: 'Also that of its background action, which stops it' }),
    function: Name,
    qualifier: z.string(),
    version: VersionNumber.nullable().meta({ description: 'null: the draft' }),
    outgoing: z.enum(['blocked', 'allowed']),
    ignore: z.array(z.string()),
    state: BackgroundState,
    stopping: z.boolean(),
    total: z.number().int(),
    counts: z.record(ReplayVerdict, z.number().int()),
    startedBy: z.string(),
    startedAt: Timestamp,
    endedAt: Timestamp.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Replay' })
export type Replay = z.infer<typeof Replay>
export const ReplayList = z.object({ items: z.array(Replay), nextCursor: z.null() }).meta({ id: 'ReplayList' })

export const ReplayDetail = Replay.extend({
  calls: z.array(ReplayCall).meta({ description: 'In the order in which they were made' }),
}).meta({ id: 'ReplayDetail' })
export type ReplayDetail = z.infer<typeof ReplayDetail>

/** A call without the differences that are ignored: with none left it counts as the same. */
export function withoutIgnored<Call extends Pick<ReplayCall, 'verdict' | 'diffs'>>(
  call: Call,
  ignore: readonly string[],
): Call {
  const ignores = ignoring(ignore)
  const diffs = call.diffs.filter(({ path }) => !ignores(path))
  const compared = call.diffs.length > 0 && (call.verdict === 'differs' || call.verdict === 'same')
  const verdict = compared ? (diffs.length === 0 ? 'same' : 'differs') : call.verdict
  return { ...call, diffs, verdict }
}
