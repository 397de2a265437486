import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { openZip, ZipError, type ZipFile } from '@alcove/archive'
import {
  AliasName,
  AlcoveError,
  ArchivedEmail,
  ArchiveFile,
  HostName,
  LIMITS,
  MB,
  Name,
  PutRoute,
  PutTrigger,
  SPACE_ARCHIVE_LIMITS,
  VersionText,
  EXACT_IN_TESTS,
  EXACT_IN_TRIGGERS,
  takeExact,
  withExactNumbers,
  type ArchivedGrant,
  type ArchivedKind,
} from '@alcove/contract'
import { archiveOf } from '../../code/packages/archive-of.ts'
import { checkPaths, PackageFiles } from '../../code/packages/package-files.ts'
import { inOrder } from './read-operations.ts'
import { keyOf, type SpaceItem } from './space-item.ts'

export interface SpaceArchive {
  items: SpaceItem[]
  format: number
  /** The package in a folder, as it is stored. */
  packageIn(folder: string): Promise<Buffer>
  fingerprint: string
}

const ARCHIVE = {
  name: 'The archive',
  unpackedBytes: SPACE_ARCHIVE_LIMITS.unpackedBytes,
  files: SPACE_ARCHIVE_LIMITS.files,
}
/** A file of settings; tests may hold long events. */
const SETTINGS_BYTES = 1024 * 1024
const AT_A_TIME = 100

interface Shape {
  kind: ArchivedKind
  path: RegExp
  schema: (typeof ArchiveFile)[keyof typeof ArchiveFile] | typeof PutTrigger | typeof PutRoute
  /** Schemas of the names within the path, in its order. */
  names: readonly { safeParse(text: string): { success: boolean } }[]
  code?: string
  /** The prefix of the name. */
  prefix?: string
}

/** The kind of each path. */
const SHAPES: readonly Shape[] = [
  { kind: 'space', path: /^space\.json$/, schema: ArchiveFile.space, names: [] },
  { kind: 'bucket', path: /^buckets\/([^/]+)\.json$/, schema: ArchiveFile.bucket, names: [Name] },
  {
    kind: 'layer',
    path: /^layers\/([^/]+)\/([^/]+)\/layer\.json$/,
    schema: ArchiveFile.layer,
    names: [Name, VersionText],
    code: 'files',
  },
  {
    kind: 'function',
    path: /^functions\/([^/]+)\/function\.json$/,
    schema: ArchiveFile.function,
    names: [Name],
    code: 'code',
  },
  {
    kind: 'version',
    path: /^functions\/([^/]+)\/versions\/([^/]+)\/version\.json$/,
    schema: ArchiveFile.version,
    names: [Name, VersionText],
    code: 'code',
  },
  {
    kind: 'alias',
    path: /^functions\/([^/]+)\/aliases\/([^/]+)\.json$/,
    schema: ArchiveFile.alias,
    names: [Name, AliasName],
  },
  { kind: 'trigger', path: /^functions\/([^/]+)\/triggers\/([^/]+)\.json$/, schema: PutTrigger, names: [Name, Name] },
  { kind: 'test', path: /^functions\/([^/]+)\/tests\/([^/]+)\.json$/, schema: ArchiveFile.test, names: [Name, Name] },
  { kind: 'route', path: /^routes\/([^/]+)\.json$/, schema: PutRoute, names: [Name] },
  { kind: 'host', path: /^hosts\/([^/]+)\.json$/, schema: ArchiveFile.host, names: [HostName] },
  { kind: 'grant', path: /^grants\/accounts\/([^/]+)\.json$/, schema: ArchiveFile.grant, names: [ArchivedEmail] },
  {
    kind: 'grant',
    path: /^grants\/groups\/([^/]+)\.json$/,
    schema: ArchiveFile.grant,
    names: [Name],
    prefix: 'group:',
  },
  { kind: 'budget', path: /^budget\.json$/, schema: ArchiveFile.budget, names: [] },
  { kind: 'alertTarget', path: /^alert-targets\/([^/]+)\.json$/, schema: ArchiveFile.alertTarget, names: [Name] },
  { kind: 'alert', path: /^alerts\/([^/]+)\.json$/, schema: ArchiveFile.alert, names: [Name] },
  { kind: 'board', path: /^boards\/([^/]+)\.json$/, schema: ArchiveFile.board, names: [Name] },
  { kind: 'sink', path: /^sinks\/([^/]+)\.json$/, schema: ArchiveFile.sink, names: [Name] },
]
const CODE = /^(layers\/[^/]+\/[^/]+\/files|functions\/[^/]+\/code|functions\/[^/]+\/versions\/[^/]+\/code)\/(.+)$/
const OURS =
  /^((alcove|space|budget)\.json$|(buckets|layers|functions|routes|hosts|grants|alert-targets|alerts|boards|sinks)\/)/

/**
 * Reads an untrusted archive of a space. Ignores files outside of the known folders, such as a README or `.git`. Refuses an
 * unknown file inside of them, as it may be a typing error.
 * @throws {AlcoveError} InvalidPackage, with every file that is wrong
 */
export async function readArchive(
  bytes: Uint8Array,
  { space, now }: { space: string; now: number },
): Promise<SpaceArchive> {
  const files = rooted(await openZip(bytes, ARCHIVE).catch(refuse))
  const wrong: string[] = []
  const items: SpaceItem[] = []
  const folders = Map.groupBy(
    [...files].filter(([path]) => CODE.test(path)),
    ([path]) => CODE.exec(path)![1]!,
  )
  const format = await formatOf(files)
  const known = new Map<string, Buffer>()
  const packageIn = async (folder: string): Promise<Buffer> => {
    const found = known.get(folder)
    if (found) return found
    const packed = folders.get(folder) ?? []
    // As much as a package that is uploaded by itself.
    if (packed.reduce((sum, [, file]) => sum + file.bytes, 0) > LIMITS.packageUnpackedBytes) {
      throw new AlcoveError('InvalidPackage', `${folder} is larger than ${LIMITS.packageUnpackedBytes / MB} MB`)
    }
    const code = new PackageFiles()
    for (const [path, file] of packed) {
      const inside = CODE.exec(path)![2]!
      // oxlint-disable-next-line no-await-in-loop -- one file in memory after the other
      code.set(inside, await file.content().catch(refuse))
      if (file.executable) code.executables.add(inside)
    }
    checkPaths(code.keys())
    const archive = await archiveOf(code)
    known.set(folder, archive)
    return archive
  }
  let read = 0
  for (const [path, file] of files) {
    if (!OURS.test(path) || CODE.test(path) || path === 'alcove.json') continue
    const shape = SHAPES.find((each) => each.path.test(path))
    if (!shape) {
      wrong.push(`${path}: no file of this place has such a name`)
      continue
    }
    // Small files are read at once: other requests need a turn too.
    // oxlint-disable-next-line no-await-in-loop -- see above
    if (++read % AT_A_TIME === 0) await setImmediate()
    try {
      // oxlint-disable-next-line no-await-in-loop -- one file in memory after the other
      items.push(await itemOf(path, file, shape, space))
    } catch (error) {
      wrong.push(`${path}: ${error instanceof AlcoveError ? error.message : String((error as Error).message)}`)
    }
  }
  wrong.push(...strayFolders(folders, items))
  if (wrong.length > 0) throw invalidArchive(wrong)
  for (const item of items) {
    if (!item.code) continue
    const { folder } = item.code
    // oxlint-disable-next-line no-await-in-loop -- one package after the other
    item.code.hash = createHash('sha256')
      .update(await packageIn(folder))
      .digest('hex')
  }
  return {
    items: items.map((item) => withoutEnded(item, now)),
    format,
    packageIn,
    fingerprint: createHash('sha256').update(bytes).digest('hex'),
  }
}

/** Archives of a folder often have its name as the first part of each path. */
function rooted(files: ReadonlyMap<string, ZipFile>): ReadonlyMap<string, ZipFile> {
  const marks = [...files.keys()].filter((path) => /^([^/]+\/)?alcove\.json$/.test(path))
  const root = marks.includes('alcove.json') ? '' : (marks[0]?.slice(0, -'alcove.json'.length) ?? '')
  return new Map([...files].flatMap(([path, file]) => (path.startsWith(root) ? [[path.slice(root.length), file]] : [])))
}

async function formatOf(files: ReadonlyMap<string, ZipFile>): Promise<number> {
  const file = files.get('alcove.json')
  if (!file) throw new AlcoveError('InvalidPackage', 'The archive has no alcove.json: it is none of a space')
  const result = ArchiveFile.alcove.safeParse(await jsonOf(file))
  if (!result.success)
    throw new AlcoveError('InvalidPackage', 'alcove.json names a format that this server does not know')
  return result.data.format
}

async function itemOf(path: string, file: ZipFile, shape: Shape, space: string): Promise<SpaceItem> {
  const { kind, schema, names, code, prefix = '' } = shape
  const parts = shape.path.exec(path)!.slice(1)
  for (const [index, part] of parts.entries()) {
    if (!names[index]!.safeParse(part).success) throw new Error(`"${part}" cannot be a name here`)
  }
  const given = await jsonOf(file)
  // As where it is saved.
  const exact = kind === 'test' ? EXACT_IN_TESTS : kind === 'trigger' ? EXACT_IN_TRIGGERS : null
  if (exact) takeExact(given, await jsonOf(file, withExactNumbers), exact)
  const result = schema.safeParse(given)
  if (!result.success) {
    const issue = result.error.issues[0]!
    throw new Error([issue.path.join('.'), issue.message].filter(Boolean).join(': '))
  }
  const folder = path.slice(0, path.lastIndexOf('/'))
  const settings = result.data as { code?: 'own' | number }
  const shared = kind === 'version' && typeof settings.code === 'number'
  const codeFolder = shared ? `functions/${parts[0]}/versions/${settings.code}/code` : `${folder}/${code}`
  return {
    kind,
    name: parts.length === 0 ? space : prefix + parts.join('/'),
    path,
    settings,
    ...(code !== undefined && { code: { folder: codeFolder, hash: '' } }),
  }
}

/** Leaves out grants that have ended since the export. */
function withoutEnded(item: SpaceItem, now: number): SpaceItem {
  if (item.kind !== 'grant') return item
  const { grants } = item.settings as ArchivedGrant
  const lives = grants.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
  return { ...item, settings: { grants: inOrder(lives) } }
}

async function jsonOf(file: ZipFile, reviver?: typeof withExactNumbers): Promise<unknown> {
  if (file.bytes > SETTINGS_BYTES) throw new AlcoveError('InvalidPackage', `${file.path} is too long for settings`)
  const text = (await file.content().catch(refuse)).toString('utf8')
  try {
    return JSON.parse(text, (name: string, value: unknown, context?: { source?: string }) => {
      if (name === '__proto__') throw new Error('holds "__proto__"')
      return reviver ? reviver(name, value, context) : value
    })
  } catch (error) {
    throw new AlcoveError('InvalidPackage', `no valid JSON: ${(error as Error).message}`)
  }
}

/** Code folders without an item, and items without a code folder. */
function strayFolders(folders: ReadonlyMap<string, unknown>, items: readonly SpaceItem[]): string[] {
  const used = new Set(items.flatMap(({ code }) => (code ? [code.folder] : [])))
  const keys = new Set(items.map(keyOf))
  const stray = [...folders.keys()]
    .filter((folder) => !used.has(folder))
    .map((folder) => `${folder}: belongs to nothing`)
  const empty = items.flatMap(({ code, path }) =>
    code && !folders.has(code.folder) ? [`${path}: has no files in ${code.folder}`] : [],
  )
  const orphans = items
    .filter(
      ({ kind, name }) => OF_FUNCTIONS.has(kind) && !keys.has(keyOf({ kind: 'function', name: name.split('/')[0]! })),
    )
    .map(({ path }) => `${path}: its function has no function.json`)
  return [...stray, ...empty, ...orphans]
}

/** An item of the space in the form of its file. Fields that are newer than its row get their defaults. */
export function normalised(item: SpaceItem): SpaceItem {
  const result = SHAPES.find(({ kind }) => kind === item.kind)!.schema.safeParse(item.settings)
  return result.success ? { ...item, settings: result.data } : item
}

const OF_FUNCTIONS: ReadonlySet<ArchivedKind> = new Set(['version', 'alias', 'trigger', 'test'])
const TOLD = 20

function invalidArchive(wrong: readonly string[]): AlcoveError {
  const more = wrong.length > TOLD ? `; and ${wrong.length - TOLD} more` : ''
  return new AlcoveError('InvalidPackage', `The archive is not valid. ${wrong.slice(0, TOLD).join('; ')}${more}`)
}

function refuse(error: unknown): never {
  throw error instanceof ZipError ? new AlcoveError('InvalidPackage', error.message) : error
}
