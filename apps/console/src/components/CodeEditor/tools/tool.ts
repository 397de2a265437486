/** What a tool says about a place in the code. Lines and columns are 1-based, columns in UTF-16 units as in Monaco. */
export interface Finding {
  line: number
  column: number
  /** Absent: the word at the place. */
  endLine?: number
  endColumn?: number
  message: string
  /** `unused`: right, but without effect. */
  kind: 'error' | 'warning' | 'unused'
}

/** Formats and checks the code of one language. */
export interface Tool {
  /** Throws a `SyntaxProblem` when the code cannot be parsed. */
  format(text: string, indent: number): Promise<string>
  /** Absent: another part of the editor checks this language, or no check is reliable. */
  check?(text: string): Promise<Finding[]>
}

/** The code cannot be parsed. The position is where the parser gave up; absent when it does not say. */
export class SyntaxProblem extends Error {
  readonly line: number | undefined
  readonly column: number | undefined
  constructor(message: string, at?: { line: number; column: number }) {
    super(message)
    this.line = at?.line
    this.column = at?.column
  }
}

/** Checks by formatting: the only finding is what stops the formatter. */
export async function checkByFormatting(format: Tool['format'], text: string): Promise<Finding[]> {
  // A file that someone has just created.
  if (text.trim() === '') return []
  try {
    await format(text, 2)
    return []
  } catch (error) {
    if (!(error instanceof SyntaxProblem) || error.line === undefined) return []
    return [{ line: error.line, column: error.column ?? 1, message: error.message, kind: 'error' }]
  }
}
