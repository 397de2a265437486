import plugin from 'prettier-plugin-java'
import { Language, type Node, Parser } from 'web-tree-sitter'
import { prettierTool } from './prettier.ts'
import { SyntaxProblem, type Tool } from './tool.ts'

// The plugin's own grammar, which its package does not export. It tells where the code is wrong; the plugin does not.
const grammar = new URL(
  '../../../../node_modules/prettier-plugin-java/dist/tree-sitter-java_orchard.wasm',
  import.meta.url,
)
await Parser.init()
const parser = new Parser()
parser.setLanguage(await Language.load(grammar.href))

/** The first place that does not parse. */
function firstError(node: Node): Node | null {
  if (node.isError || node.isMissing) return node
  for (const child of node.children) {
    const found = child?.hasError ? firstError(child) : null
    if (found) return found
  }
  return null
}

function problemOf(node: Node): SyntaxProblem {
  const at = { line: node.startPosition.row + 1, column: node.startPosition.column + 1 }
  if (node.isMissing) return new SyntaxProblem(`'${node.type}' expected`, at)
  const [first = ''] = node.text.trim().split(/\s/, 1)
  return new SyntaxProblem(`Unexpected '${first.slice(0, 40)}'`, at)
}

/** The width of a line that Google's style for Java allows. */
const { format } = prettierTool({ parser: 'java', plugins: [plugin], printWidth: 100 })

/** No check: the build compiles each save, and its compiler says it better. */
export const java: Tool = {
  format: async (text, indent) => {
    using tree = releasing(parser.parse(text)!)
    const error = tree.value.rootNode.hasError && firstError(tree.value.rootNode)
    if (error) throw problemOf(error)
    return format(text, indent)
  },
}

/** WebAssembly's memory is not collected. */
const releasing = <T extends { delete(): void }>(value: T) => ({ value, [Symbol.dispose]: () => value.delete() })
