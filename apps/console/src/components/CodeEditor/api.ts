/** The type of Monaco's API, for code that takes it as an argument and must not import the editor itself. */
export type Monaco = typeof import('monaco-editor/editor')
