import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { indexedText, LOG_LEVELS, searchableText, type LogLevel } from '@alcove/contract'
import { numberWords } from './number-words.ts'
import { bytesOfId, functionWord, levelWord, SEGMENT_SCHEMA, SEGMENT_VERSION } from './segment-format.ts'

/** A stored line, as the database gives it to the sealing thread. */
export interface StoredLine {
  id: string
  function_id: string
  invocation_id: string
  version: number | null
  /** Milliseconds since the epoch. */
  time: number
  level: LogLevel
  message: string
  truncated_bytes: number
}

const MINUTE_MS = 60_000

/** Writes one segment. Lines come in the order of their ids. */
export class SegmentWriter implements Disposable {
  readonly #file: DatabaseSync
  readonly #line: StatementSync
  readonly #words: StatementSync
  readonly #functions = new Map<string, number>()
  readonly #minutes = new Map<string, number>()
  lines = 0
  /** Bytes of text so far. */
  textBytes = 0
  firstId = ''
  lastId = ''

  constructor(path: string) {
    this.#file = new DatabaseSync(path)
    // A file that is not finished is thrown away: nothing to keep safe until then.
    this.#file.exec('pragma journal_mode = off; pragma synchronous = off; pragma page_size = 8192')
    this.#file.exec(`${SEGMENT_SCHEMA} pragma user_version = ${SEGMENT_VERSION}`)
    this.#file.exec('begin')
    this.#line = this.#file.prepare('insert into lines values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.#words = this.#file.prepare('insert into words (rowid, text) values (?, ?)')
  }

  add(line: StoredLine): void {
    const number = ++this.lines
    const fn = this.#numberOf(line.function_id)
    const level = LOG_LEVELS.indexOf(line.level)
    const text = searchableText(line.message)
    this.#line.run(
      number,
      bytesOfId(line.id),
      fn,
      bytesOfId(line.invocation_id),
      line.version,
      line.time,
      level,
      line.truncated_bytes,
      text === line.message ? 0 : 1,
      line.message,
    )
    const words = [levelWord(line.level), functionWord(fn), ...numberWords(line.message), indexedText(text)]
    this.#words.run(number, words.join(' '))
    const minute = `${Math.floor(line.time / MINUTE_MS)} ${fn} ${level}`
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + 1)
    this.textBytes += text.length
    this.firstId ||= line.id
    this.lastId = line.id
  }

  finish(): void {
    const fn = this.#file.prepare('insert into functions values (?, ?)')
    for (const [id, number] of this.#functions) fn.run(number, id)
    const minute = this.#file.prepare('insert into minutes values (?, ?, ?, ?)')
    for (const [key, lines] of this.#minutes)
      minute.run(...(key.split(' ').map(Number) as [number, number, number]), lines)
    this.#file.exec("insert into words (words) values ('optimize'); commit")
    this.#file.close()
  }

  [Symbol.dispose](): void {
    if (this.#file.isOpen) this.#file.close()
  }

  #numberOf(functionId: string): number {
    let number = this.#functions.get(functionId)
    if (number === undefined) this.#functions.set(functionId, (number = this.#functions.size + 1))
    return number
  }
}
