/** A file with its path below the folder that it was dropped or chosen with. */
export interface DroppedFile {
  path: string
  file: File
}

interface Limits {
  /** Decides by path which files and folders to skip, with everything below them. */
  isLeftOut?(path: string): boolean
  /** The most entries to read from one folder. */
  most?: number
}

/** Files of an input; of one for folders with their paths. */
export function chosenFiles(files: FileList | null): DroppedFile[] {
  return [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/** Files and folders that were dropped. Call it within the event: the browser forgets its entries afterwards. */
export async function droppedFiles(items: DataTransferItemList, limits: Limits = {}): Promise<DroppedFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? [])
  const found = entries.map((entry) =>
    entry instanceof File ? [{ path: entry.name, file: entry }] : below(entry, '', limits),
  )
  return (await Promise.all(found)).flat()
}

async function below(entry: FileSystemEntry, folder: string, limits: Limits): Promise<DroppedFile[]> {
  const { isLeftOut, most = Infinity } = limits
  const path = folder + entry.name
  if (isLeftOut?.(path)) return []
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ path, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: FileSystemEntry[] = []
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a reader gives up to 100 entries at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    found.push(...some)
    if (found.length > most) break
  }
  return (await Promise.all(found.map((child) => below(child, `${path}/`, limits)))).flat()
}
