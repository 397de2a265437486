/**
 * Makes paths of keys that tools unpack below one folder, each to a place of its own. "/" in a key separates folders. A
 * backslash and a colon would mean a folder or a drive on Windows; a key may begin with "/" or name a file and a folder
 * alike.
 */
export function safePaths(): (key: string) => string {
  const files = new Set<string>()
  const folders = new Set<string>()
  return (key) => {
    const parts = key.split('/').map((part) => part.replaceAll(/[\\:]/g, '_') || '_')
    let path = ''
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1
      let name = path + part
      for (let n = 2; files.has(name) || (isLast && folders.has(name)); n += 1) name = `${path}${part} (${n})`
      ;(isLast ? files : folders).add(name)
      path = isLast ? name : `${name}/`
    }
    return path
  }
}
