/** A zip as APPNOTE 6.3 describes it, of the plainest kind: deflated entries, then the directory. */
interface Entry {
  path: Uint8Array
  crc: number
  packed: Uint8Array<ArrayBuffer>
  size: number
  offset: number
}

const LOCAL = 0x0403_4b50
const CENTRAL = 0x0201_4b50
const END = 0x0605_4b50
/** Bit 11: names are UTF-8. */
const UTF8 = 0x0800
const DEFLATE = 8
/** 1 January 1980, the earliest there is: what is packed has no times that anyone needs. */
const DATE = 0x0021

export interface FileToPack {
  /** Relative, "/"-separated. */
  path: string
  content: Blob
}

/** Packs files one after the other, so that only one at a time is in memory twice. */
export async function zip(files: readonly FileToPack[]): Promise<Blob> {
  const parts: BlobPart[] = []
  const entries: Entry[] = []
  let offset = 0
  for (const { path, content } of files) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, see above
    const entry = await pack(path, content, offset)
    const head = header(LOCAL, entry)
    parts.push(head, entry.path as Uint8Array<ArrayBuffer>, entry.packed)
    entries.push(entry)
    offset += head.byteLength + entry.path.length + entry.packed.length
  }
  const start = offset
  for (const entry of entries) {
    const head = header(CENTRAL, entry)
    parts.push(head, entry.path as Uint8Array<ArrayBuffer>)
    offset += head.byteLength + entry.path.length
  }
  parts.push(
    fields([END, 4], [0, 2], [0, 2], [entries.length, 2], [entries.length, 2], [offset - start, 4], [start, 4], [0, 2]),
  )
  return new Blob(parts, { type: 'application/zip' })
}

async function pack(path: string, content: Blob, offset: number): Promise<Entry> {
  const bytes = new Uint8Array(await content.arrayBuffer())
  const packed = await new Response(content.stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer()
  return {
    path: new TextEncoder().encode(path),
    crc: crc32(bytes),
    packed: new Uint8Array(packed),
    size: bytes.length,
    offset,
  }
}

function header(kind: typeof LOCAL | typeof CENTRAL, { path, crc, packed, size, offset }: Entry): ArrayBuffer {
  const common: Field[] = [
    [20, 2],
    [UTF8, 2],
    [DEFLATE, 2],
    [0, 2],
    [DATE, 2],
    [crc, 4],
    [packed.length, 4],
    [size, 4],
    [path.length, 2],
    [0, 2],
  ]
  if (kind === LOCAL) return fields([LOCAL, 4], ...common)
  return fields([CENTRAL, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4])
}

type Field = [value: number, bytes: 2 | 4]

function fields(...list: Field[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(list.reduce((sum, [, bytes]) => sum + bytes, 0)))
  let at = 0
  for (const [value, bytes] of list) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bytes
  }
  return view.buffer as ArrayBuffer
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb8_8320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffff_ffff) >>> 0
}
