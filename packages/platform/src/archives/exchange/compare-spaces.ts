import { isUtf8 } from 'node:buffer'
import { SPACE_ARCHIVE_LIMITS, type ArchivedVersion, type ImportedItem } from '@alcove/contract'
import { openArchive } from '../../code/packages/archive.ts'
import { keyOf, textOf, type SpaceItem } from './space-item.ts'

export interface Difference {
  item: SpaceItem
  /** As it is in the space. */
  before: SpaceItem | null
  change: ImportedItem['change']
  reason: string | null
}

/** Decides what an import does to each item. Changes nothing. */
export function compareSpaces(
  here: readonly SpaceItem[],
  wanted: readonly SpaceItem[],
  { remove, format }: { remove: boolean; format: number },
): Difference[] {
  const present = new Map(here.map((item) => [keyOf(item), item]))
  const named = new Set(wanted.map(keyOf))
  const put = wanted.map((item): Difference => {
    const before = present.get(keyOf(item)) ?? null
    const change = before === null ? 'create' : equal(before, item) ? 'unchanged' : 'change'
    const fixed = FIXED[item.kind]
    if (change === 'change' && fixed !== undefined) return { item, before, change: 'refused', reason: fixed }
    return { item, before, change, reason: null }
  })
  const gone = here
    .filter((item) => !named.has(keyOf(item)) && item.kind !== 'space')
    .map((item): Difference => {
      const goes = remove && format >= (SINCE[item.kind] ?? 1)
      return { item, before: item, change: goes ? 'remove' : 'keep', reason: null }
    })
  return [...put, ...gone]
}

/** The format that holds a kind first. */
const SINCE: Partial<Record<SpaceItem['kind'], number>> = {
  host: 2,
  grant: 2,
  budget: 2,
  alertTarget: 2,
  alert: 2,
  sink: 2,
  board: 3,
}

const FIXED: Partial<Record<SpaceItem['kind'], string>> = {
  version: 'A published version never changes: give it another number',
  layer: 'A version of a layer never changes: give it another number',
}

function equal(here: SpaceItem, wanted: SpaceItem): boolean {
  if (here.code?.hash !== wanted.code?.hash) return false
  return textOf(here) === textOf(here.kind === 'version' ? asImported(wanted, here) : wanted)
}

/**
 * The folder that holds a version's code does not count as a difference. Neither do secrets that the version lacks, as one
 * that was imported without their values does: the archive has none to add.
 */
function asImported(wanted: SpaceItem, here: SpaceItem): SpaceItem {
  const { configuration, ...rest } = wanted.settings as ArchivedVersion
  const { code, configuration: held } = here.settings as ArchivedVersion
  const secrets = configuration.secrets.filter((name) => held.secrets.includes(name))
  return { ...wanted, settings: { ...rest, code, configuration: { ...configuration, secrets } } }
}

const UNTOUCHED: ReadonlySet<Difference['change']> = new Set(['unchanged', 'keep', 'skipped'])

type ReadPackage = (code: NonNullable<SpaceItem['code']>, from: 'space' | 'archive') => Promise<Uint8Array>

/** The differences with the text of what differs, as much as a page shows. */
export async function describeDifferences(
  differences: readonly Difference[],
  read: ReadPackage,
): Promise<ImportedItem[]> {
  let room: number = SPACE_ARCHIVE_LIMITS.shownBytes
  const shown = (text: string | null): string | null => {
    if (text === null || text.length > SPACE_ARCHIVE_LIMITS.shownFileBytes || text.length > room) return null
    room -= text.length
    return text
  }
  const described: ImportedItem[] = []
  for (const difference of differences) {
    const { item, change, reason } = difference
    // oxlint-disable-next-line no-await-in-loop -- one package in memory after the other
    const changed = UNTOUCHED.has(change) ? [] : await changedFiles(difference, read)
    const files = changed.map(({ path, before, after }) => ({
      path,
      before: shown(before && before.text),
      after: shown(after && after.text),
      beforeBytes: before && before.bytes,
      afterBytes: after && after.bytes,
    }))
    described.push({ kind: item.kind, name: item.name, change, reason, files })
  }
  return described
}

interface Shown {
  bytes: number
  /** Null: not text. */
  text: string | null
}

interface ChangedFile {
  path: string
  before: Shown | null
  after: Shown | null
}

async function changedFiles({ item, before, change }: Difference, read: ReadPackage): Promise<ChangedFile[]> {
  const old = before && textOf(before)
  const next = change === 'remove' ? null : textOf(item)
  const asShown = (text: string | null): Shown | null =>
    text === null ? null : { bytes: Buffer.byteLength(text), text }
  const settings = old === next ? [] : [{ path: item.path, before: asShown(old), after: asShown(next) }]
  const place = item.code ?? before?.code
  if (!place || (before?.code?.hash === item.code?.hash && change !== 'remove')) return settings
  const left = before?.code ? await openArchive(await read(before.code, 'space')) : null
  const right = item.code && change !== 'remove' ? await openArchive(await read(item.code, 'archive')) : null
  const paths = [...new Set([...(left?.files.keys() ?? []), ...(right?.files.keys() ?? [])])].toSorted()
  const files: ChangedFile[] = []
  for (const path of paths) {
    const sides = []
    for (const side of [left, right]) {
      // oxlint-disable-next-line no-await-in-loop -- one file in memory after the other
      sides.push(side?.files.has(path) ? await side.read(path) : null)
    }
    const [one, other] = sides as [Buffer | null, Buffer | null]
    if (one && other && one.equals(other)) continue
    files.push({ path: `${place.folder}/${path}`, before: one && shownOf(one), after: other && shownOf(other) })
  }
  return [...settings, ...files]
}

function shownOf(bytes: Buffer): Shown {
  const text = bytes.length <= SPACE_ARCHIVE_LIMITS.shownFileBytes && isUtf8(bytes) && !bytes.includes(0)
  return { bytes: bytes.length, text: text ? bytes.toString('utf8') : null }
}
