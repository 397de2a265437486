import { readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Debian keeps a JDK's settings in /etc and links to them, so sandboxes need the link targets too. */
export function linkedFolders(home: string): string[] {
  const targets = new Set(['conf', 'lib'].flatMap((name) => linksBelow(join(home, name))))
  const folders = [...targets].map(dirname).filter((folder) => folder !== home && !folder.startsWith(`${home}/`))
  const sorted = [...new Set(folders)].toSorted()
  return sorted.filter((folder) => !sorted.some((other) => folder.startsWith(`${other}/`)))
}

function linksBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isSymbolicLink() && /\.(properties|cfg|policy|certs|dat|security|access)$|^cacerts$/.test(entry.name),
    )
    .flatMap((entry) => {
      try {
        return [realpathSync(join(entry.parentPath, entry.name))]
      } catch {
        // The link belongs to a package that is not installed.
        return []
      }
    })
}
