import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder, writeDurably } from './durable-write.ts'

/** Name of the file. */
export const MARK = 'installation'

/** The id of the installation that a folder belongs to, in a file of its own. */
export interface FolderMark {
  readonly file: string
  /** Null: it belongs to none yet. */
  read(): Promise<string | null>
  /** Marks the folder unless it is marked. Answers the mark that stands then. */
  write(id: string): Promise<string>
}

export function folderMark(folder: string): FolderMark {
  const file = join(folder, MARK)
  const read = async () => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    return text === null ? null : text.trim()
  }
  return {
    file,
    read,
    async write(id) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = `${file}.${randomUUID()}`
      try {
        await writeDurably(draft, Buffer.from(`${id}\n`))
        // link(2) lets only one of several servers in.
        await link(draft, file).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error
        })
        await syncFolder(folder)
      } finally {
        await rm(draft, { force: true })
      }
      return (await read())!
    },
  }
}
