import { DatabaseSync } from 'node:sqlite'
import { bytesOfId, idOfBytes } from '../segments/segment-format.ts'

interface Row {
  id: Uint8Array
}

/** A segment open for reading. */
export class SegmentFile implements Disposable {
  readonly db: DatabaseSync
  /** Functions by their number in this segment. */
  readonly functions: ReadonlyMap<number, string>
  readonly lines: number
  /** Segments from before that lack them. */
  readonly hasNumbers: boolean

  constructor(path: string) {
    this.db = new DatabaseSync(path, { readOnly: true })
    this.db.exec('pragma cache_size = -1024; pragma query_only = on')
    this.hasNumbers = (this.db.prepare('pragma user_version').get() as { user_version: number }).user_version >= 1
    const rows = this.db.prepare('select number, id from functions').all() as { number: number; id: string }[]
    this.functions = new Map(rows.map(({ number, id }) => [number, id]))
    this.lines =
      (this.db.prepare('select max(number) as lines from lines').get() as { lines: number | null }).lines ?? 0
  }

  /** The number of the first line whose id is `id` or greater. Lines lie in the order of their ids: no index is needed. */
  firstFrom(id: string): number {
    const sought = bytesOfId(id)
    const at = this.db.prepare('select id from lines where number = ?')
    let [low, high] = [1, this.lines + 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (Buffer.compare((at.get(middle) as unknown as Row).id, sought) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  idAt(number: number): string {
    return idOfBytes((this.db.prepare('select id from lines where number = ?').get(number) as unknown as Row).id)
  }

  [Symbol.dispose](): void {
    this.db.close()
  }
}
