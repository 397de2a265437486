import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { RivalRow } from './rivals/compare.ts'
import type { Rounds } from './rounds.ts'
import { median, short, spread } from './statistics.ts'
import { targetOf, verdict, type RowName } from './targets.ts'

type Row = Rounds<RowName>

export interface Results {
  rows: Row[]
  rivals: RivalRow[]
  /** Parts of single calls and starts, in milliseconds. */
  profiles: Record<string, Record<string, number>[]>
  /** What was not measured, and why. */
  absent: { name: string; reason: string }[]
  seconds: number
  /** One short round each: to see that it works. */
  quick: boolean
  /** The words that chose the rows; empty means all rows. */
  chosen: string[]
}

/** The tables in Markdown, as in docs/performance.md. */
export function tablesOf({ rows, rivals, profiles, absent, seconds, quick }: Results): string {
  const lines = [
    '| row | what | ours | held against | ratio | spread | must | aim | | rounds |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map(lineOf),
    ...absent.map(({ name, reason }) => `| ${name} | not measured: ${reason} | | | | | | | | |`),
  ]
  if (rivals.length > 0) {
    lines.push(
      '',
      '| server | requests/s, 32 connections ÷ bare Node | p99 ÷ bare | p50, 1 connection ÷ bare | start to first 200 ÷ bare | MiB idle → after load |',
      '|---|---|---|---|---|---|',
      ...rivals.map(rivalLineOf),
    )
  }
  if (Object.keys(profiles).length > 0) {
    lines.push('', '| where the time goes | parts, medians in ms |', '|---|---|')
    lines.push(...Object.entries(profiles).map(([what, samples]) => `| ${what} | ${partsOf(samples)} |`))
  }
  const { machine, at } = circumstances()
  lines.push(
    '',
    `${at.slice(0, 16).replace('T', ' ')} UTC, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}; ${Math.round(seconds)} s${quick ? ', with --quick: one short round of each, nothing to quote' : ''}.`,
  )
  return lines.join('\n')
}

function lineOf(row: Row): string {
  const target = targetOf(row.name)
  const { ours, reference, ratio, spread: width } = summaryOf(row)
  const sign = target.better === 'higher' ? '≥' : '≤'
  const bounds = [target.must, target.aim].map((bound) => (bound === undefined ? '–' : `${sign} ${bound}`)).join(' | ')
  const against = target.reference ? `${target.reference}: ${short(reference)} ${target.unit}` : '–'
  const rounds = `${row.pairs.length}${roundsNote(row.dropped, row.noisy)}`
  return `| ${row.name} | ${target.what} | ${short(ours)} ${target.unit} | ${against} | **${short(ratio)}** | ${width === null ? '–' : `±${Math.round(width * 100)} %`} | ${bounds} | ${verdict(target, ratio)} | ${rounds} |`
}

function rivalLineOf(row: RivalRow): string {
  if ('skipped' in row) return `| ${row.name} | not measured: ${row.skipped} | | | | |`
  const ratios = row.rows.map((each) => short(summaryOf(each).ratio)).join(' | ')
  const { dropped, noisy } = row.rows[0]!
  return `| ${row.name}${roundsNote(dropped, noisy)} | ${ratios} | ${Math.round(row.idleMiB)} → ${Math.round(row.loadedMiB)} |`
}

function roundsNote(dropped: number, noisy: boolean): string {
  return `${dropped ? ` (${dropped} dropped)` : ''}${noisy ? ', noisy' : ''}`
}

/** Largest part first. */
function partsOf(samples: Record<string, number>[]): string {
  const names = [...new Set(samples.flatMap(Object.keys))]
  const parts = names.map((name) => ({ name, value: median(samples.map((parts) => parts[name] ?? 0)) }))
  return parts
    .toSorted((a, b) => b.value - a.value)
    .map(({ name, value }) => `${name} ${value < 0.005 ? 0 : short(value)}`)
    .join(', ')
}

function summaryOf({ pairs }: Rounds<string>): {
  ours: number
  reference: number
  ratio: number
  spread: number | null
} {
  const ours = median(pairs.map((pair) => pair.ours))
  const reference = median(pairs.map((pair) => pair.reference))
  return { ours, reference, ratio: ours / reference, spread: spread(pairs.map((pair) => pair.ours / pair.reference)) }
}

/** All values of all rounds, for further calculations. */
export function writeJson(file: string, results: Results): void {
  const rows = results.rows.map((row) => ({
    ...row,
    ...targetOf(row.name),
    ...summaryOf(row),
    verdict: verdict(targetOf(row.name), summaryOf(row).ratio),
  }))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ ...circumstances(), ...results, rows }, null, 2) + '\n')
}

function circumstances() {
  return {
    at: new Date().toISOString(),
    machine: {
      cores: availableParallelism(),
      cpu: cpus()[0]!.model.trim(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      kernel: release(),
      node: process.version,
    },
  }
}
