import type { editor } from 'monaco-editor/editor'

/** Options for every editor and comparison. */
export const editorOptions: editor.IEditorOptions & editor.IGlobalEditorOptions = {
  theme: 'alcove',
  automaticLayout: true,
  bracketPairColorization: { enabled: false },
  contextmenu: true,
  fixedOverflowWidgets: true,
  folding: true,
  fontFamily: "'JetBrains Mono Variable', 'JetBrains Mono', 'Noto Sans Mono CJK SC', ui-monospace, monospace",
  fontLigatures: false,
  fontSize: 12.5,
  lineHeight: 20,
  guides: { indentation: false },
  lineNumbersMinChars: 4,
  minimap: { enabled: false },
  overviewRulerBorder: false,
  overviewRulerLanes: 2,
  padding: { top: 4, bottom: 4 },
  renderFinalNewline: 'on',
  renderLineHighlightOnlyWhenFocus: true,
  scrollBeyondLastLine: false,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  'semanticHighlighting.enabled': true,
  smoothScrolling: false,
  stickyScroll: { enabled: false },
}
