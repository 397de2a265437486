export type StackPart = string | { text: string; path: string; line: number; column: number }

/**
 * Node.js: `/var/task/lib/index.ts:3:9`, or the file alone. Tried only where a path begins: a long word would be read
 * again from each of its characters.
 */
const NODE = /(?<![\w@.\-/])(?:file:\/\/)?([\w@.\-/]+\.[cm]?[jt]sx?):(\d+)(?::(\d+))?/
/** Python: `File "/var/task/main.py", line 3`. */
const PYTHON = /File "([^"\n]+\.py)", line (\d+)/
/** Java: `at shop.Handler.handle(Handler.java:3)`. The class says the folder. */
const JAVA = /\bat ((?:[\w$]+\.)+)[\w$<>]+\(([\w$]+\.java):(\d+)\)/
/** Others: `/var/task/main.go:3`, `/var/task/bootstrap: 3: not found` or `./lib.sh: line 3: not found` of a shell. */
const OTHER = /(?<![\w@.\-/])([\w@.\-/]+)(?::(\d+)|: (?:line )?(\d+):)/
const LOCATION = new RegExp(`${NODE.source}|${PYTHON.source}|${JAVA.source}|${OTHER.source}`, 'g')

/** The folder of a function's code in its sandbox. */
const TASK = '/var/task/'
/** What is installed, and what is no path in the folder. */
const NOT_OWN = /node_modules\/|site-packages\/|(?:^|\/)\.\.?(?:\/|$)/
/** Packages that are never the author's. */
const PLATFORM = /^(?:javax?|jdk|sun|alcove)\./
/** A stack is shorter; the rest of a longer text is shown without links. */
const CHARACTERS = 64 * 1024

/**
 * The parts of a text that name lines of the function's own files. Without the list of its files only what lies in the
 * function's folder, and in no package, counts as its own.
 */
export function stackLinks(text: string, paths?: readonly string[]): StackPart[] {
  const parts: StackPart[] = []
  let from = 0
  for (const match of text.slice(0, CHARACTERS).matchAll(LOCATION)) {
    const [found, node, nodeLine, column, python, pythonLine, owner, java, javaLine, other, ...otherLine] = match
    const location = node ?? python ?? other ?? javaPath(owner!, java!)
    const path = location === null ? null : ownPath(location, paths, java !== undefined)
    if (path === null) continue
    parts.push(text.slice(from, match.index), {
      text: found,
      path,
      line: Number(nodeLine ?? pythonLine ?? javaLine ?? otherLine.find(Boolean)),
      column: Number(column ?? 1),
    })
    from = match.index + found.length
  }
  parts.push(text.slice(from))
  return parts.filter((part) => part !== '')
}

/** `shop.Handler.` and `Handler.java`: shop/Handler.java. */
function javaPath(owner: string, file: string): string | null {
  if (PLATFORM.test(owner)) return null
  return [...owner.split('.').slice(0, -2), file].join('/')
}

function ownPath(location: string, paths: readonly string[] | undefined, java: boolean): string | null {
  if (paths !== undefined) return fileAt(location, paths, java)
  if (java) return location
  const path = location.startsWith(TASK) ? location.slice(TASK.length) : null
  return path === null || NOT_OWN.test(path) ? null : path
}

/**
 * The file that a place in a stack names: the longest path that it ends with. Java names a place below the root of the
 * sources, such as src/main/java.
 */
export function fileAt(location: string, paths: readonly string[], java = location.endsWith('.java')): string | null {
  const found = paths.filter(
    (path) => location === path || location.endsWith(`/${path}`) || (java && path.endsWith(`/${location}`)),
  )
  return found.toSorted((a, b) => b.length - a.length)[0] ?? null
}
