import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { FrameReader } from '../src/protocol/frame-reader.ts'
import { CALL, encodeFrame, HELLO, INIT, READY, RESULT } from '../src/protocol/frames.ts'
import { findRuntimes } from '../src/runtimes/runtimes.ts'
import { javaHandler } from './java-classes.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))

test('the first call of a prewarmed JVM loads only the classes of the function', async () => {
  const classes = await javaHandler(`
    public Object handle(Map<String, Object> event, Context context) {
      System.out.println("called");
      return Map.of("hello", "world");
    }`)
  const folder = mkdtempSync(join(tmpdir(), 'alcove-first-call-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, bytes] of Object.entries(classes)) writeFileSync(join(folder, name), bytes)

  const { installed } = await findRuntimes()
  const java = installed.find(({ name }) => name === 'java17')!
  const { binary, guest } = java.image
  const inner = { binary, guest, task: folder, tmp: folder, layers: folder, storage: folder }
  const jvm = spawn(binary, ['-Xlog:class+load', ...java.args(inner, 256, true)], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  let log = ''
  jvm.stdout!.setEncoding('utf8').on('data', (text: string) => (log += text))
  const channel = jvm.stdio[3] as Socket
  const kinds: number[] = []
  const reader = new FrameReader(({ kind }) => {
    kinds.push(kind)
    if (kind === HELLO) {
      const limits = { lineBytes: 1024, bytes: 10_240, lines: 10 }
      const settings = { taskFolder: folder, layersFolder: folder, shownFile: 'Handler.class', exportName: 'handle' }
      channel.write(encodeFrame(INIT, 0, json({ ...settings, environment: {}, logs: limits, responseBytes: 1024 })))
    }
    if (kind === READY) {
      const meta = json({ kind: 'http', remainingMs: 1000, context: {}, event: { headers: {} } })
      const length = Buffer.alloc(4)
      length.writeUInt32LE(meta.length)
      channel.write(encodeFrame(CALL, 1, length, meta))
    }
    // Without the engine the guest ends.
    if (kind === RESULT) channel.end()
  })
  channel.on('data', (chunk: Buffer) => reader.push(chunk))
  await new Promise((resolve) => jvm.once('close', resolve))

  expect(kinds).toContain(RESULT)
  // The guest starts this thread once it has sent HELLO.
  const loaded = log.slice(log.indexOf(' alcove.guest.Watch ')).match(/(?<=\[class,load\] )\S+/g)!
  expect(loaded).toContain('Handler')
  // Without the warm-up the first call loads 160.
  expect(loaded.slice(20)).toEqual([])
})
