import {
  differences,
  withExactNumbers,
  type ExecutionError,
  type RecordedPayload,
  type ReplayCall,
  type TestDiff,
} from '@alcove/contract'
import { messageShape, type WaitingCall } from '@alcove/platform'
import { keptDiffs } from './kept-diffs.ts'

type Verdict = Pick<ReplayCall, 'verdict' | 'reason' | 'diffs'>

/** What running a call again came to. */
export interface Replayed {
  status: ReplayCall['recorded']['status']
  httpStatus: number | null
  output: Buffer
  error: ExecutionError | null
  logs: readonly string[]
  /** What it asked for and did not get, because outgoing calls are blocked. */
  heldBack: string | null
}

/** How systems and runtimes say that there is no network. */
const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|EPERM|fetch failed|Network is unreachable|Connection refused|name resolution|UnknownHostException|NoRouteToHostException|ConnectException/

/** What differs between a call and the same call run again. Pure. */
export function compare(
  recorded: ReplayCall['recorded'],
  record: WaitingCall['record'] & {},
  again: Replayed,
): Verdict {
  const failed = again.status !== 'success'
  const before = recorded.status !== 'success'
  if (again.heldBack !== null && (failed || !before)) {
    return { verdict: 'notComparable', reason: again.heldBack, diffs: [] }
  }
  if (
    failed &&
    again.error &&
    NO_NETWORK.test(`${again.error.name} ${again.error.message}`) &&
    !sameError(record.error, again.error)
  ) {
    const { name, message } = again.error
    return {
      verdict: 'notComparable',
      reason: `It has no network in a replay: ${name}: ${message}`.slice(0, 500),
      diffs: [],
    }
  }
  if (before && !failed) return { verdict: 'fixed', reason: null, diffs: [ends(recorded.status, again.status)] }
  if (!before && failed) {
    return {
      verdict: 'failsNow',
      reason: null,
      diffs: [ends(recorded.status, again.status), errors(record.error, again.error)],
    }
  }
  if (failed) {
    const same = recorded.status === again.status && sameError(record.error, again.error)
    return { verdict: 'stillFails', reason: null, diffs: same ? [] : [errors(record.error, again.error)] }
  }
  if (record.output?.truncated) {
    return { verdict: 'notComparable', reason: 'Its output is longer than the 64 KB that are recorded', diffs: [] }
  }
  const diffs = [
    ...differ('httpStatus', recorded.httpStatus, again.httpStatus),
    ...keptDiffs(outputs(record.output, again.output)),
    ...(record.logs === null ? [] : keptDiffs(lines(record.logs, again.logs))),
  ]
  return { verdict: diffs.length === 0 ? 'same' : 'differs', reason: null, diffs }
}

function outputs(recorded: RecordedPayload | null, bytes: Buffer): TestDiff[] {
  // What is no text is recorded as base64.
  const [before, now] = [recorded?.text ?? '', bytes.toString(recorded?.encoding)]
  if (recorded?.encoding === 'base64') return differ('output', before, now)
  try {
    return differences(parsed(before), parsed(now))
  } catch {
    return differ('output', before, now)
  }
}

const parsed = (text: string): unknown => (text === '' ? null : JSON.parse(text, withExactNumbers))

/** Line by line, without the ids, times and numbers in them, which always differ. */
function lines(expected: readonly string[], actual: readonly string[]): TestDiff[] {
  const places = Array.from({ length: Math.max(expected.length, actual.length) }, (_, at) => at)
  return places.flatMap((at) => {
    const [before, now] = [expected[at], actual[at]]
    if (before !== undefined && now !== undefined && lineShape(before) === lineShape(now)) return []
    const message = before === undefined ? 'Not written before' : now === undefined ? 'Not written' : 'Another line'
    return [{ path: `logs.${at}`, message, ...texts(before, now) }]
  })
}

const lineShape = (line: string): string => messageShape(line.slice(0, 2_000))

const differ = (path: string, before: unknown, now: unknown): TestDiff[] =>
  before === now ? [] : [{ path, message: 'Another value', ...texts(String(before ?? ''), String(now ?? '')) }]

const ends = (before: string, now: string): TestDiff => ({
  path: 'status',
  message: 'It ended otherwise',
  ...texts(before, now),
})

const told = (error: ExecutionError | null): string => (error ? `${error.name}: ${error.message}` : '')

const errors = (before: ExecutionError | null, now: ExecutionError | null): TestDiff => ({
  path: 'error',
  message: 'Another error',
  ...texts(told(before) || undefined, told(now) || undefined),
})

const sameError = (before: ExecutionError | null, now: ExecutionError | null): boolean =>
  before?.name === now?.name && messageShape(before?.message ?? '') === messageShape(now?.message ?? '')

function texts(before: string | undefined, now: string | undefined): Pick<TestDiff, 'expected' | 'actual'> {
  return {
    ...(before !== undefined && { expected: before.slice(0, 500) }),
    ...(now !== undefined && { actual: now.slice(0, 500) }),
  }
}
