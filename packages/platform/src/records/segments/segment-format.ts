import { LOG_LEVELS, type LogLevel } from '@alcove/contract'

/*
 * A segment is a SQLite file with the lines of one space in the order of their ids, and an index of their words. The index
 * keeps neither the text (`content=''`) nor positions (`detail=none`): a search reads candidates from it and checks each
 * line. Words that no text contains stand for a line's level and function.
 */
export const SEGMENT_SCHEMA = `
  create table functions (number integer primary key, id text not null) strict;
  create table lines (
    number integer primary key,
    id blob not null,
    function integer not null,
    invocation blob not null,
    version integer,
    time integer not null,
    level integer not null,
    truncated integer not null,
    -- Whether searches see another text than the message, such as one without colours.
    differs integer not null,
    message text not null
  ) strict;
  create virtual table words using fts5(text, content='', detail=none, columnsize=0, tokenize='ascii');
  create table minutes (
    minute integer not null, function integer not null, level integer not null, lines integer not null,
    primary key (minute, function, level)
  ) strict, without rowid;
`

/** `user_version` of the file. From 1 on, numbers are words: see number-words.ts. */
export const SEGMENT_VERSION = 1

/** Private characters: `indexedWords` makes none. The tokenizer takes every character beyond ASCII as part of a word. */
export const levelWord = (level: LogLevel): string => `\ue000${LOG_LEVELS.indexOf(level)}`
export const functionWord = (number: number): string => `\ue001${number}`

export const bytesOfId = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

export function idOfBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
