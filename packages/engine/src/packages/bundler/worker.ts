/** The process in which code of strangers is parsed: what goes wrong here is not the engine's end. */
import { CodeError } from '../package-error.ts'
import { bundle } from './bundle.ts'
import { locateSyntaxError } from './locate-syntax-error.ts'
import type { Answer, Task } from './bundler.ts'

process.on('message', (task: Task) => {
  run(task).then(
    (value) => reply({ ok: true, value }),
    (error: unknown) => {
      const { name, message, excerpt } =
        error instanceof CodeError ? error : new CodeError('BundleError', String(error))
      reply({ ok: false, error: { name, message, excerpt } })
    },
  )
})
process.on('disconnect', () => process.exit(0))

async function run(task: Task): Promise<string | number | null> {
  switch (task.kind) {
    case 'bundle':
      return bundle(task.folder, task.file, task.output)
    case 'locate':
      return locateSyntaxError(task.folder)
  }
}

function reply(answer: Answer): void {
  process.send!(answer)
}
