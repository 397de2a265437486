import type { Options } from 'prettier'
import { format } from 'prettier/standalone'
import { checkByFormatting, SyntaxProblem, type Tool } from './tool.ts'

interface PrettierError {
  message: string
  loc?: { start?: { line?: number | null; column?: number | null } }
}

/** Prettier's first line without its position, which the editor shows in its own words. */
const sentence = (message: string) =>
  message
    .split('\n', 1)[0]!
    .replace(/^CssSyntaxError: /, '')
    .replace(/ \(\d+:\d+\)$/, '')
    .replace(/ For more info see .*/, '')

function problemOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { message, loc } = error as PrettierError
  const { line, column } = loc?.start ?? {}
  return new SyntaxProblem(sentence(message), line ? { line, column: column ?? 1 } : undefined)
}

/** A tool for a language that Prettier formats. */
export function prettierTool(options: Options): Tool {
  const run: Tool['format'] = async (text, indent) => {
    try {
      return await format(text, { tabWidth: indent, ...options })
    } catch (error) {
      throw problemOf(error)
    }
  }
  return { format: run, check: (text) => checkByFormatting(run, text) }
}
