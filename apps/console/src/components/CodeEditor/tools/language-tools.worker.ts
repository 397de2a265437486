/**
 * Runs formatters and checkers. A worker, because they may take long, and because only here WebAssembly may run: the
 * server gives this file a policy of its own (apps/bff/src/http/security-headers.ts).
 */
import type { FormattedLanguage } from './languages.ts'
import type { Answer, Question } from './messages.ts'
import { SyntaxProblem, type Tool } from './tool.ts'
import { TOOLS } from './tools.ts'

const loaded = new Map<FormattedLanguage, Promise<Tool>>()

function toolOf(language: FormattedLanguage): Promise<Tool> {
  let tool = loaded.get(language)
  if (!tool) {
    tool = TOOLS[language]()
    loaded.set(language, tool)
    // A lost connection: the next question tries again.
    tool.catch(() => loaded.delete(language))
  }
  return tool
}

async function answer({ id, verb, language, text, indent }: Question): Promise<Answer> {
  try {
    const tool = await toolOf(language)
    if (verb === 'check') return { id, kind: 'checked', findings: (await tool.check?.(text)) ?? [] }
    return { id, kind: 'formatted', text: await tool.format(text, indent) }
  } catch (error) {
    if (error instanceof SyntaxProblem) {
      return { id, kind: 'syntax', message: error.message, line: error.line, column: error.column }
    }
    return { id, kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

self.onmessage = async ({ data }: MessageEvent<Question>) => self.postMessage(await answer(data))
