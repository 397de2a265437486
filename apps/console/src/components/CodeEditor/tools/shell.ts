import { getProcessor, ParseError } from 'sh-syntax'
import wasm from 'sh-syntax/main.wasm?url'
import { checkByFormatting, SyntaxProblem, type Tool } from './tool.ts'

// sh-syntax leaves a `process` without versions, by which web-tree-sitter tells Node.js from a browser.
Object.assign(globalThis.process, { versions: {} })

const print = getProcessor(() => fetch(wasm))

const format: Tool['format'] = async (text, tabWidth) => {
  try {
    // With `print` the result is text instead of a syntax tree.
    return (await print(text, { filepath: 'script', print: true, tabWidth })) as unknown as string
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const { Line, Col } = error.Pos ?? {}
    throw new SyntaxProblem(error.Text, Line === undefined ? undefined : { line: Line, column: Col ?? 1 })
  }
}

export const shell: Tool = { format, check: (text) => checkByFormatting(format, text) }
