import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { Pair } from './measurement.ts'
import type { RivalRow } from './rivals/compare.ts'
import { median, spread } from './statistics.ts'
import { targetOf, verdict, type RowName } from './targets.ts'

/** The rounds of one row. */
export interface Row {
  name: RowName
  pairs: Pair[]
  dropped: number
  /** Too few quiet rounds came about: these were taken while others used the machine. */
  noisy: boolean
}

export interface Results {
  rows: Row[]
  rivals: RivalRow[]
  /** What was not measured, and why. */
  absent: { name: string; reason: string }[]
  seconds: number
  /** One short round of each: good for seeing that it works. */
  quick: boolean
}

/** The tables in Markdown, as docs/performance.md shows them. */
export function tablesOf({ rows, rivals, absent, seconds, quick }: Results): string {
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
  const against = target.reference ? `${target.reference}: ${short(reference)} ${target.unit}` : '–'
  const rounds = `${row.pairs.length}${row.dropped ? ` (${row.dropped} dropped)` : ''}${row.noisy ? ', noisy' : ''}`
  return `| ${row.name} | ${target.what} | ${short(ours)} ${target.unit} | ${against} | **${short(ratio)}** | ±${Math.round(width * 100)} % | ${sign} ${target.must} | ${sign} ${target.aim} | ${verdict(target, ratio)} | ${rounds} |`
}

function rivalLineOf(row: RivalRow): string {
  if ('skipped' in row) return `| ${row.name} | not measured: ${row.skipped} | | | | |`
  const [throughput, p99, p50, start] = [row.throughput, row.p99, row.p50, row.start].map((pairs) =>
    short(median(pairs.map(({ ours, reference }) => ours / reference))),
  )
  return `| ${row.name} | ${throughput} | ${p99} | ${p50} | ${start} | ${Math.round(row.idleMiB)} → ${Math.round(row.loadedMiB)} |`
}

function summaryOf({ pairs }: Row): { ours: number; reference: number; ratio: number; spread: number } {
  const ours = median(pairs.map((pair) => pair.ours))
  const reference = median(pairs.map((pair) => pair.reference))
  return { ours, reference, ratio: ours / reference, spread: spread(pairs.map((pair) => pair.ours / pair.reference)) }
}

/** Everything of every round, for whoever wants to calculate for themselves. */
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

export function short(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
