import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findRuntimes } from '../src/runtimes/runtimes.ts'

/** Compiles these sources against the guest, as a build does. */
export async function javaClasses(sources: Record<string, string>): Promise<Record<string, Uint8Array>> {
  const { installed } = await findRuntimes()
  const { image } = installed.find(({ name }) => name === 'java17')!
  const folder = mkdtempSync(join(tmpdir(), 'alcove-java-'))
  try {
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text)
    const files = Object.keys(sources).map((name) => join(folder, name))
    execFileSync(join(dirname(image.binary), 'javac'), [
      '-g',
      '-encoding',
      'UTF-8',
      '-cp',
      image.guest,
      '-d',
      folder,
      ...files,
    ])
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.class'))
    return Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Compiles a class Handler with these members. */
export function javaHandler(members: string): Promise<Record<string, Uint8Array>> {
  const source = `import alcove.*;\nimport java.util.*;\npublic class Handler {\n${members}\n}\n`
  return javaClasses({ 'Handler.java': source })
}
