import { z } from 'zod'
import { Invocation } from './invocations.ts'
import { MetricChange, Release } from './metrics.ts'
import { Moment, Name, Timestamp, Uuid } from './names.ts'

export const ISSUE_STATUSES = ['open', 'resolved', 'ignored'] as const
export const IssueStatus = z.enum(ISSUE_STATUSES)
export type IssueStatus = z.infer<typeof IssueStatus>

export const ATTENTION = ['new', 'back', 'rising'] as const
export type Attention = (typeof ATTENTION)[number]

/** Failures of one function that have type, message and place in common. */
export const Issue = z
  .object({
    id: Uuid,
    function: Name,
    status: IssueStatus,
    type: z.string(),
    message: z.string().meta({ description: 'Of the latest call' }),
    count: z.number().int().meta({ description: 'Calls that failed with it' }),
    callers: z.number().int().meta({ description: 'Callers affected, counted up to 100' }),
    firstSeen: Timestamp,
    lastSeen: Timestamp,
    versions: z.array(z.number().int()).meta({ description: 'The newest first, at most 20; 0 is the draft' }),
    triggers: z.array(z.string()),
    assignee: z.string().nullable().meta({ description: 'E-mail address of an account' }),
    resolvedIn: z.number().int().nullable().meta({ description: 'It comes back in this version or a later one' }),
    ignoredUntil: Timestamp.nullable().meta({ description: 'A failure from then on reopens it' }),
    ignoredCalls: z.number().int().nullable().meta({ description: 'After this many more failures it reopens' }),
    reopenedAt: Timestamp.nullable().meta({ description: 'When it last came back after it was resolved or ignored' }),
    attention: z.enum(ATTENTION).nullable().meta({
      description:
        'Why an open issue needs a look: it is new or came back in the last 24 hours, or it rises: at least 10 calls in the last 3 hours, more than in the 21 before',
    }),
    hours: z.array(z.number().int()).meta({ description: 'Calls in each of the last 24 hours, the oldest first' }),
  })
  .meta({ id: 'Issue' })
export type Issue = z.infer<typeof Issue>

export const IssueDetail = Issue.extend({
  frames: z.array(z.string()).meta({ description: 'Where it was thrown last: the top lines of the stack' }),
  startedAfter: z
    .discriminatedUnion('kind', [Release.extend({ kind: z.literal('released') }), MetricChange])
    .nullable()
    .meta({
      description:
        'The last change in the 15 minutes before it was first seen: of an alias, a quota, a suspension, or of the configuration where the draft failed',
    }),
  occurrences: z.array(Invocation).meta({ description: 'The latest calls, newest first, at most 20' }),
  changedBy: z.string().nullable(),
  changedAt: Timestamp.nullable(),
}).meta({ id: 'IssueDetail' })
export type IssueDetail = z.infer<typeof IssueDetail>

export const IssueQuery = z.strictObject({
  status: IssueStatus.default('open'),
  function: Name.optional(),
  assignee: z.string().max(254).optional().meta({ description: 'E-mail address of an account' }),
  from: Moment.optional().meta({ description: 'Seen since then' }),
  q: z.string().max(200).optional().meta({ description: 'Text in type or message' }),
})
export type IssueQuery = z.infer<typeof IssueQuery>

export const IssueList = z
  .object({ items: z.array(Issue).meta({ description: 'The last seen first, at most 500' }) })
  .meta({ id: 'IssueList' })
export type IssueList = z.infer<typeof IssueList>

export const PatchIssue = z
  .strictObject({
    status: IssueStatus.optional(),
    resolvedIn: z
      .union([z.number().int().positive(), z.literal('next')])
      .nullable()
      .optional()
      .meta({
        description:
          'With status resolved: the version that is free of it; next: the one after the newest that has it. Absent or null: any later call reopens it',
      }),
    ignoredUntil: Moment.nullable().optional().meta({
      description:
        'With status ignored: a failure from then on reopens it. Without this and ignoredCalls: ignored for ever',
    }),
    ignoredCalls: z.number().int().min(1).max(1_000_000).nullable().optional().meta({
      description: 'With status ignored: this many more failures reopen it. The first of both limits counts',
    }),
    assignee: z.email().max(254).nullable().optional(),
  })
  .meta({ id: 'PatchIssue' })
export type PatchIssue = z.infer<typeof PatchIssue>

export const PatchIssues = PatchIssue.extend({
  issues: z.array(Uuid).min(1).max(500).meta({ description: 'All of them change, or none' }),
}).meta({ id: 'PatchIssues' })
export type PatchIssues = z.infer<typeof PatchIssues>
