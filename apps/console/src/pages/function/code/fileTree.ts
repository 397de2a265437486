export interface FolderNode {
  kind: 'folder'
  name: string
  path: string
  children: TreeNode[]
}
export interface FileNode {
  kind: 'file'
  name: string
  path: string
}
export type TreeNode = FolderNode | FileNode

/** Folders follow from the files' paths. Folders come first, each level sorted by name. */
export function fileTree(paths: readonly string[]): TreeNode[] {
  const root: FolderNode = { kind: 'folder', name: '', path: '', children: [] }
  for (const path of paths) {
    const segments = path.split('/')
    const name = segments.pop()!
    let folder = root
    for (const segment of segments) {
      let next = folder.children.find((node): node is FolderNode => node.kind === 'folder' && node.name === segment)
      if (!next) {
        const parent = folder.path === '' ? '' : `${folder.path}/`
        next = { kind: 'folder', name: segment, path: parent + segment, children: [] }
        folder.children.push(next)
      }
      folder = next
    }
    folder.children.push({ kind: 'file', name, path })
  }
  sort(root)
  return root.children
}

function sort(folder: FolderNode): void {
  folder.children.sort((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name) : a.kind === 'folder' ? -1 : 1))
  for (const node of folder.children) if (node.kind === 'folder') sort(node)
}
