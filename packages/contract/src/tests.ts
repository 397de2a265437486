import { z } from 'zod'
import { ExecutionError } from './errors.ts'
import { Environment } from './functions.ts'
import { IgnoredPath } from './ignored-paths.ts'
import { AliasName, Digest, Etag, Name, Qualifier, Timestamp, Uuid } from './names.ts'
import { InvocationStatus } from './statuses.ts'

export const TEST_LIMITS = {
  tests: 200,
  eventBytes: 256 * 1024,
  runs: 20,
  parallel: 4,
  diffs: 20,
  coveredFiles: 500,
  coveredLines: 100_000,
} as const

const Pattern = z.string().min(1).max(500)

/** A matcher takes the place of any value of `outputPartial`. */
export type Matcher = z.infer<typeof Matcher>
export const Matcher = z.union([
  z.strictObject({ $type: z.enum(['string', 'number', 'boolean', 'object', 'array', 'null']) }),
  z.strictObject({ $pattern: Pattern }),
  z.strictObject({ $any: z.literal(true) }),
])

export const Expect = z
  .strictObject({
    output: z.unknown().optional().meta({ description: 'What the function returns, whole' }),
    outputPartial: z.unknown().optional().meta({
      description:
        'What the output has at least. Any value in it may be {"$type": "string"}, {"$pattern": "^a"} or {"$any": true}',
    }),
    ignore: z
      .array(IgnoredPath)
      .max(50)
      .optional()
      .meta({ description: 'Paths of the output that are not compared, such as body.at or items.*.id' }),
    error: z
      .strictObject({ name: z.string().max(200).optional(), message: Pattern.optional() })
      .optional()
      .meta({ description: 'The call fails like this: the name whole, of the message a part' }),
    maxDurationMs: z.number().positive().max(900_000).optional(),
    logs: z
      .array(Pattern)
      .max(50)
      .optional()
      .meta({ description: 'Regular expressions (RE2); each matches a line at least' }),
  })
  .meta({ id: 'Expect' })
export type Expect = z.infer<typeof Expect>

export const PutTest = z
  .strictObject({
    description: z.string().max(500).default(''),
    event: z.unknown().meta({ description: 'Any JSON' }),
    expect: Expect.default({}),
  })
  .meta({ id: 'PutTest' })
export type PutTest = z.infer<typeof PutTest>

/** Where the numbers of a test keep all their digits. */
export const EXACT_IN_TESTS = ['event', 'expect.output', 'expect.outputPartial'] as const

/** A path and what stood there; undefined where there was nothing. Values are JSON text. */
export const TestDiff = z.object({
  path: z.string(),
  message: z.string(),
  expected: z.string().optional(),
  actual: z.string().optional(),
})
export type TestDiff = z.infer<typeof TestDiff>

export const TestResult = z.object({
  name: Name,
  status: z.enum(['passed', 'failed']),
  diffs: z.array(TestDiff),
  invocationId: Uuid.nullable(),
  outcome: InvocationStatus,
  durationMs: z.number(),
  output: z.string().nullable().meta({ description: 'JSON text, as far as it is recorded' }),
  error: ExecutionError.nullable(),
})
export type TestResult = z.infer<typeof TestResult>

const Lines = z.array(z.number().int().positive())

/** Lines from 1. Lines without code of their own, such as comments, are in neither list. */
export const FileCoverage = z.object({ file: z.string(), covered: Lines, uncovered: Lines })
export type FileCoverage = z.infer<typeof FileCoverage>

export const CoverageTotals = z.object({ lines: z.number().int(), covered: z.number().int() })
export type CoverageTotals = z.infer<typeof CoverageTotals>

export const TestCoverage = CoverageTotals.extend({
  codeHash: Digest.meta({ description: 'The code that was measured' }),
  files: z.array(FileCoverage),
}).meta({ id: 'TestCoverage' })
export type TestCoverage = z.infer<typeof TestCoverage>

export const TestRun = z
  .object({
    id: Uuid,
    qualifier: z.string(),
    version: z.number().int().nullable().meta({ description: 'null: the draft' }),
    revision: Digest.meta({ description: 'Hash of the code and configuration that ran' }),
    passed: z.number().int(),
    failed: z.number().int(),
    results: z.array(TestResult),
    coverage: TestCoverage.nullable().meta({
      description: 'Which lines ran; null where nothing was measured, such as in Java',
    }),
    durationMs: z.number(),
    at: Timestamp,
    by: z.string(),
  })
  .meta({ id: 'TestRun' })
export type TestRun = z.infer<typeof TestRun>

export const Test = z
  .object({
    name: Name,
    description: z.string(),
    event: z.unknown(),
    eventText: z.string().meta({ description: 'The event as JSON text: its numbers keep all their digits' }),
    expect: Expect,
    expectText: z.string().meta({ description: 'What is expected as JSON text, for the same reason' }),
    etag: Etag,
    createdAt: Timestamp,
    updatedAt: Timestamp,
    updatedBy: z.string(),
  })
  .meta({ id: 'Test' })
export type Test = z.infer<typeof Test>
export const TestList = z.object({ items: z.array(Test), nextCursor: z.null() }).meta({ id: 'TestList' })

/** Runs without their results, newest first. */
export const TestRunSummary = TestRun.omit({ results: true, coverage: true }).extend({
  passedTests: z.array(Name),
  failedTests: z.array(Name),
  current: z.boolean().meta({ description: 'All tests ran, as they are now: what a gate asks for' }),
  coverage: CoverageTotals.nullable(),
})
export type TestRunSummary = z.infer<typeof TestRunSummary>
export const TestRunList = z
  .object({ items: z.array(TestRunSummary), nextCursor: z.null() })
  .meta({ id: 'TestRunList' })

export const RunTestsQuery = z.object({
  qualifier: Qualifier.default('draft'),
  only: z.string().max(20_000).optional().meta({ description: 'Names of the tests to run, with commas; default: all' }),
})

export const TestSettings = z
  .strictObject({
    environment: Environment.default({}).meta({ description: 'Added to the environment of the function in tests' }),
    gate: z
      .array(AliasName)
      .max(100)
      .default([])
      .meta({ description: 'Aliases that move only to versions that pass all tests' }),
  })
  .meta({ id: 'TestSettings' })
export type TestSettings = z.infer<typeof TestSettings>
export const TestSettingsState = TestSettings.extend({ etag: Etag }).meta({ id: 'TestSettingsState' })
export type TestSettingsState = z.infer<typeof TestSettingsState>
