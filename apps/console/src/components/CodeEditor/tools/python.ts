import init, { type Diagnostic, PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-web'
import { type Finding, SyntaxProblem, type Tool } from './tool.ts'

await init()
const workspace = new Workspace(
  {
    // The oldest Python that runs functions: newer syntax may not start.
    'target-version': 'py311',
    // Pyflakes: names that do not exist, and code without effect. Style is the formatter's matter.
    lint: { select: ['F'] },
  },
  PositionEncoding.Utf16,
)

const isSyntax = ({ code }: Diagnostic) => code === null || code === 'invalid-syntax'

const findingOf = (diagnostic: Diagnostic): Finding => ({
  line: diagnostic.start_location.row,
  column: diagnostic.start_location.column,
  endLine: diagnostic.end_location.row,
  endColumn: diagnostic.end_location.column,
  message: diagnostic.message,
  kind: isSyntax(diagnostic) ? 'error' : diagnostic.tags.includes('unnecessary') ? 'unused' : 'warning',
})

/** In the order of the code. */
const check = (text: string) =>
  (workspace.check(text) as Diagnostic[]).toSorted(
    ({ start_location: a }, { start_location: b }) => a.row - b.row || a.column - b.column,
  )

export const python: Tool = {
  format: async (text) => {
    try {
      return workspace.format(text)
    } catch (error) {
      // The formatter knows only the byte; the check knows the line.
      const syntax = check(text).find(isSyntax)
      if (!syntax) throw error
      const { row: line, column } = syntax.start_location
      throw new SyntaxProblem(syntax.message, { line, column })
    }
  },
  check: async (text) => check(text).map(findingOf),
}
