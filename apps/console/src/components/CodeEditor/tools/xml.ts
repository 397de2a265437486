import plugin from '@prettier/plugin-xml'
import { XMLValidator } from 'fast-xml-parser'
import { prettierTool } from './prettier.ts'
import { checkByFormatting, SyntaxProblem, type Tool } from './tool.ts'

// Spaces that only lay out the file may change; those inside a text may not.
const prettier = prettierTool({ parser: 'xml', plugins: [plugin], xmlWhitespaceSensitivity: 'preserve' })

const format: Tool['format'] = async (text, indent) => {
  // Prettier drops a closing tag that does not match, and with it what its author meant.
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new SyntaxProblem(valid.err.msg, { line: valid.err.line, column: valid.err.col })
  return prettier.format(text, indent)
}

export const xml: Tool = { format, check: (text) => checkByFormatting(format, text) }
