import type { FileToPack } from './zip.ts'

/** Folders of a working copy that no function needs. */
const LEFT_OUT = /(^|\/)(\.git|\.hg|\.svn|\.DS_Store|__pycache__)(\/|$)/

export const isLeftOut = (path: string) => LEFT_OUT.test(path)

/** The files of a chosen folder, relative to it: the handler must be at the top, not below the folder's name. */
export function filesOfFolder(chosen: readonly File[]): FileToPack[] {
  return chosen.flatMap((file) => {
    const path = file.webkitRelativePath.slice(file.webkitRelativePath.indexOf('/') + 1)
    return path === '' || isLeftOut(path) ? [] : [{ path, content: file }]
  })
}
