import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { countFound, countMinutes, isCountOfMinutes } from './count-lines.ts'
import {
  LATE_MS,
  type CountedLines,
  type FromSearcher,
  type LineCount,
  type LineRange,
  type SearcherSetup,
  type ToSearcher,
} from './protocol.ts'
import { readRowsWith, type ReadRows } from './read-rows.ts'
import { RecentSource } from './recent-source.ts'
import { searchLines, type Pending, type Sources } from './search-lines.ts'
import { SegmentFile } from './segment-file.ts'
import { SegmentSource } from './segment-source.ts'
import { firstIdAt } from '../../database/ids.ts'

/*
 * The thread that searches lines, so that neither SQLite nor the check of a line ever keeps the server's event loop from
 * its calls. Searches take turns of a few milliseconds.
 */

/** Segments that stay open. */
const OPEN_FILES = 64
const QUERY_CANCELED = '57014'

const { databaseUrl, statementMs } = workerData as SearcherSetup
const pool = new pg.Pool({
  connectionString: databaseUrl,
  max: 4,
  statement_timeout: statementMs,
  // Like the other searches: one process each. And always by the index that has lines in the order of ids: the newest
  // partition has no statistics yet, and without them PostgreSQL would read and sort it whole for a page of fifty.
  options: '-c max_parallel_workers_per_gather=0 -c enable_seqscan=off -c enable_bitmapscan=off',
  application_name: 'alcove-searches',
})
pool.on('error', () => {})
pool.on('connect', (client) => void client.on('error', () => {}))

const send = (message: FromSearcher) => parentPort!.postMessage(message)
const running = new Map<number, AbortController>()
/** In the order of their last use. */
const files = new Map<string, SegmentFile>()
const users = new Map<SegmentFile, number>()
const asked = new Map<string, PromiseWithResolvers<string | null>>()

parentPort!.on('message', (message: ToSearcher) => {
  switch (message.kind) {
    case 'search': {
      const { search } = message
      return void answer(message.id, (read, signal) =>
        searchLines(sourcesOf(read, search, search.order, search.after), search, signal),
      )
    }
    case 'count':
      return void answer(message.id, (read, signal) => countLines(message.count, read, signal))
    case 'cancel':
      return running.get(message.id)?.abort()
    case 'file':
      asked.get(message.hash)?.resolve(message.path)
      asked.delete(message.hash)
  }
})

function countLines(count: LineCount, read: ReadRows, signal: AbortSignal): Promise<CountedLines> {
  if (!isCountOfMinutes(count)) return countFound((after) => sourcesOf(read, count, 'desc', after), count, signal)
  const files = async () => (await segmentsOf(read, count)).map(({ hash }) => openFile.bind(null, hash))
  return countMinutes(read, files, count, signal)
}

async function answer(
  id: number,
  run: (read: ReadRows, signal: AbortSignal) => Promise<Extract<FromSearcher, { kind: 'done' }>['result']>,
): Promise<void> {
  const control = new AbortController()
  running.set(id, control)
  try {
    send({ kind: 'done', id, result: await run(readRowsWith(pool, control.signal), control.signal) })
  } catch (error) {
    const tooBroad = (error as { code?: string }).code === QUERY_CANCELED
    send({
      kind: 'failed',
      id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      tooBroad,
    })
  } finally {
    running.delete(id)
  }
}

function sourcesOf(read: ReadRows, range: LineRange, order: 'asc' | 'desc', after: string | null): Sources {
  return {
    recent: new RecentSource(read, range, order, after),
    async segments() {
      const segments = await segmentsOf(read, range)
      const passed = ({ first_id, last_id }: Segment) =>
        after !== null && (order === 'desc' ? first_id >= after : last_id <= after)
      const pending = segments
        .filter((segment) => !passed(segment))
        .map((segment): Pending => ({
          name: segment.hash,
          bound: order === 'desc' ? segment.last_id : segment.first_id,
          async open(known) {
            const file = await openFile(segment.hash)
            if (file === null) return null
            const source = new SegmentSource(file, range, order, known ?? after)
            const close = source.close.bind(source)
            users.set(file, (users.get(file) ?? 0) + 1)
            source.close = () => {
              close()
              users.set(file, users.get(file)! - 1)
            }
            return source
          },
        }))
      return pending.sort((a, b) => (a.bound < b.bound === (order === 'asc') ? -1 : 1))
    },
  }
}

interface Segment {
  hash: string
  first_id: string
  last_id: string
}

function segmentsOf(read: ReadRows, { spaceId, from, to }: LineRange): Promise<Segment[]> {
  return read<Segment>(
    `select hash, first_id, last_id from log_segments
      where space_id = $1 and last_id >= $2 and first_id < $3 order by last_id desc`,
    [
      spaceId,
      firstIdAt(from === null ? 0 : from - LATE_MS),
      to === null ? 'ffffffff-ffff-ffff-ffff-ffffffffffff' : firstIdAt(to + LATE_MS),
    ],
  )
}

async function openFile(hash: string): Promise<SegmentFile | null> {
  const open = files.get(hash)
  if (open) {
    files.delete(hash)
    files.set(hash, open)
    return open
  }
  const path = await pathOf(hash)
  if (path === null) return null
  // Another search may have opened it meanwhile.
  const file = files.get(hash) ?? new SegmentFile(path)
  files.set(hash, file)
  for (const [name, old] of files) {
    if (files.size <= OPEN_FILES) break
    if (old === file || (users.get(old) ?? 0) > 0) continue
    files.delete(name)
    users.delete(old)
    old[Symbol.dispose]()
  }
  return file
}

/** Asks the server for the segment's file, which it may have to fetch first. */
function pathOf(hash: string): Promise<string | null> {
  const known = asked.get(hash)
  if (known) return known.promise
  const waiting = Promise.withResolvers<string | null>()
  asked.set(hash, waiting)
  send({ kind: 'need', hash })
  return waiting.promise
}
