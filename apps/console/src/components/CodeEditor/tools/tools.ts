import type { Plugin } from 'prettier'
import type { FormattedLanguage } from './languages.ts'
import type { Tool } from './tool.ts'

async function prettier(parser: string, plugins: Promise<Plugin>[]): Promise<Tool> {
  const [{ prettierTool }, ...loaded] = await Promise.all([import('./prettier.ts'), ...plugins])
  return prettierTool({ parser, plugins: loaded })
}

const postcss = () => import('prettier/plugins/postcss')
const yaml = () => import('prettier/plugins/yaml')

/** By Monaco's id of the language. Each loads on its first use. TypeScript and JSON have language services instead. */
export const TOOLS: Readonly<Record<FormattedLanguage, () => Promise<Tool>>> = {
  python: async () => (await import('./python.ts')).python,
  java: async () => (await import('./java.ts')).java,
  shell: async () => (await import('./shell.ts')).shell,
  sql: async () => (await import('./sql.ts')).sql,
  css: () => prettier('css', [postcss()]),
  // Scripts and styles inside the page too.
  html: () =>
    prettier('html', [
      import('prettier/plugins/html'),
      import('prettier/plugins/babel'),
      import('prettier/plugins/estree') as Promise<Plugin>,
      postcss(),
    ]),
  // With what stands before the text.
  markdown: () => prettier('markdown', [import('prettier/plugins/markdown'), yaml()]),
  yaml: () => prettier('yaml', [yaml()]),
  xml: async () => (await import('./xml.ts')).xml,
}
