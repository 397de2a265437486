const BY_EXTENSION: Readonly<Record<string, { id: string; label: string }>> = {
  ts: { id: 'typescript', label: 'TypeScript' },
  mts: { id: 'typescript', label: 'TypeScript' },
  cts: { id: 'typescript', label: 'TypeScript' },
  tsx: { id: 'typescript', label: 'TypeScript JSX' },
  js: { id: 'javascript', label: 'JavaScript' },
  mjs: { id: 'javascript', label: 'JavaScript' },
  cjs: { id: 'javascript', label: 'JavaScript' },
  jsx: { id: 'javascript', label: 'JavaScript JSX' },
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

export function languageOf(path: string): { id: string; label: string } {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return BY_EXTENSION[extension] ?? { id: 'plaintext', label: 'Plain text' }
}
