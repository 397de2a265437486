const JAVA_THREAD = /^"([^"]*)" /
const PYTHON_THREAD = /^(?:Current thread|Thread) 0x/
/** Frames of the JVM and of the guest: a thread with no others runs none of the function's code. */
const PLATFORM = /^\s+at (?:java|javax|jdk|sun|com\.sun|alcove)\./

/** The threads of a dump of Java or Python that run the function's code, as stacks without what the runtime adds. */
export function threadsOf(dump: string): string {
  const lines = dump.split('\n')
  if (lines.some((line) => PYTHON_THREAD.test(line))) {
    return lines
      .filter((line) => line.startsWith('  File ') || PYTHON_THREAD.test(line))
      .map((line) => (PYTHON_THREAD.test(line) ? '' : line))
      .join('\n')
      .trim()
  }
  const threads: { name: string; frames: string[] }[] = []
  for (const line of lines) {
    const name = JAVA_THREAD.exec(line)?.[1]
    if (name !== undefined) threads.push({ name, frames: [] })
    else if (/^\s+at /.test(line)) threads.at(-1)?.frames.push(line)
  }
  return threads
    .filter(({ frames }) => frames.some((frame) => !PLATFORM.test(frame)))
    .map(({ name, frames }) => [`Thread "${name}"`, ...frames].join('\n'))
    .join('\n')
}
