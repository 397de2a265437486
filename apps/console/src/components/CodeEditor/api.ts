/** Monaco's API as a type: what takes it as an argument must not import the editor itself. */
export type Monaco = typeof import('monaco-editor/editor')
