const BY_EXTENSION: Readonly<Record<string, { id: string; label: string }>> = {
  ts: { id: 'typescript', label: 'TypeScript' },
  mts: { id: 'typescript', label: 'TypeScript' },
  cts: { id: 'typescript', label: 'TypeScript' },
  tsx: { id: 'typescript', label: 'TypeScript JSX' },
  js: { id: 'javascript', label: 'JavaScript' },
  mjs: { id: 'javascript', label: 'JavaScript' },
  cjs: { id: 'javascript', label: 'JavaScript' },
  jsx: { id: 'javascript', label: 'JavaScript JSX' },
  py: { id: 'python', label: 'Python' },
  java: { id: 'java', label: 'Java' },
  json: { id: 'json', label: 'JSON' },
  md: { id: 'markdown', label: 'Markdown' },
  css: { id: 'css', label: 'CSS' },
  html: { id: 'html', label: 'HTML' },
  yml: { id: 'yaml', label: 'YAML' },
  yaml: { id: 'yaml', label: 'YAML' },
  sql: { id: 'sql', label: 'SQL' },
  sh: { id: 'shell', label: 'Shell' },
  xml: { id: 'xml', label: 'XML' },
  svg: { id: 'xml', label: 'XML' },
}

/** Every language that the editor colours has a formatter. */
export const canFormat = (path: string) => languageOf(path).id !== 'plaintext'

/** Spaces per indentation level, by the convention of the language. */
export const indentOf = (path: string) => (['python', 'java'].includes(languageOf(path).id) ? 4 : 2)

export function languageOf(path: string): { id: string; label: string } {
  // AWS fixed this name for an executable without an extension. It is usually a script.
  if (path === 'bootstrap') return BY_EXTENSION['sh']!
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return BY_EXTENSION[extension] ?? { id: 'plaintext', label: 'Plain text' }
}

/** Whether TypeScript checks the file. */
export const isScript = (path: string) => ['typescript', 'javascript'].includes(languageOf(path).id)

const SCRIPTS = new Set(['typescript', 'javascript', 'json'])

/** The language for read-only text: coloured, but without a language service. */
export function plainLanguageOf(path: string): string {
  const { id } = languageOf(path)
  return SCRIPTS.has(id) ? 'plain-script' : id
}
